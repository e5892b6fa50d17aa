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

const count = (onHand: unknown, more: object = {}) =>
  oms.call('PUT', '/stock', { items: [{ sku: 'A', location: 'W1', onHand, ...more }] })
const stock = async () =>
  (await oms.store.query(`select on_hand, held, available from availability where sku = 'A' and location = 'W1'`)).rows

test('a count changes what is on hand and not what is held', async () => {
  const lines = [{ sku: 'A', quantity: 4 }]
  await oms.call('POST', '/reservations', { key: 'K1', orderNumber: 'K1', lines })
  expect((await count(9)).body).toEqual({ changed: 1 })
  expect(await stock()).toEqual([{ on_hand: 9, held: 4, available: 5 }])
  expect((await count(9)).body).toEqual({ changed: 0 })
})

test('a count below what is held is taken, so that it is seen what was sold too often', async () => {
  await count(3)
  expect(await stock()).toEqual([{ on_hand: 3, held: 4, available: -1 }])
})

test('counts and reservations at the same time leave no hold out', async () => {
  await count(100)
  const reserve = (key: string) =>
    oms.call('POST', '/reservations', { key, orderNumber: key, lines: [{ sku: 'A', quantity: 1 }] })
  const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => (n % 2 ? count(100 + n) : reserve(`R${n}`))))
  expect(answers.map(({ status }) => status).toSorted()).toEqual([...Array(10).fill(200), ...Array(10).fill(201)])
  expect(await stock()).toMatchObject([{ held: 14 }])
})

test.each([
  { what: 'half a unit', call: () => count(1.5), status: 400 },
  { what: 'a number beyond what a column holds', call: () => count(2 ** 40), status: 400 },
  { what: 'an unknown place', call: () => count(1, { location: 'nowhere' }), status: 400 },
  { what: 'nothing', call: () => oms.call('PUT', '/stock', { items: [] }), status: 400 },
  { what: 'a list', call: () => oms.call('PUT', '/stock', []), status: 400 },
  { what: 'a wrong key', call: () => oms.call('PUT', '/stock', {}, 'wrong'), status: 401 },
])('$what is answered with $status', async ({ call, status }) => {
  expect((await call()).status).toBe(status)
})
