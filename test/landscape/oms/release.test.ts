import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type OmsAtWork, omsAtWork } from './oms-at-work.ts'

let oms: OmsAtWork

beforeAll(async () => {
  oms = await omsAtWork()
})
afterAll(async () => {
  expect(oms.bugs).toEqual([])
  await oms[Symbol.asyncDispose]()
})
beforeEach(async () => {
  await oms.store.script('truncate reservation, stock_release, sales_order cascade')
})

const reserve = (key: string, quantity = 2) =>
  oms.call('POST', '/reservations', { key, orderNumber: key, lines: [{ sku: 'A', quantity }] })
const cancel = (key: string) => oms.call('DELETE', `/reservations/${encodeURIComponent(key)}`)
const journal = async () => (await oms.store.query('select key, quantity, reason from stock_release order by key')).rows
const available = async () =>
  (await oms.store.query(`select available from availability where sku = 'A' and location = 'W1'`)).rows[0]?.available

test('a cancellation gives the units back, and a second one finds nothing', async () => {
  await reserve('K1')
  expect(await available()).toBe(8)
  expect((await cancel('K1')).body).toEqual({ released: 1 })
  expect((await cancel('K1')).body).toEqual({ released: 0 })
  expect((await cancel('never there')).body).toEqual({ released: 0 })
  expect(await available()).toBe(10)
  expect(await journal()).toEqual([{ key: 'K1', quantity: 2, reason: 'released' }])
})

test('what nobody orders expires after a quarter of an hour, and cannot be cancelled then', async () => {
  await reserve('K1')
  await oms.clock.advance(14 * 60_000)
  expect(await available()).toBe(8)
  await oms.clock.advance(60_000)
  expect(await available()).toBe(10)
  expect((await cancel('K1')).body).toEqual({ released: 0 })
  expect(await journal()).toEqual([{ key: 'K1', quantity: 2, reason: 'expired' }])
})

test('what an order has taken neither expires nor is given back by the expiry', async () => {
  await reserve('O1')
  await oms.call('POST', '/orders', { orderNumber: 'O1', customerNumber: 'C1' })
  await oms.clock.advance(60 * 60_000)
  expect(await available()).toBe(8)
  expect(await journal()).toEqual([])
})

test('cancellations and the expiry at the same time give each line back once', async () => {
  const keys = ['K1', 'K2', 'K3', 'K4', 'K5']
  for (const key of keys) await reserve(key)
  expect(await available()).toBe(0)
  await Promise.all([oms.clock.advance(15 * 60_000), ...[...keys, ...keys].map(cancel)])
  expect(await available()).toBe(10)
  expect((await journal()).map(({ key }) => key)).toEqual(keys)
})

test('a released key cannot be reserved a second time, and nothing is held for it', async () => {
  await reserve('K1')
  await cancel('K1')
  expect((await reserve('K1')).status).toBe(400)
  expect(await available()).toBe(10)
})

test.each([
  { what: 'a wrong key', call: () => oms.call('DELETE', '/reservations/K1', undefined, 'wrong'), status: 401 },
  { what: 'a body that is no JSON', call: () => oms.call('POST', '/reservations', '{'), status: 400 },
  { what: 'no lines', call: () => oms.call('POST', '/reservations', { key: 'K', orderNumber: 'K' }), status: 400 },
  { what: 'half a unit', call: () => reserve('K1', 0.5), status: 400 },
  { what: 'more than there are', call: () => reserve('K1', 11), status: 409 },
  { what: 'too much', call: () => oms.call('POST', '/reservations', 'x'.repeat(11_000_000)), status: 413 },
  { what: 'an unknown route', call: () => oms.call('DELETE', '/reservations'), status: 501 },
])('$what is answered with $status', async ({ call, status }) => {
  expect((await call()).status).toBe(status)
})
