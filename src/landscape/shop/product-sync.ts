import type { Instant } from '../../core/clock.ts'
import type { JsonObject } from '../../core/json.ts'
import type { SqlSession, SqlStore } from '../../core/sql-store.ts'

/**
 * Writes products with their texts by language and the places where they are to be seen, all or none. What a record does
 * not say about texts or places stays as it is. A new product begins with the stock that is known of it.
 */
export function upsertProducts(store: SqlStore, payload: readonly JsonObject[], now: Instant): Promise<void> {
  return store.transaction(async (session) => {
    const records = JSON.stringify(payload)
    const { rows } = await session.query<{ product_number: string; isNew: boolean }>(
      `insert into product as known (product_number, name, ean, description, translations, active, price, tax_rate, currency, source_updated_at, updated_at)
       select "productNumber", name, ean, description, translations, active, price, "taxRate", currency, "sourceUpdatedAt", $2
       from json_to_recordset($1) as p("productNumber" text, name text, ean text, description text, translations jsonb,
         active boolean, price numeric, "taxRate" numeric, currency text, "sourceUpdatedAt" timestamptz)
       order by "productNumber"
       on conflict (product_number) do update set name = excluded.name, ean = excluded.ean, description = excluded.description,
         translations = coalesce(excluded.translations, known.translations), active = excluded.active, price = excluded.price,
         tax_rate = excluded.tax_rate, currency = excluded.currency, source_updated_at = excluded.source_updated_at,
         updated_at = excluded.updated_at
       returning product_number, xmax = 0 as "isNew"`,
      [records, new Date(now)],
    )
    await writeVisibilities(session, records)
    const added = rows.filter(({ isNew }) => isNew).map(({ product_number: number }) => number)
    if (added.length > 0) await takeKnownStock(session, added)
  })
}

/** Takes products away, with the places where they were to be seen. Orders and stock keep their number. */
export async function deleteProducts(store: SqlStore, payload: readonly JsonObject[]): Promise<void> {
  await store.query('delete from product where product_number = any($1)', [payload.map((entry) => entry.productNumber)])
}

async function writeVisibilities(session: SqlSession, records: string): Promise<void> {
  await session.query(
    `delete from product_visibility where product_number in (
       select "productNumber" from json_to_recordset($1) as p("productNumber" text, visibilities json)
       where visibilities is not null)`,
    [records],
  )
  await session.query(
    `insert into product_visibility (product_number, channel, language)
     select distinct "productNumber", v.channel, v.language
     from json_to_recordset($1) as p("productNumber" text, visibilities json),
       json_to_recordset(visibilities) as v(channel text, language text)
     where visibilities is not null`,
    [records],
  )
}

/** Stock can come before its product. It is kept still meanwhile, so that none is missed that comes just now. */
async function takeKnownStock(session: SqlSession, numbers: readonly string[]): Promise<void> {
  await session.query('lock table product_warehouse in share mode')
  await session.query(
    `update product set stock = sums.stock, available_stock = sums.available
     from (select product_number, sum(stock) as stock, sum(available) as available from product_warehouse
           where product_number = any($1) and kind = 'warehouse' group by product_number) as sums
     where product.product_number = sums.product_number`,
    [numbers],
  )
}
