import type { JsonObject } from '../../core/json.ts'
import type { SqlStore } from '../../core/sql-store.ts'

/** Writes prices by article, customer, currency, quantity and beginning. */
export async function upsertPrices(store: SqlStore, payload: readonly JsonObject[]): Promise<void> {
  await store.query(
    `insert into product_price (product_number, customer_number, currency, quantity_start, price, valid_from, valid_to)
     select "productNumber", "customerNumber", currency, coalesce("quantityStart", 1), price, "validFrom", "validTo"
     from json_to_recordset($1) as p("productNumber" text, "customerNumber" text, currency text, "quantityStart" int,
       price numeric, "validFrom" timestamptz, "validTo" timestamptz)
     on conflict (product_number, customer_number, currency, quantity_start, valid_from)
     do update set price = excluded.price, valid_to = excluded.valid_to`,
    [JSON.stringify(payload)],
  )
}
