import { StandinError } from '../../core/error.ts'
import type { MessageLog, NewMessage } from '../../core/message-log.ts'
import type { SchemaRegistry } from './schema-registry.ts'

/** A log that stores no message which does not fit the schema of its topic: none of those that are published together. */
export function checkedLog(log: MessageLog, registry: SchemaRegistry): MessageLog {
  const check = (topic: string, messages: readonly NewMessage[]): void => {
    for (const { value } of messages) {
      const found = registry.violations(topic, value)
      if (found.length > 0) {
        throw new StandinError('finding', {
          code: 'topic.schema-violation',
          message: `a message does not fit the schema of the topic "${topic}": ${found.slice(0, 5).join('; ')}`,
          remedy: 'Register the schema that the producer writes with, when it is compatible, or mend the producer.',
        })
      }
    }
  }
  return {
    ...log,
    async publish(topic, messages) {
      check(topic, messages)
      return log.publish(topic, messages)
    },
    async publishTogether(batches) {
      for (const { topic, messages } of batches) check(topic, messages)
      return log.publishTogether(batches)
    },
  }
}
