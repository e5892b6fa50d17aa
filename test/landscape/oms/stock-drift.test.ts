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

const file = (...items: object[]) => oms.call('POST', '/stock-drifts', { items })
const drift = { sku: 'A', location: 'W1', expected: 8, shown: 0 }

test('what was found is filed with its amount, the latest first', async () => {
  expect(await file(drift)).toEqual({ status: 201, body: { filed: 1 } })
  await oms.clock.advance(60_000)
  await file({ ...drift, shown: 11 }, { ...drift, location: 'W2', expected: -1 })
  const { body } = await oms.call('GET', '/stock-drifts')
  expect(body.items).toMatchObject([
    { sku: 'A', location: 'W1', amount: 3, foundAt: '1970-01-01T00:01:00.000Z' },
    { location: 'W2', amount: 1 },
    { location: 'W1', amount: -8, foundAt: '1970-01-01T00:00:00.000Z' },
  ])
})

test.each([
  { what: 'a wrong key', call: () => oms.call('GET', '/stock-drifts', undefined, 'wrong'), status: 401 },
  { what: 'no article', call: () => file({ ...drift, sku: '' }), status: 400 },
  { what: 'units as text', call: () => file({ ...drift, shown: '0' }), status: 400 },
  { what: 'units beyond what a column holds', call: () => file({ ...drift, shown: 2 ** 40 }), status: 400 },
  { what: 'nothing', call: () => file(), status: 400 },
  { what: 'what is no JSON', call: () => oms.call('POST', '/stock-drifts', '['), status: 400 },
  { what: 'too much', call: () => oms.call('POST', '/stock-drifts', 'x'.repeat(11_000_000)), status: 413 },
])('$what is answered with $status', async ({ call, status }) => {
  expect((await call()).status).toBe(status)
})
