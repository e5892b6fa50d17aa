import { type HttpHandler, HttpResponse } from 'msw'
import type { JsonObject } from '../../../core/json.ts'
import type { Message, MessageLog, Position } from '../../../core/message-log.ts'
import { listField, optionalText, textField, wholeField } from '../../fields.ts'
import { Refusal } from '../../refusal.ts'
import type { ApiCall, Route } from '../../routes.ts'
import type { ConsumerBook } from './consumer-book.ts'
import type { FetchOptions } from './instance.ts'

const instancePath = '/consumers/:group/instances/:instance'
const longestWait = 30_000
const usualWait = 1_000
const mostBytes = 8 * 1024 * 1024

/** The routes by which messages are read over HTTP, in the shape of version 2 of Confluent's REST proxy. */
export function consumerRoutes(
  route: Route,
  authorize: (call: ApiCall) => void,
  log: MessageLog,
  consumers: ConsumerBook,
): HttpHandler[] {
  const onInstance = (
    method: 'get' | 'post' | 'delete',
    path: string,
    serve: (call: ApiCall, group: string, instance: string) => Promise<Response>,
  ): HttpHandler =>
    route(method, `${instancePath}${path}`, async (call) => {
      authorize(call)
      return serve(call, call.params.group ?? '', call.params.instance ?? '')
    })

  return [
    route('post', '/consumers/:group', async (call) => {
      authorize(call)
      const { group = '' } = call.params
      const { name, autoCommit } = configIn(await call.json())
      const id = consumers.create({ group, name, autoCommit })
      const path = `/consumers/${encodeURIComponent(group)}/instances/${encodeURIComponent(id)}`
      return HttpResponse.json({ instance_id: id, base_uri: call.url.origin + path })
    }),
    onInstance('delete', '', async (_call, group, instance) => {
      await consumers.remove(group, instance)
      return empty()
    }),
    onInstance('post', '/subscription', async (call, group, instance) => {
      const topics = await topicsIn(await call.json(), log)
      await consumers.use(group, instance, (consumer) => consumer.subscribe(topics))
      return empty()
    }),
    onInstance('get', '/subscription', async (_call, group, instance) =>
      HttpResponse.json({ topics: await consumers.use(group, instance, async (consumer) => consumer.topics()) }),
    ),
    onInstance('delete', '/subscription', async (_call, group, instance) => {
      await consumers.use(group, instance, (consumer) => consumer.subscribe([]))
      return empty()
    }),
    onInstance('get', '/records', async ({ request, url }, group, instance) => {
      const accepted = request.headers.get('accept') ?? '*/*'
      if (!/\*\/\*|application\/(\*|json|vnd\.kafka\.json\.v2\+json|vnd\.kafka\.v2\+json)/.test(accepted))
        throw new Refusal(406, '40601', 'The format of this consumer is json.')
      const options = fetchOptionsIn(url)
      const messages = await consumers.use(group, instance, (consumer) => consumer.fetch(options))
      return HttpResponse.json(messages.map(shown), {
        headers: { 'content-type': 'application/vnd.kafka.json.v2+json' },
      })
    }),
    onInstance('post', '/offsets', async (call, group, instance) => {
      const body = await call.json()
      const positions = body.offsets === undefined ? undefined : listField(body, 'offsets').map(positionIn)
      await consumers.use(group, instance, (consumer) => consumer.commit(positions))
      return empty(200)
    }),
  ]
}

function empty(status = 204): Response {
  return new HttpResponse(null, { status })
}

function configIn(body: JsonObject): { name: string | undefined; autoCommit: boolean } {
  const { format = 'json', 'auto.offset.reset': reset = 'earliest', 'auto.commit.enable': auto = 'true' } = body
  if (format !== 'json') throw invalidConfig('format: messages are JSON here, expected json')
  if (reset !== 'earliest') throw invalidConfig('auto.offset.reset: a new group begins here with the oldest message')
  const autoCommit = [true, 'true'].includes(auto as never)
  if (!autoCommit && ![false, 'false'].includes(auto as never))
    throw invalidConfig('auto.commit.enable: expected true or false')
  return { name: optionalText(body, 'name'), autoCommit }
}

function invalidConfig(message: string): Refusal {
  return new Refusal(422, '42204', `Invalid consumer configuration: ${message}`)
}

async function topicsIn(body: JsonObject, log: MessageLog): Promise<string[]> {
  const { topics } = body
  if (!Array.isArray(topics) || topics.length === 0 || !topics.every((topic) => typeof topic === 'string'))
    throw new Refusal(422, '42208', 'topics must be a list of names')
  const known = await log.topics()
  if (!topics.every((topic) => known.some((one) => one.topic === topic)))
    throw new Refusal(404, '40401', 'Topic not found.')
  return [...new Set(topics as string[])]
}

function fetchOptionsIn(url: URL): FetchOptions {
  return {
    timeout: Math.min(countIn(url, 'timeout') ?? usualWait, longestWait),
    maxBytes: countIn(url, 'max_bytes') ?? mostBytes,
  }
}

function countIn(url: URL, name: string): number | undefined {
  const text = url.searchParams.get(name)
  if (text === null) return undefined
  if (!/^\d{1,9}$/.test(text)) throw new Refusal(400, '400', `${name} must be a whole number`)
  return Number(text)
}

/** An offset is that of the last message that was dealt with. */
function positionIn(offset: JsonObject): Position {
  return {
    topic: textField(offset, 'topic'),
    partition: wholeField(offset, 'partition'),
    offset: wholeField(offset, 'offset') + 1,
  }
}

/** `headers` and `timestamp` are ours: without them nobody could pass the correlation id on. */
function shown({ topic, key, value, partition, offset, headers, timestamp }: Message): JsonObject {
  return { topic, key, value, partition, offset, headers, timestamp }
}
