import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { landscapeClock } from '../../../src/core/clock.ts'
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
let erp: ApiClient

beforeAll(async () => {
  databases = await startDatabases(['erp'])
  store = databases.stores.erp as SqlStore
  await store.script(erpSchema)
  await store.script(`
    insert into item (item_code, item_name) values ('A', 'a');
    insert into warehouse (whs_code, whs_name, kind, country) values ('W1', 'First', 'warehouse', 'DE'), ('L1', 'Locker', 'locker', 'DE');
    insert into business_partner (card_code, card_name) values ('C1', 'Somebody');`)
  const clock = landscapeClock({ start: 0, settle: async () => undefined, onJob: () => undefined })
  served = await servedMirror(erpMirror({ store, clock, credentials: account, newId: () => 'session' }))
  const login = { CompanyDB: account.company, UserName: account.user, Password: account.password }
  await apiClient({ url: served.url })('POST', '/b1s/v2/Login', { body: login })
  erp = apiClient({ url: `${served.url}/b1s/v2`, headers: { cookie: 'B1SESSION=session' } })
})
afterAll(async () => {
  expect(served.bugs).toEqual([])
  await served[Symbol.asyncDispose]()
  await databases[Symbol.asyncDispose]()
})
beforeEach(async () => {
  await store.script(`truncate stock_movement, sales_order cascade; delete from item_warehouse;
    insert into item_warehouse (item_code, whs_code, in_stock, committed) values ('A', 'W1', 10, 3)`)
})

const stock = async () =>
  (await store.query('select whs_code, in_stock, committed from item_warehouse order by whs_code')).rows
const enter = (path: string, body: object) => erp('POST', path, { body, accept: [400, 401] })
const receipt = (more: object = {}) =>
  enter('/InventoryGenEntries', {
    Reference2: 'R1',
    DocumentLines: [{ ItemCode: 'A', WarehouseCode: 'W1', Quantity: 5 }],
    ...more,
  })
const transfer = (more: object = {}) =>
  enter('/StockTransfers', {
    Reference2: 'T1',
    FromWarehouse: 'W1',
    ToWarehouse: 'L1',
    StockTransferLines: [{ ItemCode: 'A', Quantity: 3 }],
    ...more,
  })

test('a receipt, an issue and a transfer move units, also to where there were none', async () => {
  expect((await receipt()).status).toBe(201)
  const lines = [{ ItemCode: 'A', WarehouseCode: 'W1', Quantity: 2 }]
  expect((await enter('/InventoryGenExits', { Reference2: 'X1', DocumentLines: lines })).status).toBe(201)
  expect((await transfer()).status).toBe(201)
  expect(await stock()).toEqual([
    { whs_code: 'L1', in_stock: 3, committed: 0 },
    { whs_code: 'W1', in_stock: 10, committed: 3 },
  ])
  const { rows } = await store.query('select quantity, direction from stock_movement order by reference, direction')
  expect(rows).toEqual([
    { quantity: 5, direction: 'in' },
    { quantity: 3, direction: 'in' },
    { quantity: 3, direction: 'out' },
    { quantity: 2, direction: 'out' },
  ])
})

test('the same reference is entered once, also by many at once', async () => {
  const answers = await Promise.all(Array.from({ length: 6 }, () => receipt()))
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 400, 400, 400, 400, 400])
  expect(answers.find(({ status }) => status === 400)?.body).toMatchObject({ error: { code: '-2035' } })
  expect(await stock()).toMatchObject([{ in_stock: 15 }])
})

test('a transfer for an order takes its lines and their commitment along', async () => {
  const { rows } = await store.query(
    `insert into sales_order (card_code, num_at_card, doc_date, committed_at) values ('C1', 'O1', now(), now()) returning doc_entry`,
  )
  const entry = rows[0]?.doc_entry
  await store.query(
    `insert into sales_order_line (doc_entry, line_num, item_code, whs_code, quantity, price, line_total) values ($1, 0, 'A', 'W1', 3, 1, 3)`,
    [entry],
  )
  expect((await transfer({ U_BaseOrder: entry })).status).toBe(201)
  expect(await stock()).toEqual([
    { whs_code: 'L1', in_stock: 3, committed: 3 },
    { whs_code: 'W1', in_stock: 7, committed: 0 },
  ])
  expect((await store.query('select whs_code from sales_order_line')).rows).toEqual([{ whs_code: 'L1' }])
})

const bad = [{ ItemCode: 'A', WarehouseCode: 'W1', Quantity: -1 }]
test.each([
  {
    what: 'an unknown article',
    call: () => transfer({ StockTransferLines: [{ ItemCode: 'Z', Quantity: 1 }] }),
    status: 400,
  },
  { what: 'an unknown warehouse', call: () => transfer({ ToWarehouse: 'W9' }), status: 400 },
  { what: 'no reference', call: () => receipt({ Reference2: null }), status: 400 },
  { what: 'units below nothing', call: () => receipt({ DocumentLines: bad }), status: 400 },
  { what: 'no lines', call: () => receipt({ DocumentLines: [] }), status: 400 },
  { what: 'no session', call: () => served.call('POST', '/b1s/v2/StockTransfers', {}), status: 401 },
  { what: 'what is no JSON', call: () => served.call('POST', '/b1s/v2/InventoryGenExits', '{'), status: 401 },
  { what: 'too much', call: () => served.call('POST', '/b1s/v2/StockTransfers', 'x'.repeat(11_000_000)), status: 413 },
])('$what is answered with $status, and nothing has moved', async ({ call, status }) => {
  expect((await call()).status).toBe(status)
  expect(await stock()).toEqual([{ whs_code: 'W1', in_stock: 10, committed: 3 }])
})
