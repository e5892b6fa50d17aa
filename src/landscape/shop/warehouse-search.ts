import type { Json, JsonObject } from '../../core/json.ts'
import type { SqlStore } from '../../core/sql-store.ts'
import { Refusal } from '../refusal.ts'

const largestPage = 500

interface WarehouseRow extends Record<string, unknown> {
  row: JsonObject
}

/** The Admin API's search for stock per warehouse: `page`, `limit` (25; at most 500), ordered by product and warehouse. */
export async function searchWarehouseStock(store: SqlStore, criteria: JsonObject): Promise<JsonObject> {
  const limit = wholeNumber(criteria, 'limit', 25, largestPage)
  const page = wholeNumber(criteria, 'page', 1, 1_000_000)
  const { rows } = await store.query<WarehouseRow>(
    `select json_build_object('productNumber', product_number, 'warehouseCode', warehouse_code, 'kind', kind,
       'stock', stock, 'available', available) as row
     from product_warehouse order by product_number, warehouse_code limit $1 offset $2`,
    [limit, (page - 1) * limit],
  )
  return { total: rows.length, data: rows.map(({ row }) => row) }
}

function wholeNumber(criteria: JsonObject, name: string, otherwise: number, most: number): number {
  const value: Json | undefined = criteria[name]
  if (value === undefined) return otherwise
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > most)
    throw new Refusal(400, 'FRAMEWORK__INVALID_CRITERIA', `"${name}" must be a whole number from 1 to ${most}`)
  return value
}
