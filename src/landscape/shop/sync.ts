import type { Instant } from '../../core/clock.ts'
import { isJsonObject, type JsonObject } from '../../core/json.ts'
import type { SqlStore } from '../../core/sql-store.ts'
import { Refusal } from '../refusal.ts'
import { upsertAddresses, upsertCustomers } from './customer-sync.ts'
import { upsertOrders } from './order-sync.ts'
import { upsertPrices } from './price-sync.ts'
import { deleteProducts, upsertProducts } from './product-sync.ts'

type Upsert = (store: SqlStore, payload: readonly JsonObject[], now: Instant) => Promise<void>

/** Stock per warehouse; what a product can promise is what its warehouses can deliver. */
const upsertWarehouseStock: Upsert = async (store, payload, now) => {
  await store.transaction(async (session) => {
    const numbers = payload.map((entry) => entry.productNumber)
    await session.query('select 1 from product where product_number = any($1) order by product_number for update', [
      numbers,
    ])
    await session.query(
      `insert into product_warehouse (product_number, warehouse_code, kind, stock, available, updated_at)
       select "productNumber", "warehouseCode", kind, stock, available, $2
       from json_to_recordset($1) as p("productNumber" text, "warehouseCode" text, kind text, stock int, available int)
       on conflict (product_number, warehouse_code) do update set kind = excluded.kind, stock = excluded.stock,
         available = excluded.available, updated_at = excluded.updated_at`,
      [JSON.stringify(payload), new Date(now)],
    )
    await session.query(
      `update product set stock = sums.stock, available_stock = sums.available, updated_at = $2
       from (select product_number, sum(stock) as stock, sum(available) as available from product_warehouse
             where product_number = any($1) and kind = 'warehouse' group by product_number) as sums
       where product.product_number = sums.product_number`,
      [numbers, new Date(now)],
    )
  })
}

const entities: Readonly<Record<string, Upsert>> = {
  product: upsertProducts,
  product_warehouse: upsertWarehouseStock,
  product_price: upsertPrices,
  customer: upsertCustomers,
  customer_address: upsertAddresses,
  order: upsertOrders,
}

const deletions: Readonly<Record<string, Upsert>> = { product: deleteProducts }

/** The Admin API's bulk operation: each named part writes or deletes records of one entity, in the order given. */
export async function synchronize(store: SqlStore, body: JsonObject, now: Instant): Promise<void> {
  for (const [name, operation] of Object.entries(body)) {
    const { entity, action, payload } = (isJsonObject(operation) ? operation : {}) as JsonObject
    const table = action === 'delete' ? deletions : entities
    const write = Object.hasOwn(table, String(entity)) ? table[String(entity)] : undefined
    const known = action === 'upsert' || action === 'delete'
    if (write === undefined || !known || !Array.isArray(payload) || !payload.every(isJsonObject)) {
      throw new Refusal(
        400,
        'FRAMEWORK__INVALID_SYNC_OPERATION',
        `The operation "${name.slice(0, 60)}" must upsert a list of: ${Object.keys(entities).join(', ')}; or delete one of: ${Object.keys(deletions).join(', ')}.`,
      )
    }
    await write(store, payload as JsonObject[], now)
  }
}
