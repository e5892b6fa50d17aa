import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OmsAtWork, omsAtWork } from './oms-at-work.ts'

let oms: OmsAtWork

beforeAll(async () => {
  oms = await omsAtWork()
})
afterAll(async () => {
  expect(oms.bugs).toEqual([])
  await oms[Symbol.asyncDispose]()
})

const lines = (quantity: number) => ({ lines: [{ sku: 'A', quantity }] })
const left = (order: string, body: unknown) => oms.call('PUT', `/orders/${order}/lines`, body)
const ship = (order: string, body: unknown = {}) => oms.call('POST', `/orders/${order}/shipment`, body)
const stock = async () =>
  (await oms.store.query(`select on_hand, held from availability where sku = 'A' and location = 'W1'`)).rows[0]

/** An order of the article A, reserved and taken over. */
async function ordered(order: string, quantity: number): Promise<void> {
  await oms.call('POST', '/reservations', { key: order, orderNumber: order, ...lines(quantity) })
  await oms.call('POST', '/orders', { orderNumber: order, customerNumber: 'C' })
}

test('units that are no longer wanted are given back, before and after they are allocated, however often it is said', async () => {
  const before = await stock()
  await ordered('R1', 5)
  expect((await left('R1', lines(4))).body).toMatchObject({ released: 1 })
  expect((await left('R1', lines(4))).body).toMatchObject({ released: 0 })
  await oms.call('POST', '/orders/R1/allocation')
  expect((await left('R1', lines(2))).body).toMatchObject({ released: 2 })
  expect((await left('R1', lines(9))).body).toMatchObject({ released: 0 })
  expect((await left('R1', { lines: [] })).body).toMatchObject({ released: 2 })
  expect(await stock()).toEqual(before)
})

test('what is shipped leaves the stock once, and can no longer be given back', async () => {
  const { on_hand: before } = (await stock()) ?? {}
  await ordered('S1', 3)
  expect((await ship('S1')).status).toBe(409)
  await oms.call('POST', '/orders/S1/allocation')
  const answers = await Promise.all(Array.from({ length: 5 }, () => ship('S1', { carrier: 'DHL' })))
  expect(answers.every(({ status }) => status === 201)).toBe(true)
  expect(await stock()).toEqual({ on_hand: Number(before) - 3, held: 0 })
  expect((await left('S1', lines(1))).status).toBe(409)
})

test.each([
  ['a wrong key', () => oms.call('PUT', '/orders/R1/lines', lines(1), 'wrong'), 401],
  ['an unknown order', () => left('nothing', lines(1)), 404],
  ['an unknown shipment', () => ship('nothing'), 404],
  ['no list', () => left('R1', { lines: 1 }), 400],
  ['less than nothing', () => left('R1', lines(-1)), 400],
  ['no JSON', () => left('R1', '{'), 400],
  ['too much', () => left('R1', 'x'.repeat(11_000_000)), 413],
] as const)('%s is answered with its status', async (_, call, status) => {
  expect((await call()).status).toBe(status)
})
