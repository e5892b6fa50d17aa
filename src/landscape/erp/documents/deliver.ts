import type { Instant } from '../../../core/clock.ts'
import type { JsonObject } from '../../../core/json.ts'
import type { SqlStore } from '../../../core/sql-store.ts'
import { listField, optionalText, wholeField } from '../../fields.ts'
import { Refusal } from '../../refusal.ts'
import { lockSalesOrder, requireOpen } from './change-order.ts'

/** What all lines of a document are based on: one order. Refused with 400 when they are not. */
export function baseEntry(body: JsonObject): number {
  const entries = new Set(listField(body, 'DocumentLines').map((line) => wholeField(line, 'BaseEntry')))
  const [entry] = entries
  if (entry === undefined || entries.size !== 1)
    throw new Refusal(400, '-1013', 'All lines must have the same BaseEntry')
  return entry
}

/** Delivers an order as a whole: its units leave the warehouses, and it is closed. */
export function deliver(store: SqlStore, body: JsonObject, now: Instant): Promise<JsonObject> {
  const order = baseEntry(body)
  return store.transaction(async (session) => {
    const locked = await lockSalesOrder(session, order)
    requireOpen(locked)
    await session.query(
      `update item_warehouse w set in_stock = in_stock - units, committed = committed - case when $2 then units else 0 end, updated_at = $3
       from (select item_code, whs_code, sum(quantity) as units from sales_order_line where doc_entry = $1 group by 1, 2) as l
       where w.item_code = l.item_code and w.whs_code = l.whs_code`,
      [order, locked.isCommitted, new Date(now)],
    )
    await session.query(
      `insert into stock_movement (item_code, whs_code, quantity, direction, reason, reference, moved_at)
       select item_code, whs_code, quantity, 'out', 'delivery', $1::text, $2 from sales_order_line where doc_entry = $1::int`,
      [order, new Date(now)],
    )
    await session.query(`update sales_order set doc_status = 'C' where doc_entry = $1`, [order])
    await session.query(`update sales_order_line set line_status = 'C' where doc_entry = $1`, [order])
    const { rows } = await session.query<{ DocEntry: number; DocNum: number }>(
      `insert into delivery (base_entry, card_code, doc_date, carrier, tracking_number) values ($1, $2, $3, $4, $5)
       returning doc_entry as "DocEntry", doc_num as "DocNum"`,
      [
        order,
        locked.cardCode,
        new Date(now),
        optionalText(body, 'TransportationCode') ?? null,
        optionalText(body, 'TrackingNumber') ?? null,
      ],
    )
    return { ...rows[0], CardCode: locked.cardCode }
  })
}
