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
let call: ApiClient

beforeAll(async () => {
  databases = await startDatabases(['erp'])
  store = databases.stores.erp as SqlStore
  await store.script(erpSchema)
  await store.script(`insert into item (item_code, item_name) values ('A', 'a'), ('B "b"', 'b')`)
  const clock = landscapeClock({ start: 0, settle: async () => undefined, onJob: () => undefined })
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
  store.script(`truncate special_price, special_price_deleted; alter sequence special_price_change restart;
    insert into special_price (card_code, item_code, quantity_from, valid_from, valid_to, price, discount, currency) values
      ('C1', 'A', 1, '2026-01-01', '2026-06-30', 10.20, 7.5, 'EUR'),
      ('C1', 'B "b"', 12, '2026-01-01', null, 8, 0, 'EUR'),
      ('0000002', 'A', 1, '2026-01-01', null, 99999999999.99, 0, 'EUR')`),
)

async function changes(query: string): Promise<{ records: unknown[]; position: number; more: string | null }> {
  const { text, headers } = await call('GET', `/exchange/special-prices?${query}`, { plain: true })
  const records = text.split('\n').filter((line) => line !== '')
  return {
    records: records.map((line) => JSON.parse(line)),
    position: Number(headers.get('x-position')),
    more: headers.get('x-more'),
  }
}

test('every condition comes once, line by line, amounts as decimal texts, in as many parts as are asked for', async () => {
  const first = await changes('limit=2')
  expect(first).toEqual({
    records: [
      {
        CardCode: 'C1',
        ItemCode: 'A',
        QuantityFrom: 1,
        ValidFrom: '2026-01-01',
        ValidTo: '2026-06-30',
        Price: '10.20',
        DiscountPercent: '7.50',
        Currency: 'EUR',
      },
      expect.objectContaining({ ItemCode: 'B "b"', ValidTo: null, Price: '8.00', DiscountPercent: '0.00' }),
    ],
    position: 2,
    more: 'true',
  })
  const second = await changes(`after=${first.position}&limit=2`)
  expect(second.records).toEqual([expect.objectContaining({ CardCode: '0000002', Price: '99999999999.99' })])
  expect(second).toMatchObject({ position: 3, more: 'false' })
  expect(await changes(`after=${second.position}`)).toEqual({ records: [], position: 3, more: 'false' })
})

test('what changed, went and got another key by any statement is told behind the position', async () => {
  await store.script(`update special_price set price = 11 where item_code = 'A' and card_code = 'C1';
    delete from special_price where card_code = '0000002';
    update special_price set quantity_from = 6 where quantity_from = 12`)
  const { records } = await changes('after=3')
  expect(records).toEqual([
    expect.objectContaining({ CardCode: 'C1', ItemCode: 'A', Price: '11.00' }),
    { CardCode: '0000002', ItemCode: 'A', QuantityFrom: 1, ValidFrom: '2026-01-01', Currency: 'EUR', Deleted: true },
    expect.objectContaining({ QuantityFrom: 12, Deleted: true }),
    expect.objectContaining({ QuantityFrom: 6, Price: '8.00' }),
  ])
})

test('what goes and comes back is told in this order', async () => {
  await store.script(`delete from special_price where card_code = '0000002';
    insert into special_price (card_code, item_code, valid_from, price, currency) values ('0000002', 'A', '2026-01-01', 5, 'EUR')`)
  const { records } = await changes('after=3')
  expect(records).toEqual([expect.objectContaining({ Deleted: true }), expect.objectContaining({ Price: '5.00' })])
})

test('a change that is committed later than its successors is not passed over', async () => {
  const open = Promise.withResolvers<void>()
  const begun = Promise.withResolvers<void>()
  const slow = store.transaction(async (session) => {
    await session.query(`update special_price set price = 1 where card_code = '0000002'`)
    begun.resolve()
    await open.promise
  })
  await begun.promise
  await store.query(`update special_price set price = 2 where item_code = 'A' and card_code = 'C1'`)
  const asked = changes('after=3')
  open.resolve()
  await slow
  expect((await asked).records).toMatchObject([
    { CardCode: '0000002', Price: '1.00' },
    { CardCode: 'C1', Price: '2.00' },
  ])
})

test.each([
  { query: 'after=-1', status: 400 },
  { query: 'after=1e3', status: 400 },
  { query: 'after=9999999999999999', status: 400 },
  { query: 'limit=0', status: 400 },
  { query: 'limit=50001', status: 400 },
  { query: 'limit=', status: 400 },
  { query: 'after=4', status: 410 },
])('$query is answered $status', async ({ query, status }) => {
  const answer = await call('GET', `/exchange/special-prices?${query}`, { accept: [400, 410] })
  expect(answer).toMatchObject({ status, body: { error: { code: expect.any(String), message: expect.any(String) } } })
})

test('nobody gets anything without a session', async () => {
  const stranger = apiClient({ url: `${served.url}/b1s/v2` })
  const { status } = await stranger('GET', '/exchange/special-prices', { accept: [401] })
  expect(status).toBe(401)
})
