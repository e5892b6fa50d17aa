import type { Json, JsonObject } from '../../core/json.ts'
import type { SqlStore } from '../../core/sql-store.ts'
import { Refusal } from '../refusal.ts'

const largestPage = 500

/** The Admin API's search for products, also those that are not active: `page`, `limit`, ordered by number. */
export async function searchAllProducts(store: SqlStore, criteria: JsonObject): Promise<JsonObject> {
  const limit = readNumber(criteria.limit, 'limit', 25)
  const page = readNumber(criteria.page, 'page', 1)
  const { rows } = await store.query<{ product: JsonObject; total: number }>(
    `select count(*) over () as total, json_build_object('id', id, 'productNumber', product_number, 'active', active,
       'sourceUpdatedAt', source_updated_at) as product
     from product order by product_number limit $1 offset $2`,
    [limit, (page - 1) * limit],
  )
  return { total: rows[0]?.total ?? 0, data: rows.map(({ product }) => product) }
}

function readNumber(value: Json | undefined, name: string, otherwise: number): number {
  if (value === undefined) return otherwise
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || (name === 'limit' && value > largestPage))
    throw new Refusal(
      400,
      'FRAMEWORK__INVALID_LIMIT_QUERY',
      `The parameter "${name}" must be from 1 to ${largestPage}.`,
    )
  return value
}
