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
beforeEach(() => oms.store.script('truncate order_status, order_status_change'))

const put = (status: string, version?: unknown, order = 'O1') =>
  oms.call('PUT', `/orders/${order}/status`, { status, ...(version !== undefined && { version }) })
const changes = async () =>
  (await oms.store.query('select status, version from order_status_change order by id')).rows.map(
    ({ status, version }) => `${status} ${version}`,
  )

test('a newer status is taken, the same one again changes nothing, and an older one is refused', async () => {
  expect(await put('paid', 2)).toEqual({ status: 200, body: { orderNumber: 'O1', status: 'paid', version: 2 } })
  expect((await put('paid', 2)).status).toBe(200)
  expect(await put('placed', 1)).toMatchObject({ status: 409, body: { error: { code: 'stale-version' } } })
  expect((await put('shipped', 3)).status).toBe(200)
  expect(await changes()).toEqual(['paid 2', 'shipped 3'])
})

test('without a version the status is overwritten', async () => {
  await put('shipped', 3)
  expect((await put('placed')).body).toMatchObject({ status: 'placed', version: 3 })
  expect(await changes()).toEqual(['shipped 3', 'placed 3'])
})

test('of many writers at the same time the newest version wins, and none goes back', async () => {
  const versions = Array.from({ length: 20 }, (_, index) => ((index * 7) % 20) + 1)
  const answers = await Promise.all(versions.map((version) => put('paid', version)))
  expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true)
  const recorded = (await changes()).map((change) => Number(change.split(' ')[1]))
  expect(recorded).toEqual(recorded.toSorted((a, b) => a - b))
  expect(recorded.at(-1)).toBe(20)
})

test.each([
  { what: 'a wrong key', call: () => oms.call('PUT', '/orders/O1/status', {}, 'wrong'), status: 401 },
  { what: 'an unknown status', call: () => put('teleported', 1), status: 400 },
  { what: 'no status', call: () => oms.call('PUT', '/orders/O1/status', {}), status: 400 },
  { what: 'version 0', call: () => put('paid', 0), status: 400 },
  { what: 'a version that is text', call: () => put('paid', '1'), status: 400 },
  { what: 'no JSON', call: () => oms.call('PUT', '/orders/O1/status', '{'), status: 400 },
  { what: 'too much', call: () => oms.call('PUT', '/orders/O1/status', 'x'.repeat(11_000_000)), status: 413 },
])('$what is answered with $status', async ({ call, status }) => {
  expect((await call()).status).toBe(status)
  expect(await changes()).toEqual([])
})
