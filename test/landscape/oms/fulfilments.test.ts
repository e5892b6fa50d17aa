import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type OmsAtWork, omsAtWork } from './oms-at-work.ts'

let oms: OmsAtWork

beforeAll(async () => {
  oms = await omsAtWork()
  await oms.store.script(`insert into location (code, name, kind, priority) values ('L1', 'Locker', 'locker', 20)`)
})
afterAll(async () => {
  expect(oms.bugs).toEqual([])
  await oms[Symbol.asyncDispose]()
})
beforeEach(async () => {
  await oms.store.script('truncate reservation, fulfilment, stock_transfer, sales_order cascade')
})

const reserve = (key: string, fulfilment: unknown, quantity = 2) =>
  oms.call('POST', '/reservations', { key, orderNumber: key, lines: [{ sku: 'A', quantity }], fulfilment })
const allocate = async (key: string, fulfilment: unknown) => {
  await reserve(key, fulfilment)
  await oms.call('POST', '/orders', { orderNumber: key, customerNumber: 'C1' })
  await oms.call('POST', `/orders/${key}/allocation`)
}
const transfer = (more: object = {}) => {
  const lines = [{ sku: 'A', quantity: 2 }]
  return oms.call('POST', '/orders/O1/transfers', { reference: 'T1', from: 'W1', to: 'L1', lines, ...more })
}
const stock = async () =>
  (await oms.store.query(`select location, on_hand, held from availability where sku = 'A' order by location`)).rows

test.each([
  { wish: undefined, quantity: 2, from: 'W1' },
  { wish: { kind: 'delivery' }, quantity: 2, from: 'W1' },
  { wish: { kind: 'pickup', location: 'S1' }, quantity: 2, from: 'S1' },
  { wish: { kind: 'locker', location: 'L1' }, quantity: 2, from: 'W1' },
])('$wish takes its units from $from', async ({ wish, quantity, from }) => {
  expect((await reserve('K1', wish, quantity)).body).toMatchObject({ lines: [{ sku: 'A', location: from, quantity }] })
})

test.each([
  { what: 'more than the store has', wish: { kind: 'pickup', location: 'S1' }, quantity: 4, available: 3 },
  { what: 'a pickup in a warehouse', wish: { kind: 'pickup', location: 'W1' }, quantity: 1, available: 0 },
  { what: 'a store that is not there', wish: { kind: 'pickup', location: 'nowhere' }, quantity: 1, available: 0 },
  { what: 'a locker that is not there', wish: { kind: 'locker', location: 'S1' }, quantity: 1, available: 0 },
])('$what is refused with what is there', async ({ wish, quantity, available }) => {
  const lines = [{ sku: 'A', requested: quantity, available }]
  expect(await reserve('K1', wish, quantity)).toEqual({ status: 409, body: { error: { code: 'out-of-stock', lines } } })
})

test.each([{ kind: 'drone' }, { kind: 'pickup' }, { kind: 'locker', location: '' }])('%o is refused', async (wish) => {
  expect((await reserve('K1', wish)).status).toBe(400)
})

test('an order waits for its locations from its allocation until it was handed over', async () => {
  await allocate('O1', { kind: 'pickup', location: 'S1' })
  const waiting = async () => (await oms.call('GET', '/fulfilments')).body.items
  const lines = [{ sku: 'A', location: 'S1', quantity: 2 }]
  expect(await waiting()).toMatchObject([{ orderNumber: 'O1', kind: 'pickup', location: 'S1', lines }])
  expect((await oms.call('POST', '/fulfilments/O1/hand-over')).status).toBe(204)
  expect(await waiting()).toEqual([])
  expect((await oms.call('POST', '/fulfilments/O2/hand-over')).status).toBe(404)
})

test('a transfer brings units and their hold to another location, once', async () => {
  await allocate('O1', { kind: 'locker', location: 'L1' })
  const before = await stock()
  expect((await transfer()).status).toBe(201)
  expect((await transfer()).status).toBe(200)
  const [locker] = await stock()
  expect(locker).toEqual({ location: 'L1', on_hand: 2, held: 2 })
  const units = (rows: { on_hand?: unknown }[]) => rows.reduce((sum, row) => sum + Number(row.on_hand), 0)
  expect(units(await stock())).toBe(units(before))
})

test.each([
  { what: 'units that are not allocated', call: () => transfer({ reference: 'T2', from: 'W2' }), status: 409 },
  { what: 'an unknown place', call: () => transfer({ reference: 'T3', to: 'nowhere' }), status: 400 },
  { what: 'no reference', call: () => transfer({ reference: '' }), status: 400 },
  { what: 'a wrong key', call: () => oms.call('GET', '/fulfilments', undefined, 'wrong'), status: 401 },
])('$what is answered with $status', async ({ call, status }) => {
  expect((await call()).status).toBe(status)
})
