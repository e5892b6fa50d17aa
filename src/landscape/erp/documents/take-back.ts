import type { Instant } from '../../../core/clock.ts'
import { codeOf } from '../../../core/error.ts'
import type { JsonObject } from '../../../core/json.ts'
import type { SqlStore } from '../../../core/sql-store.ts'
import { countField, listField, optionalText, textField } from '../../fields.ts'
import { Refusal } from '../../refusal.ts'
import { lockSalesOrder } from './change-order.ts'
import { baseEntry } from './deliver.ts'

/**
 * Books goods back that a customer returns from a delivered order, into the warehouse that each line names. The same
 * customer reference twice is refused.
 */
export function takeBack(store: SqlStore, body: JsonObject, now: Instant): Promise<JsonObject> {
  const order = baseEntry(body)
  const lines = listField(body, 'DocumentLines').map((line, index) => ({
    line_num: index,
    item_code: textField(line, 'ItemCode'),
    whs_code: textField(line, 'WarehouseCode'),
    quantity: countField(line, 'Quantity'),
  }))
  return store
    .transaction(async (session) => {
      const locked = await lockSalesOrder(session, order)
      const { rowCount: delivered } = await session.query('select 1 from delivery where base_entry = $1', [order])
      if (delivered === 0)
        throw new Refusal(400, '-5006', 'The requested action is not supported: nothing was delivered.')
      const { rows } = await session.query<{ DocEntry: number; DocNum: number }>(
        `insert into goods_return (base_entry, card_code, num_at_card, doc_date, u_correlation_id) values ($1, $2, $3, $4, $5)
         returning doc_entry as "DocEntry", doc_num as "DocNum"`,
        [
          order,
          locked.cardCode,
          optionalText(body, 'NumAtCard') ?? null,
          new Date(now),
          optionalText(body, 'U_CorrelationId') ?? null,
        ],
      )
      await session.query(
        `insert into goods_return_line (doc_entry, line_num, item_code, whs_code, quantity)
         select $1, line_num, item_code, whs_code, quantity from json_to_recordset($2)
           as l(line_num int, item_code text, whs_code text, quantity int)`,
        [rows[0]?.DocEntry, JSON.stringify(lines)],
      )
      const { rows: over } = await session.query(
        `select item_code from goods_return_line join goods_return using (doc_entry) where base_entry = $1 group by item_code
         having sum(quantity) > (select coalesce(sum(quantity), 0) from sales_order_line l
           where l.doc_entry = $1 and l.item_code = goods_return_line.item_code)`,
        [order],
      )
      if (over.length > 0) throw new Refusal(400, '-1013', 'Quantity exceeds what was delivered')
      await session.query(
        `insert into item_warehouse as w (item_code, whs_code, in_stock, updated_at)
         select item_code, whs_code, sum(quantity), $2 from json_to_recordset($1) as l(item_code text, whs_code text, quantity int)
         group by item_code, whs_code order by item_code, whs_code
         on conflict (item_code, whs_code) do update set in_stock = w.in_stock + excluded.in_stock, updated_at = excluded.updated_at`,
        [JSON.stringify(lines), new Date(now)],
      )
      await session.query(
        `insert into stock_movement (item_code, whs_code, quantity, direction, reason, reference, moved_at)
         select item_code, whs_code, quantity, 'in', 'return', $2, $3
         from json_to_recordset($1) as l(item_code text, whs_code text, quantity int)`,
        [JSON.stringify(lines), String(order), new Date(now)],
      )
      return { ...rows[0], CardCode: locked.cardCode }
    })
    .catch((thrown: unknown) => {
      if (codeOf((thrown as Error).cause) === '23505')
        throw new Refusal(400, '-2035', 'This entry already exists in the following tables (ODBC -2035)')
      throw thrown
    })
}
