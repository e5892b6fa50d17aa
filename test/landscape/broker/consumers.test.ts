import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../src/core/json.ts'
import { type BrokerAtWork, brokerAtWork } from './broker-at-work.ts'

let broker: BrokerAtWork
/** Long enough for a slow machine to ask in between. */
const idleTime = 6_000

beforeEach(async () => {
  broker = await brokerAtWork({}, idleTime)
})
afterEach(async () => {
  expect(broker.bugs).toEqual([])
  await broker[Symbol.asyncDispose]()
})

const event = (version: number): JsonObject => ({ orderNumber: '1', status: 'paid', version })
const publish = (...versions: number[]) =>
  broker.call('POST', '/topics/order-status', {
    records: versions.map((version) => ({ key: '1', value: event(version) })),
  })

/** A consumer of the topic `order-status`, by its path. */
async function consumer(group: string, settings: JsonObject = { 'auto.commit.enable': 'false' }): Promise<string> {
  const { body } = await broker.call('POST', `/consumers/${group}`, {
    format: 'json',
    'auto.offset.reset': 'earliest',
    ...settings,
  })
  const path = new URL(String(body.base_uri)).pathname
  const { status } = await broker.call('POST', `${path}/subscription`, { topics: ['order-status'] })
  expect(status).toBe(204)
  return path
}

async function fetched(path: string, query = 'timeout=50'): Promise<number[]> {
  const { status, body } = await broker.call('GET', `${path}/records?${query}`)
  expect(status).toBe(200)
  return (body as unknown as { value: { version: number } }[]).map(({ value }) => value.version)
}

test('a consumer subscribes, fetches, commits and is deleted', async () => {
  const path = await consumer('mine')
  expect((await broker.call('GET', `${path}/subscription`)).body).toEqual({ topics: ['order-status'] })
  await publish(1, 2)
  const { body } = await broker.call('GET', `${path}/records`)
  expect(body).toMatchObject([
    { topic: 'order-status', key: '1', value: event(1), offset: 0, headers: { 'correlation-id': 'test' } },
    { topic: 'order-status', key: '1', value: event(2), offset: 1, timestamp: 0 },
  ])
  expect((await broker.call('POST', `${path}/offsets`)).status).toBe(200)
  expect(await broker.log.lag('mine')).toBe(0)
  expect((await broker.call('DELETE', path)).status).toBe(204)
  expect(await broker.call('GET', `${path}/records`)).toMatchObject({ status: 404, body: { error_code: 40403 } })
})

test('a fetch waits for the first message', async () => {
  const path = await consumer('mine')
  const fetching = fetched(path, 'timeout=5000')
  await pause(30)
  await publish(1)
  expect(await fetching).toEqual([1])
})

test('what was not committed is handed out again to the next consumer of the group', async () => {
  const first = await consumer('mine')
  await publish(1, 2, 3)
  const { body } = await broker.call('GET', `${first}/records`)
  const [one] = body as unknown as JsonObject[]
  const offsets = [{ topic: 'order-status', partition: Number(one?.partition), offset: 0 }]
  expect((await broker.call('POST', `${first}/offsets`, { offsets })).status).toBe(200)
  await broker.call('DELETE', first)
  expect(await fetched(await consumer('mine'))).toEqual([2, 3])
  expect(await fetched(await consumer('other'))).toEqual([1, 2, 3])
})

test('automatic commits count what was handed out as done with the next fetch', async () => {
  const path = await consumer('mine', {})
  await publish(1)
  expect(await fetched(path)).toEqual([1])
  expect(await broker.log.lag('mine')).toBe(1)
  expect(await fetched(path)).toEqual([])
  expect(await broker.log.lag('mine')).toBe(0)
})

test('a fetch gives no more bytes than it is asked for, and no message is lost by that', async () => {
  const path = await consumer('mine')
  await publish(1, 2, 3)
  expect(await fetched(path, 'max_bytes=1')).toEqual([1])
  expect(await fetched(path, 'max_bytes=120')).toEqual([2, 3])
})

test('two consumers of a group share the partitions, and the one that is left reads all', async () => {
  const paths = [await consumer('mine'), await consumer('mine')]
  const records = Array.from({ length: 20 }, (_, index) => ({ key: `k${index}`, value: event(index) }))
  await broker.call('POST', '/topics/order-status', { records })
  const [some, others] = [await fetched(paths[0] ?? ''), await fetched(paths[1] ?? '')]
  expect([...some, ...others].sort((a, b) => a - b)).toEqual(records.map((_, index) => index))
  expect(some.length * others.length).toBeGreaterThan(0)
  await broker.call('DELETE', paths[0] ?? '')
  expect((await fetched(paths[1] ?? '')).sort()).toEqual(some.sort())
})

test('a consumer that nobody polls leaves its group', async () => {
  const gone = await consumer('mine')
  await publish(1)
  await pause(idleTime + 200)
  expect((await broker.call('GET', `${gone}/records`)).status).toBe(404)
  const path = await consumer('mine')
  for (let round = 0; round < 4; round++) {
    await pause(idleTime / 3)
    expect(await fetched(path, 'timeout=20')).toEqual(round === 0 ? [1] : [])
  }
})

describe('settling', () => {
  test('waits until a group has committed everything', async () => {
    const path = await consumer('mine')
    await publish(1, 2)
    let settled = false
    const settling = broker.settleGroups().then((waited) => {
      settled = true
      return waited
    })
    await fetched(path)
    await pause(50)
    expect(settled).toBe(false)
    await broker.call('POST', `${path}/offsets`)
    expect(await settling).toBe(true)
    expect(await broker.settleGroups()).toBe(false)
  })

  test('gives a group up that commits nothing, and waits for it again once it has', async () => {
    const path = await consumer('mine')
    await publish(1)
    expect(await broker.settleGroups()).toBe(true)
    expect(await broker.settleGroups()).toBe(false)
    await fetched(path)
    await broker.call('POST', `${path}/offsets`)
    await publish(2)
    expect(await broker.settleGroups()).toBe(true)
  })

  test('waits for nobody where no consumer is', async () => {
    await broker.call('DELETE', await consumer('mine'))
    await publish(1)
    expect(await broker.settleGroups()).toBe(false)
  })
})

describe('what cannot be is refused', () => {
  test.each<[string, string, unknown, number, number]>([
    ['another format', '/consumers/mine', { format: 'avro' }, 422, 42204],
    ['a start at the end', '/consumers/mine', { 'auto.offset.reset': 'latest' }, 422, 42204],
    ['no yes and no no', '/consumers/mine', { 'auto.commit.enable': 'perhaps' }, 422, 42204],
    ['an unknown consumer', '/consumers/mine/instances/none/offsets', {}, 404, 40403],
  ])('%s', async (_what, path, body, status, code) => {
    expect(await broker.call('POST', path, body)).toMatchObject({ status, body: { error_code: code } })
  })

  test('a second consumer of the same name, an unknown topic, a fetch of nothing, an offset that is not there', async () => {
    const path = await consumer('mine', { name: 'one' })
    expect(path).toBe('/consumers/mine/instances/one')
    expect((await broker.call('POST', '/consumers/mine', { name: 'one' })).body.error_code).toBe(40902)
    expect((await broker.call('POST', `${path}/subscription`, { topics: ['none'] })).body.error_code).toBe(40401)
    expect((await broker.call('POST', `${path}/subscription`, {})).status).toBe(422)
    const offsets = [{ topic: 'order-status', partition: 0, offset: 99 }]
    expect((await broker.call('POST', `${path}/offsets`, { offsets })).status).toBe(422)
    expect((await broker.call('DELETE', `${path}/subscription`)).status).toBe(204)
    expect((await broker.call('GET', `${path}/records`)).body.error_code).toBe(40901)
    expect((await broker.call('GET', `${path}/records?timeout=soon`)).status).toBe(400)
    expect((await broker.call('GET', `${path}/records`, undefined, 'wrong')).status).toBe(401)
  })
})
