import type { Instant } from '../../../core/clock.ts'
import type { JsonObject } from '../../../core/json.ts'
import type { SqlStore } from '../../../core/sql-store.ts'
import { Refusal } from '../../refusal.ts'
import { lockSalesOrder } from './change-order.ts'
import { baseEntry } from './deliver.ts'

/** Invoices an order as a whole, once: its lines and its freight, as they stand in it. */
export function invoice(store: SqlStore, body: JsonObject, now: Instant): Promise<JsonObject> {
  const order = baseEntry(body)
  return store.transaction(async (session) => {
    const { canceled } = await lockSalesOrder(session, order)
    const { rowCount: known } = await session.query('select 1 from invoice where base_entry = $1', [order])
    if (canceled || known > 0)
      throw new Refusal(400, '-5006', 'The requested action is not supported: the order is invoiced or canceled.')
    const { rows } = await session.query<{ DocEntry: number; DocNum: number; DocTotal: string }>(
      `insert into invoice (base_entry, card_code, card_name, num_at_card, doc_date, doc_total, doc_currency, freight)
       select doc_entry, o.card_code, card_name, num_at_card, $2,
         freight + coalesce((select sum(line_total) from sales_order_line l where l.doc_entry = o.doc_entry), 0), doc_currency, freight
       from sales_order o left join business_partner b on b.card_code = o.card_code where doc_entry = $1
       returning doc_entry as "DocEntry", doc_num as "DocNum", doc_total as "DocTotal"`,
      [order, new Date(now)],
    )
    await session.query(
      `insert into invoice_line (doc_entry, line_num, item_code, item_name, quantity, price, line_total)
       select $2, line_num, item_code, item_name, quantity, price, line_total from sales_order_line where doc_entry = $1`,
      [order, rows[0]?.DocEntry],
    )
    return { ...rows[0], DocTotal: Number(rows[0]?.DocTotal) }
  })
}
