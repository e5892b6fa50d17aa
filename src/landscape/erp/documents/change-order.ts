import type { JsonObject } from '../../../core/json.ts'
import type { SqlSession, SqlStore } from '../../../core/sql-store.ts'
import { listField, wholeField } from '../../fields.ts'
import { Refusal } from '../../refusal.ts'

export interface LockedOrder extends Record<string, unknown> {
  docEntry: number
  cardCode: string
  status: 'O' | 'C'
  canceled: boolean
  isCommitted: boolean
}

/** The order as nobody else can change it until the transaction ends. */
export async function lockSalesOrder(session: SqlSession, docEntry: number): Promise<LockedOrder> {
  const { rows } = await session.query<LockedOrder>(
    `select doc_entry as "docEntry", card_code as "cardCode", doc_status as status, canceled, committed_at is not null as "isCommitted"
     from sales_order where doc_entry = $1 for update`,
    [docEntry],
  )
  if (rows[0] === undefined) throw new Refusal(404, '-2028', 'No matching records found (ODBC -2028)')
  return rows[0]
}

/** Sets the quantities of lines, 0 to remove one; units that were committed are free again. A closed order stays as it is. */
export function changeSalesOrder(store: SqlStore, docEntry: number, body: JsonObject): Promise<void> {
  const lines = listField(body, 'DocumentLines').map((line) => ({
    line_num: wholeField(line, 'LineNum'),
    quantity: quantityOf(line),
  }))
  return store.transaction(async (session) => {
    const order = await lockSalesOrder(session, docEntry)
    requireOpen(order)
    await freeUnits(session, order, lines)
    await session.query(
      `update sales_order_line l set quantity = n.quantity, line_total = round(line_total * n.quantity / l.quantity, 2)
       from json_to_recordset($2) as n(line_num int, quantity int)
       where doc_entry = $1 and l.line_num = n.line_num and n.quantity > 0`,
      [docEntry, JSON.stringify(lines)],
    )
    await session.query(
      `delete from sales_order_line l using json_to_recordset($2) as n(line_num int, quantity int)
       where doc_entry = $1 and l.line_num = n.line_num and n.quantity = 0`,
      [docEntry, JSON.stringify(lines)],
    )
    await session.query(
      `update sales_order set doc_total = freight + coalesce((select sum(line_total) from sales_order_line where doc_entry = $1), 0)
       where doc_entry = $1`,
      [docEntry],
    )
  })
}

/** Cancels an open order; its units are free again. One that is cancelled already is refused. */
export function cancelSalesOrder(store: SqlStore, docEntry: number): Promise<void> {
  return store.transaction(async (session) => {
    const order = await lockSalesOrder(session, docEntry)
    requireOpen(order)
    const { rows } = await session.query<{ line_num: number; quantity: number }>(
      'select line_num, 0 as quantity from sales_order_line where doc_entry = $1',
      [docEntry],
    )
    await freeUnits(session, order, rows)
    await session.query(`update sales_order set doc_status = 'C', canceled = true where doc_entry = $1`, [docEntry])
    await session.query(`update sales_order_line set line_status = 'C' where doc_entry = $1`, [docEntry])
  })
}

export function requireOpen({ status }: LockedOrder): void {
  if (status === 'C')
    throw new Refusal(400, '-5006', 'The requested action is not supported for this object: it is closed.')
}

async function freeUnits(
  session: SqlSession,
  { docEntry, isCommitted }: LockedOrder,
  lines: readonly { line_num: number; quantity: number }[],
): Promise<void> {
  const { rows } = await session.query<{ tooMany: number; known: number }>(
    `select count(*) filter (where n.quantity > l.quantity)::int as "tooMany", count(*)::int as known
     from sales_order_line l join json_to_recordset($2) as n(line_num int, quantity int) on n.line_num = l.line_num
     where doc_entry = $1`,
    [docEntry, JSON.stringify(lines)],
  )
  if (rows[0]?.known !== lines.length) throw new Refusal(400, '-2028', 'No matching records found (ODBC -2028)')
  if (rows[0].tooMany > 0) throw new Refusal(400, '-1013', 'Quantity cannot be raised; enter another order.')
  if (!isCommitted) return
  await session.query(
    `update item_warehouse w set committed = committed - units
     from (select item_code, whs_code, sum(l.quantity - n.quantity) as units
           from sales_order_line l join json_to_recordset($2) as n(line_num int, quantity int) on n.line_num = l.line_num
           where doc_entry = $1 group by item_code, whs_code) as freed
     where w.item_code = freed.item_code and w.whs_code = freed.whs_code`,
    [docEntry, JSON.stringify(lines)],
  )
}

function quantityOf(line: JsonObject): number {
  const quantity = wholeField(line, 'Quantity')
  if (quantity < 0) throw new Refusal(400, '-1013', 'Quantity must not be below 0')
  return quantity
}
