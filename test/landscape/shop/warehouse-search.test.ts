import { afterAll, beforeAll, expect, test } from 'vitest'
import type { JsonObject } from '../../../src/core/json.ts'
import type { SqlStore } from '../../../src/core/sql-store.ts'
import { shopSchema } from '../../../src/landscape/shop/schema.ts'
import { searchWarehouseStock } from '../../../src/landscape/shop/warehouse-search.ts'
import { type Databases, startDatabases } from '../../scenario/databases.ts'

let databases: Databases
let store: SqlStore

beforeAll(async () => {
  databases = await startDatabases(['shop'])
  store = databases.stores.shop as SqlStore
  await store.script(shopSchema)
  await store.script(`
    insert into product_warehouse (product_number, warehouse_code, kind, stock, available)
    select 'A' || lpad(n::text, 4, '0'), 'W1', 'warehouse', n, n - 1 from generate_series(1, 501) as n`)
})
afterAll(() => databases[Symbol.asyncDispose]())

test('pages follow each other without gaps', async () => {
  const pages = await Promise.all([1, 2, 3].map((page) => searchWarehouseStock(store, { page, limit: 500 })))
  expect(pages.map(({ total }) => total)).toEqual([500, 1, 0])
  expect(pages[1]?.data).toEqual([
    { productNumber: 'A0501', warehouseCode: 'W1', kind: 'warehouse', stock: 501, available: 500 },
  ])
  expect((await searchWarehouseStock(store, {})).total).toBe(25)
})

test.each<JsonObject>([{ limit: 501 }, { limit: 0 }, { limit: '5' }, { page: 1.5 }, { page: -1 }])(
  '%o is refused',
  async (criteria) => {
    await expect(searchWarehouseStock(store, criteria)).rejects.toMatchObject({ status: 400 })
  },
)
