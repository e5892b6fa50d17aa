import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../src/core/json.ts'
import { type BrokerAtWork, brokerAtWork } from './broker-at-work.ts'

let broker: BrokerAtWork

beforeEach(async () => {
  broker = await brokerAtWork()
})
afterEach(async () => {
  expect(broker.bugs).toEqual([])
  await broker[Symbol.asyncDispose]()
})

const event = { orderNumber: '1', status: 'paid', version: 1 }
const properties = { orderNumber: { type: 'string' }, status: { type: 'string' }, version: { type: 'integer' } }
const known = { type: 'object', required: ['orderNumber', 'status', 'version'], properties }
const schema = (value: JsonObject) => ({ schemaType: 'JSON', schema: JSON.stringify(value) })
const register = (value: JsonObject) => broker.call('POST', '/subjects/order-status-value/versions', schema(value))
const publish = (value: unknown) => broker.call('POST', '/topics/order-status', { records: [{ key: '1', value }] })

test('topics and subjects are listed, and the schemas read', async () => {
  expect((await broker.call('GET', '/topics')).body).toEqual(['order-status', 'prices'])
  expect((await broker.call('GET', '/subjects')).body).toEqual(['order-status-value', 'prices-value'])
  expect((await broker.call('GET', '/subjects/order-status-value/versions')).body).toEqual([1])
  const latest = (await broker.call('GET', '/subjects/order-status-value/versions/latest')).body
  expect(latest).toMatchObject({ subject: 'order-status-value', version: 1, schemaType: 'JSON' })
  expect((await broker.call('GET', `/schemas/ids/${String(latest.id)}`)).body.schema).toBe(latest.schema)
})

test('messages that fit are stored with the correlation id, all of a request or none', async () => {
  const { status, body } = await publish(event)
  expect(status).toBe(200)
  expect(body).toMatchObject({ offsets: [{ offset: 0 }] })
  expect(await broker.log.read('order-status')).toMatchObject([{ value: event, headers: { 'correlation-id': 'test' } }])
  const records = [{ value: event }, { value: { ...event, version: 'two' } }]
  expect(await broker.call('POST', '/topics/order-status', { records })).toMatchObject({
    status: 422,
    body: { error_code: 42206, message: expect.stringContaining('$.version must be integer') },
  })
  expect(await broker.log.read('order-status')).toHaveLength(1)
})

test('of messages of several topics none is stored when one does not fit', async () => {
  const together = (value: JsonObject) =>
    broker.log.publishTogether([
      { topic: 'order-status', messages: [{ key: '1', value: event }] },
      { topic: 'prices', messages: [{ key: '1', value }] },
    ])
  await expect(together({ number: 5 })).rejects.toMatchObject({ code: 'topic.schema-violation' })
  expect(await broker.log.read('order-status')).toEqual([])
})

test('a schema is registered once, and a new one becomes the latest', async () => {
  const wider = { ...known, properties: { ...properties, carrier: { type: 'string' } } }
  const { body } = await register(wider)
  expect((await register(wider)).body).toEqual(body)
  expect((await broker.call('GET', '/subjects/order-status-value/versions')).body).toEqual([1, 2])
  expect((await publish({ ...event, carrier: 5 })).status).toBe(422)
})

describe('under FORWARD, what readers of the last schema would stumble over is refused', () => {
  test.each<[string, JsonObject, string]>([
    ['a required field is dropped', { ...known, required: ['orderNumber', 'status'] }, '$.version may be missing'],
    [
      'a type becomes wider',
      { ...known, properties: { ...properties, version: { type: 'number' } } },
      '$.version may be of a type',
    ],
    ['a type is no longer told', { ...known, properties: { ...properties, status: {} } }, '$.status may be of a type'],
    ['it becomes a list', { type: 'array' }, '$ may be of a type'],
  ])('%s', async (_what, value, said) => {
    const { status, body } = await register(value)
    expect(status).toBe(409)
    expect(body).toMatchObject({ error_code: 409, message: expect.stringContaining(said) })
    const asked = await broker.call('POST', '/compatibility/subjects/order-status-value/versions/1', schema(value))
    expect(asked.body).toMatchObject({ is_compatible: false })
    expect((await broker.call('GET', '/subjects/order-status-value/versions')).body).toEqual([1])
  })
})

test('the level of a subject says what is looked at', async () => {
  const path = '/config/order-status-value'
  expect((await broker.call('GET', path)).body).toEqual({ compatibilityLevel: 'FORWARD' })
  expect((await broker.call('PUT', path, { compatibility: 'BACKWARD' })).body).toEqual({ compatibility: 'BACKWARD' })
  expect((await register({ ...known, required: ['orderNumber'] })).status).toBe(200)
  expect((await register({ ...known, required: ['orderNumber', 'status'] })).status).toBe(409)
  await broker.call('PUT', path, { compatibility: 'NONE' })
  expect((await register({ type: 'array' })).status).toBe(200)
})

const enormous = 'x'.repeat(11_000_000)

test.each<[string, string, unknown, number, number | undefined]>([
  ['GET', '/subjects/none/versions', undefined, 404, 40401],
  ['GET', '/subjects/order-status-value/versions/7', undefined, 404, 40402],
  ['GET', '/schemas/ids/99', undefined, 404, 40403],
  ['GET', '/schemas/ids/x', undefined, 404, 40403],
  ['POST', '/subjects/x-value/versions', { schemaType: 'AVRO', schema: '{}' }, 422, 42201],
  ['POST', '/subjects/x-value/versions', { schemaType: 'JSON', schema: '{' }, 422, 42201],
  ['POST', '/subjects/x-value/versions', { schemaType: 'JSON', schema: '5' }, 422, 42201],
  ['POST', '/subjects/x-value/versions', { schemaType: 'JSON', schema: '{"oneOf":[]}' }, 422, 42201],
  ['POST', '/subjects/x-value/versions', { schemaType: 'JSON', schema: '{"type":"money"}' }, 422, 42201],
  ['POST', '/subjects/x-value/versions', { schemaType: 'JSON' }, 400, 400],
  ['POST', '/subjects/x-value/versions', '{', 400, 400],
  ['PUT', '/config/x-value', { compatibility: 'SOME' }, 422, 42203],
  ['POST', '/topics/none', { records: [{ value: 1 }] }, 404, 40401],
  ['POST', '/topics/order-status', { records: [] }, 400, 400],
  ['POST', '/topics/order-status', { records: [{ key: 1, value: event }] }, 422, 42206],
  ['POST', '/topics/order-status', { records: [{ key: '1' }] }, 422, 42206],
  ['POST', '/topics/order-status', enormous, 413, undefined],
  ['DELETE', '/subjects/x-value', undefined, 501, undefined],
])('%s %s is refused', async (method, path, body, status, code) => {
  const answer = await broker.call(method, path, body)
  expect(answer.status).toBe(status)
  if (code !== undefined) expect(answer.body).toMatchObject({ error_code: code, message: expect.any(String) })
})

test('nobody gets in without the key', async () => {
  for (const [method, path] of [
    ['GET', '/topics'],
    ['POST', '/topics/prices'],
    ['GET', '/subjects'],
    ['PUT', '/config/x'],
    ['GET', '/connectors'],
    ['PUT', '/connectors/x/config'],
  ] as const) {
    expect(await broker.call(method, path, method === 'GET' ? undefined : {}, 'wrong')).toMatchObject({
      status: 401,
      body: { error_code: 401 },
    })
  }
})
