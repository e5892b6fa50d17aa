import type { Instant } from '../../core/clock.ts'
import type { Milliseconds } from '../../core/duration.ts'
import type { SqlStore } from '../../core/sql-store.ts'

/** The ERP's own reservation takes this long after an order was entered. */
const commitmentDelay: Milliseconds = 15 * 60_000

/** Commits the units of every order that was entered long enough ago; each order once. */
export function commitOrders(store: SqlStore, now: Instant): Promise<void> {
  return store.transaction(async (session) => {
    const { rows } = await session.query<{ doc_entry: number }>(
      `update sales_order set committed_at = $2
       where doc_status = 'O' and committed_at is null and posted_at <= $1 returning doc_entry`,
      [new Date(now - commitmentDelay), new Date(now)],
    )
    if (rows.length === 0) return
    await session.query(
      `update item_warehouse set committed = committed + units
       from (select item_code, whs_code, sum(quantity) as units from sales_order_line
             where doc_entry = any($1) group by item_code, whs_code) as line
       where item_warehouse.item_code = line.item_code and item_warehouse.whs_code = line.whs_code`,
      [rows.map((row) => row.doc_entry)],
    )
  })
}
