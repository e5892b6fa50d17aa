import type { JsonObject } from '../../core/json.ts'
import type { SqlSession, SqlStore } from '../../core/sql-store.ts'
import { Refusal } from '../refusal.ts'
import { mergeOrderFields } from './order-fields.ts'

/** Takes past orders in, those with `lineItems`; of others, merges the custom fields into what is there. */
export async function upsertOrders(store: SqlStore, payload: readonly JsonObject[]): Promise<void> {
  const past = payload.filter(({ lineItems }) => Array.isArray(lineItems))
  if (past.length > 0) await store.transaction((session) => importOrders(session, past))
  const others = payload.filter((order) => !past.includes(order))
  if (others.length > 0) await mergeOrderFields(store, others)
}

/** Past orders are history: paid, delivered, and no event tells of them. A number that is there already is left alone. */
async function importOrders(session: SqlSession, orders: readonly JsonObject[]): Promise<void> {
  const records = JSON.stringify(orders)
  const { rows } = await session.query<{ order_number: string }>(
    `insert into "order" (order_number, customer_id, order_customer, amount_total, currency, state, order_date_time)
     select "orderNumber", c.id, json_build_object('customerNumber', c.customer_number, 'email', c.email,
         'firstName', c.first_name, 'lastName', c.last_name, 'company', c.company),
       "amountTotal", currency, 'completed', "orderDateTime"
     from json_to_recordset($1) as o("orderNumber" text, "customerNumber" text, "amountTotal" numeric, currency text,
       "orderDateTime" timestamptz)
     join customer c on c.customer_number = "customerNumber"
     order by "orderNumber"
     on conflict (order_number) do nothing returning order_number`,
    [records],
  )
  await refuseStrangers(session, records)
  const added = rows.map((row) => row.order_number)
  await session.query(
    `insert into order_line_item (order_id, product_number, label, quantity, unit_price, total_price)
     select o.id, l."productNumber", l.label, l.quantity, l."unitPrice", l."totalPrice"
     from json_to_recordset($1) as given("orderNumber" text, "lineItems" json)
     join "order" o on o.order_number = given."orderNumber" and o.order_number = any($2),
       json_to_recordset("lineItems") as l("productNumber" text, label text, quantity int, "unitPrice" numeric, "totalPrice" numeric)`,
    [records, added],
  )
  await session.query(
    `with added as (select id, amount_total from "order" where order_number = any($1)),
       paid as (insert into order_transaction (order_id, state, amount) select id, 'paid', amount_total from added)
     insert into order_delivery (order_id, state) select id, 'shipped' from added`,
    [added],
  )
}

/** Every order must now be there, and be that customer's. */
async function refuseStrangers(session: SqlSession, records: string): Promise<void> {
  const { rowCount } = await session.query(
    `select 1 from json_to_recordset($1) as given("orderNumber" text, "customerNumber" text)
     where not exists (select from "order" o join customer c on c.id = o.customer_id
       where o.order_number = "orderNumber" and c.customer_number = "customerNumber") limit 1`,
    [records],
  )
  if (rowCount === 0) return
  const message = 'An order belongs to a customer that is not there, or its number is taken.'
  throw new Refusal(400, 'FRAMEWORK__WRITE_CONSTRAINT_VIOLATION', message)
}
