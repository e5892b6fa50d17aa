import { type HttpHandler, HttpResponse } from 'msw'
import { StandinError } from '../../core/error.ts'
import type { JsonObject } from '../../core/json.ts'
import type { MessageLog, NewMessage } from '../../core/message-log.ts'
import { listField } from '../fields.ts'
import { Refusal } from '../refusal.ts'
import type { ApiCall, Route } from '../routes.ts'

/** The routes by which messages are published over HTTP, in the shape of Confluent's REST proxy. */
export function topicRoutes(route: Route, authorize: (call: ApiCall) => void, log: MessageLog): HttpHandler[] {
  return [
    route('get', '/topics', async (call) => {
      authorize(call)
      return HttpResponse.json((await log.topics()).map(({ topic }) => topic))
    }),
    route('post', '/topics/:topic', async (call) => {
      authorize(call)
      const { topic = '' } = call.params
      if (!(await log.topics()).some((one) => one.topic === topic)) throw new Refusal(404, '40401', 'Topic not found.')
      const records = listField(await call.json(), 'records').map((record) => messageIn(record, call.correlationId))
      const offsets = (await publish(log, topic, records)).map(({ partition, offset }) => ({ partition, offset }))
      return HttpResponse.json({ offsets })
    }),
  ]
}

function messageIn({ key, value }: JsonObject, correlationId: string | undefined): NewMessage {
  if (value === undefined) throw new Refusal(422, '42206', 'each record needs a value')
  if (key !== undefined && key !== null && typeof key !== 'string')
    throw new Refusal(422, '42206', 'a key must be a text')
  return {
    key: key ?? null,
    value,
    ...(correlationId !== undefined && { headers: { 'correlation-id': correlationId } }),
  }
}

/** What does not fit the schema of its topic is the producer's mistake. */
async function publish(log: MessageLog, topic: string, records: readonly NewMessage[]) {
  try {
    return await log.publish(topic, records)
  } catch (thrown) {
    if (thrown instanceof StandinError && thrown.problems[0]?.code === 'topic.schema-violation')
      throw new Refusal(422, '42206', thrown.message)
    throw thrown
  }
}
