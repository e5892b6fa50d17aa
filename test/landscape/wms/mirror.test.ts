import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { landscapeClock } from '../../../src/core/clock.ts'
import type { MessageLog } from '../../../src/core/message-log.ts'
import type { SqlStore } from '../../../src/core/sql-store.ts'
import { embeddedMessageLog } from '../../../src/environment/embedded/message-log/message-log.ts'
import { wmsMirror } from '../../../src/landscape/wms/mirror.ts'
import { wmsSchema } from '../../../src/landscape/wms/schema.ts'
import { type Databases, startDatabases } from '../../scenario/databases.ts'
import { type ServedMirror, servedMirror, testKey } from '../served-api.ts'

let databases: Databases
let store: SqlStore
let log: MessageLog
let wms: ServedMirror

beforeAll(async () => {
  databases = await startDatabases(['wms'])
  store = databases.stores.wms as SqlStore
  await store.script(wmsSchema)
  const clock = landscapeClock({ start: 0, settle: async () => undefined, onJob: () => undefined })
  log = embeddedMessageLog({ clock, onPublished: () => undefined })
  await log.createTopic('goods-movements', { partitions: 1 })
  wms = await servedMirror(wmsMirror({ store, log, clock, apiKey: testKey }))
})
afterAll(async () => {
  expect(wms.bugs).toEqual([])
  await wms[Symbol.asyncDispose]()
  await log.close()
  await databases[Symbol.asyncDispose]()
})
beforeEach(async () => {
  await store.script(`truncate stock, fulfilment, movement, outbox cascade;
    insert into stock (location, sku, quantity) values ('W1', 'A', 10), ('W1', 'B', 1), ('S1', 'A', 2);`)
})

const fulfilment = (id: string, more: object = {}) =>
  wms.call('POST', '/fulfilments', {
    id,
    orderNumber: 'O1',
    kind: 'delivery',
    location: 'W1',
    lines: [{ sku: 'A', quantity: 3 }],
    ...more,
  })
const work = (id: string, name: string) => wms.call('POST', `/fulfilments/${id}/${name}`)
const shelf = async (location: string) => (await wms.call('GET', `/locations/${location}/stock?sku=A`)).body.items
const told = async () =>
  (await store.query('select payload from outbox order by id')).rows.map(({ payload }) => payload)

test('units leave the shelf when they are shipped, and not before', async () => {
  expect((await fulfilment('F1')).status).toBe(201)
  expect((await fulfilment('F1')).status).toBe(200)
  expect((await work('F1', 'pick')).body).toMatchObject({ state: 'picked', lines: [{ sku: 'A', quantity: 3 }] })
  expect((await work('F1', 'pack')).body).toMatchObject({ state: 'packed' })
  expect(await shelf('W1')).toEqual([{ location: 'W1', sku: 'A', quantity: 10 }])
  expect((await work('F1', 'ship')).body).toMatchObject({ state: 'shipped' })
  expect((await work('F1', 'ship')).status).toBe(200)
  expect(await shelf('W1')).toEqual([{ location: 'W1', sku: 'A', quantity: 7 }])
  expect(await told()).toMatchObject([
    {
      event: 'goods.shipped',
      location: 'W1',
      orderNumber: 'O1',
      kind: 'delivery',
      lines: [{ sku: 'A', quantity: -3 }],
    },
  ])
})

test('a replenishment arrives at its destination, also where the article was never before', async () => {
  await fulfilment('F1', { kind: 'replenishment', destination: 'L1' })
  for (const name of ['pick', 'pack', 'ship', 'receive', 'receive']) expect((await work('F1', name)).status).toBe(200)
  expect(await shelf('W1')).toMatchObject([{ quantity: 7 }])
  expect(await shelf('L1')).toMatchObject([{ quantity: 3 }])
  expect(await told()).toMatchObject([
    { event: 'goods.shipped' },
    { event: 'goods.received', from: 'W1', location: 'L1' },
  ])
})

test('what is picked for one order cannot be picked for another', async () => {
  await fulfilment('F1', { lines: [{ sku: 'A', quantity: 8 }] })
  await fulfilment('F2')
  expect((await work('F1', 'pick')).status).toBe(200)
  const refused = await work('F2', 'pick')
  expect(refused).toMatchObject({ status: 409, body: { error: { code: 'not-on-shelf', message: 'W1 lacks 1 of A' } } })
})

test('work is done in its order', async () => {
  await fulfilment('F1')
  for (const name of ['pack', 'ship', 'receive'])
    expect(await work('F1', name)).toMatchObject({ status: 409, body: { error: { code: 'wrong-state' } } })
  for (const name of ['pick', 'pack', 'ship']) await work('F1', name)
  expect((await work('F1', 'receive')).status).toBe(409)
  expect((await wms.call('GET', '/fulfilments/F1')).body).toMatchObject({ state: 'shipped' })
})

test('the same work, done by many at once, is done once', async () => {
  await fulfilment('F1')
  for (const name of ['pick', 'pack']) await work('F1', name)
  const answers = await Promise.all(Array.from({ length: 10 }, () => work('F1', 'ship')))
  expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200))
  expect(await shelf('W1')).toMatchObject([{ quantity: 7 }])
})

test('goods and counts of the same reference are booked once, whoever sends them', async () => {
  const goods = {
    reference: 'R1',
    location: 'W1',
    lines: [
      { sku: 'A', quantity: 5 },
      { sku: 'A', quantity: 1 },
    ],
  }
  const receipts = await Promise.all(Array.from({ length: 8 }, () => wms.call('POST', '/receipts', goods)))
  expect(receipts.map(({ status }) => status).toSorted()).toEqual([...Array(7).fill(200), 201])
  expect(await shelf('W1')).toMatchObject([{ quantity: 16 }])
  const count = { reference: 'C1', location: 'W1', lines: [{ sku: 'A', quantity: 14 }] }
  expect((await wms.call('POST', '/counts', count)).status).toBe(201)
  expect((await wms.call('POST', '/counts', count)).status).toBe(200)
  expect(await shelf('W1')).toMatchObject([{ quantity: 14 }])
  expect((await told()).at(-1)).toMatchObject({ event: 'goods.counted', lines: [{ sku: 'A', quantity: -2 }] })
})

test('a list is narrowed down by order, location and state', async () => {
  await fulfilment('F1')
  await fulfilment('F2', { orderNumber: 'O2', location: 'S1', kind: 'pickup', lines: [{ sku: 'A', quantity: 1 }] })
  await work('F2', 'pick')
  const ids = async (query: string) =>
    ((await wms.call('GET', `/fulfilments${query}`)).body.items as { id: string }[]).map(({ id }) => id)
  expect(await ids('')).toEqual(['F1', 'F2'])
  expect(await ids('?orderNumber=O1')).toEqual(['F1'])
  expect(await ids('?location=S1&state=picked')).toEqual(['F2'])
  expect(await ids('?state=packed')).toEqual([])
})

const line = { sku: 'A', quantity: 1 }
test.each([
  { what: 'a wrong key', call: () => wms.call('GET', '/locations/W1/stock', undefined, 'wrong'), status: 401 },
  { what: 'a wrong key for work', call: () => wms.call('POST', '/fulfilments/F1/pick', undefined, 'x'), status: 401 },
  { what: 'an unknown fulfilment', call: () => work('nothing', 'pick'), status: 404 },
  { what: 'an unknown fulfilment that is read', call: () => wms.call('GET', '/fulfilments/nothing'), status: 404 },
  { what: 'an unknown kind', call: () => fulfilment('F9', { kind: 'gift' }), status: 400 },
  { what: 'a replenishment to nowhere', call: () => fulfilment('F9', { kind: 'replenishment' }), status: 400 },
  { what: 'no lines', call: () => fulfilment('F9', { lines: [] }), status: 400 },
  { what: 'half a unit', call: () => fulfilment('F9', { lines: [{ sku: 'A', quantity: 0.5 }] }), status: 400 },
  {
    what: 'a receipt without a reference',
    call: () => wms.call('POST', '/receipts', { location: 'W1', lines: [line] }),
    status: 400,
  },
  {
    what: 'a receipt of nothing',
    call: () => wms.call('POST', '/receipts', { reference: 'R', location: 'W1', lines: [{ sku: 'A', quantity: 0 }] }),
    status: 400,
  },
  {
    what: 'a count below nothing',
    call: () => wms.call('POST', '/counts', { reference: 'C', location: 'W1', lines: [{ sku: 'A', quantity: -1 }] }),
    status: 400,
  },
  { what: 'what is no JSON', call: () => wms.call('POST', '/counts', '{"reference":'), status: 400 },
  { what: 'too much', call: () => wms.call('POST', '/receipts', 'x'.repeat(11_000_000)), status: 413 },
  { what: 'unknown work', call: () => work('F1', 'burn'), status: 501 },
])('$what is answered with $status', async ({ call, status }) => {
  expect((await call()).status).toBe(status)
})
