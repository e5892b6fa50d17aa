import type { TopicSchema } from './topic-schema.ts'

/** The schemas that topics have at the start. Topics that are not named take any message. */
export const topicSchemas: Readonly<Record<string, TopicSchema>> = {
  'order-status': {
    type: 'object',
    required: ['orderNumber', 'status', 'version'],
    properties: {
      orderNumber: { type: 'string' },
      status: { type: 'string' },
      version: { type: 'integer' },
      email: { type: 'string' },
    },
  },
  prices: {
    type: 'object',
    required: ['op', 'before', 'after', 'source'],
    properties: {
      op: { type: 'string', enum: ['c', 'u', 'd'] },
      before: { type: ['object', 'null'] },
      after: { type: ['object', 'null'] },
      source: { type: 'object', required: ['db', 'table', 'position'] },
    },
  },
}
