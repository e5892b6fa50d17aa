import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type LandscapeClock, landscapeClock } from '../../../src/core/clock.ts'
import type { SqlStore } from '../../../src/core/sql-store.ts'
import { erpMirror } from '../../../src/landscape/erp/mirror.ts'
import { erpSchema } from '../../../src/landscape/erp/schema.ts'
import { type ApiClient, apiClient } from '../../../src/landscape/http-client.ts'
import { type Databases, startDatabases } from '../../scenario/databases.ts'
import { type ServedMirror, servedMirror } from '../served-api.ts'

const account = { company: 'company', user: 'user', password: 'password' }

let databases: Databases
let store: SqlStore
let served: ServedMirror
let clock: LandscapeClock
let call: ApiClient

beforeAll(async () => {
  databases = await startDatabases(['erp'])
  store = databases.stores.erp as SqlStore
  await store.script(erpSchema)
  await store.script(`
    insert into item (item_code, item_name) values ('A', 'a'), ('B', 'b');
    insert into warehouse (whs_code, whs_name, kind, country) values ('W1', 'First', 'warehouse', 'DE');
    insert into business_partner (card_code, card_name) values ('C1', 'Somebody');`)
  clock = landscapeClock({ start: 0, settle: async () => undefined, onJob: () => undefined })
  served = await servedMirror(erpMirror({ store, clock, credentials: account, newId: () => 'session' }))
  const login = { CompanyDB: account.company, UserName: account.user, Password: account.password }
  await apiClient({ url: served.url })('POST', '/b1s/v2/Login', { body: login })
  call = apiClient({ url: `${served.url}/b1s/v2`, headers: { cookie: 'B1SESSION=session' } })
})
afterAll(async () => {
  expect(served.bugs).toEqual([])
  await served[Symbol.asyncDispose]()
  await databases[Symbol.asyncDispose]()
})
beforeEach(() =>
  store.script(`truncate stock_movement, sales_order, delivery cascade; delete from item_warehouse;
    insert into item_warehouse (item_code, whs_code, in_stock) values ('A', 'W1', 10), ('B', 'W1', 10)`),
)

const send = (method: string, path: string, body?: unknown) =>
  call(method, path, { ...(body !== undefined && { body }), accept: [400, 401, 404] })
const line = (ItemCode: string, Quantity: number, more: object = {}) => ({
  ItemCode,
  WarehouseCode: 'W1',
  Quantity,
  UnitPrice: '3.33',
  ...more,
})
const enter = async (DocumentLines: object[], more: object = {}) =>
  (await send('POST', '/Orders', { CardCode: 'C1', DocumentLines, ...more })).body
const stock = async () =>
  (await store.query(`select in_stock, committed from item_warehouse where item_code = 'A'`)).rows[0]
const commit = () => clock.advance(16 * 60_000)
const based = (BaseEntry: unknown, more: object = {}) => ({ DocumentLines: [{ BaseEntry, ...more }] })

test('totals of lines are taken as they are given, and the delivery is added', async () => {
  const expense = { DocumentAdditionalExpenses: [{ ExpenseCode: 1, LineTotal: '1.95' }] }
  const order = await enter([line('A', 3, { LineTotal: '9.01' }), line('B', 2)], expense)
  expect(order).toMatchObject({ DocTotal: 17.62, DocumentLines: [{ LineTotal: 9.01 }, { LineTotal: 6.66 }] })
  const { status, body } = await send('POST', '/Invoices', based(order.DocEntry))
  expect(status).toBe(201)
  expect(body).toMatchObject({ DocTotal: 17.62 })
  expect((await send('POST', '/Invoices', based(order.DocEntry))).status).toBe(400)
})

test('lowered, cancelled and delivered orders free what they had committed', async () => {
  const order = await enter([line('A', 6)])
  await commit()
  expect(await stock()).toEqual({ in_stock: 10, committed: 6 })
  const patch = (Quantity: number, LineNum = 0) =>
    send('PATCH', `/Orders(${order.DocEntry})`, { DocumentLines: [{ LineNum, Quantity }] })
  expect((await patch(4)).status).toBe(204)
  expect(await stock()).toEqual({ in_stock: 10, committed: 4 })
  expect((await patch(5)).status).toBe(400)
  expect((await patch(1, 7)).status).toBe(400)
  expect((await send('POST', `/Orders(${order.DocEntry})/Cancel`)).status).toBe(204)
  expect((await send('POST', `/Orders(${order.DocEntry})/Cancel`)).status).toBe(400)
  expect(await stock()).toEqual({ in_stock: 10, committed: 0 })
  expect((await send('POST', '/DeliveryNotes', based(order.DocEntry))).status).toBe(400)
})

test('what was delivered comes back once, and no more than was delivered', async () => {
  const order = await enter([line('A', 4)])
  const back = (Quantity: number, NumAtCard: string) =>
    send('POST', '/Returns', {
      ...based(order.DocEntry, { ItemCode: 'A', WarehouseCode: 'W1', Quantity }),
      NumAtCard,
    })
  expect((await back(1, 'R1')).status).toBe(400)
  await commit()
  expect((await send('POST', '/DeliveryNotes', based(order.DocEntry))).status).toBe(201)
  expect(await stock()).toEqual({ in_stock: 6, committed: 0 })
  expect((await send('POST', '/DeliveryNotes', based(order.DocEntry))).status).toBe(400)
  expect((await back(3, 'R1')).status).toBe(201)
  expect((await back(1, 'R1')).body).toMatchObject({ error: { code: '-2035' } })
  expect((await back(2, 'R2')).status).toBe(400)
  expect(await stock()).toEqual({ in_stock: 9, committed: 0 })
})

test.each([
  ['another entity', () => send('PATCH', '/Items(1)', {}), 400],
  ['an unknown order', () => send('PATCH', '/Orders(999)', { DocumentLines: [{ LineNum: 0, Quantity: 1 }] }), 404],
  [
    'lines of two orders',
    () => send('POST', '/DeliveryNotes', { DocumentLines: [{ BaseEntry: 1 }, { BaseEntry: 2 }] }),
    400,
  ],
  [
    'a total that is no number',
    () => send('POST', '/Orders', { CardCode: 'C1', DocumentLines: [line('A', 1, { LineTotal: 'x' })] }),
    400,
  ],
  [
    'a delivery that is no number',
    () =>
      send('POST', '/Orders', {
        CardCode: 'C1',
        DocumentLines: [line('A', 1)],
        DocumentAdditionalExpenses: [{ LineTotal: 'x' }],
      }),
    400,
  ],
] as const)('%s is answered with its status', async (_, ask, status) => {
  expect((await ask()).status).toBe(status)
})
