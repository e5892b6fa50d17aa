import type { Instant } from '../../core/clock.ts'
import type { JsonObject } from '../../core/json.ts'
import type { SqlStore } from '../../core/sql-store.ts'
import { textField } from '../fields.ts'
import { Refusal } from '../refusal.ts'

/** Changes the price of one product, by its id or its number; 404 when there is none. */
export async function changePrice(store: SqlStore, id: string, body: JsonObject, now: Instant): Promise<void> {
  const price = textField(body, 'price')
  if (!/^\d{1,12}(\.\d{1,6})?$/.test(price))
    throw new Refusal(400, 'FRAMEWORK__WRITE_CONSTRAINT_VIOLATION', 'price must be a decimal number as a text.')
  const { rowCount } = await store.query(
    `update product set price = $2::numeric, currency = $3, updated_at = $4 where product_number = $1 or id::text = $1`,
    [id, price, textField(body, 'currency'), new Date(now)],
  )
  if (rowCount === 0) throw new Refusal(404, 'FRAMEWORK__ENTITY_NOT_FOUND', 'The product was not found.')
}
