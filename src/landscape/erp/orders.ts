import type { Instant } from '../../core/clock.ts'
import { codeOf } from '../../core/error.ts'
import type { JsonObject } from '../../core/json.ts'
import type { SqlStore } from '../../core/sql-store.ts'
import { countField, listField, optionalText, textField } from '../fields.ts'
import { Refusal } from '../refusal.ts'
import type { Columns, ODataQuery } from './odata.ts'
import { orderAddressJson, readOrderAddress } from './order-address.ts'

export const orderColumns: Columns = {
  DocEntry: 'doc_entry',
  DocNum: 'doc_num',
  CardCode: 'card_code',
  NumAtCard: 'num_at_card',
  DocumentStatus: 'doc_status',
  Confirmed: "case when committed_at is null then 'tNO' else 'tYES' end",
}

interface OrderRow extends Record<string, unknown> {
  order: JsonObject
}

/** Sales orders with their lines. `Confirmed` says whether the units are committed. */
export async function readOrders(store: SqlStore, query: ODataQuery): Promise<JsonObject[]> {
  const { rows } = await store.query<OrderRow>(
    `select json_build_object(
       'DocEntry', doc_entry, 'DocNum', doc_num, 'CardCode', card_code, 'NumAtCard', num_at_card, 'DocDate', doc_date,
       'DocumentStatus', case doc_status when 'O' then 'bost_Open' else 'bost_Close' end,
       'Confirmed', case when committed_at is null then 'tNO' else 'tYES' end,
       'DocTotal', doc_total, 'DocCurrency', doc_currency, 'Comments', comments, 'U_CorrelationId', u_correlation_id,
       'AddressExtension', ${orderAddressJson},
       'DocumentLines', coalesce((select json_agg(json_build_object('LineNum', line_num, 'ItemCode', item_code,
           'WarehouseCode', whs_code, 'Quantity', quantity, 'UnitPrice', price, 'LineTotal', line_total) order by line_num)
           from sales_order_line l where l.doc_entry = sales_order.doc_entry), '[]'::json)) as "order"
     from sales_order where ${query.where} order by ${query.orderBy}
     limit ${query.top + (query.paged ? 1 : 0)} offset ${query.skip}`,
    query.params,
  )
  return rows.map((row) => row.order)
}

/** Enters a sales order. The same customer reference twice is refused, as the real one does with this index. */
export async function enterOrder(store: SqlStore, body: JsonObject, now: Instant): Promise<number> {
  const lines = listField(body, 'DocumentLines').map((line, index) => ({
    line_num: index,
    item_code: textField(line, 'ItemCode'),
    whs_code: textField(line, 'WarehouseCode'),
    quantity: countField(line, 'Quantity'),
    price: String(line.UnitPrice ?? '0'),
    total: line.LineTotal === undefined || line.LineTotal === null ? null : String(line.LineTotal),
  }))
  const freight = readFreight(body)
  const address = readOrderAddress(body)
  if (lines.some(({ price, total }) => !isAmount(price) || (total !== null && !isAmount(total))))
    throw new Refusal(400, '-1013', 'UnitPrice and LineTotal must be decimal numbers')
  try {
    return await store.transaction(async (session) => {
      const { rows } = await session.query<{ doc_entry: number }>(
        `insert into sales_order (card_code, num_at_card, doc_date, doc_status, doc_total, doc_currency, comments, u_correlation_id, posted_at, freight, address)
         select $1, $2, $3, 'O', $8::numeric + sum(coalesce(total, round(quantity * price, 2))), $4, $5, $6, $3, $8::numeric, $9::jsonb
         from json_to_recordset($7) as line(quantity int, price numeric, total numeric) returning doc_entry`,
        [
          textField(body, 'CardCode'),
          optionalText(body, 'NumAtCard') ?? null,
          new Date(now),
          optionalText(body, 'DocCurrency') ?? 'EUR',
          optionalText(body, 'Comments') ?? null,
          optionalText(body, 'U_CorrelationId') ?? null,
          JSON.stringify(lines),
          freight,
          address === null ? null : JSON.stringify(address),
        ],
      )
      const entry = rows[0]?.doc_entry ?? 0
      await session.query(
        `insert into sales_order_line (doc_entry, line_num, item_code, whs_code, quantity, price, line_total)
         select $1, line_num, item_code, whs_code, quantity, price, coalesce(total, round(quantity * price, 2))
         from json_to_recordset($2) as line(line_num int, item_code text, whs_code text, quantity int, price numeric, total numeric)`,
        [entry, JSON.stringify(lines)],
      )
      return entry
    })
  } catch (thrown) {
    const state = codeOf((thrown as Error).cause)
    if (state === '23505')
      throw new Refusal(400, '-2035', 'This entry already exists in the following tables (ODBC -2035)')
    if (state === '23503') throw new Refusal(400, '-2028', 'No matching records found (ODBC -2028)')
    throw thrown
  }
}

/** What the delivery costs, from the document's additional expenses. */
function readFreight(body: JsonObject): string {
  if (body.DocumentAdditionalExpenses === undefined) return '0'
  const [expense, ...more] = listField(body, 'DocumentAdditionalExpenses')
  const amount = String(expense?.LineTotal)
  if (more.length > 0 || !isAmount(amount))
    throw new Refusal(400, '-1013', 'DocumentAdditionalExpenses must hold one expense with a decimal LineTotal')
  return amount
}

function isAmount(text: string): boolean {
  return /^\d{1,10}(\.\d{1,6})?$/.test(text)
}
