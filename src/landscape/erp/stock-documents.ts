import { type HttpHandler, HttpResponse } from 'msw'
import type { Clock, Instant } from '../../core/clock.ts'
import type { JsonObject } from '../../core/json.ts'
import type { SqlSession, SqlStore } from '../../core/sql-store.ts'
import { countField, listField, textField } from '../fields.ts'
import { Refusal } from '../refusal.ts'
import type { ApiCall, Route } from '../routes.ts'

interface Posting {
  item: string
  warehouse: string
  /** Above zero: into the warehouse. */
  quantity: number
}

/** Documents that move stock without a customer: goods receipts, goods issues and transfers between warehouses. */
export function stockDocumentRoutes(
  route: Route,
  store: SqlStore,
  clock: Clock,
  requireSession: (call: ApiCall) => void,
): HttpHandler[] {
  const document = (path: string, postingsOf: (body: JsonObject) => readonly Posting[]): HttpHandler =>
    route('post', path, async (call) => {
      requireSession(call)
      const body = await call.json()
      const reference = textField(body, 'Reference2')
      await post(store, { reference, postings: postingsOf(body), order: body.U_BaseOrder }, clock.now())
      return HttpResponse.json({ Reference2: reference, DocDate: new Date(clock.now()).toISOString() }, { status: 201 })
    })
  return [
    document('/b1s/v2/InventoryGenEntries', (body) => linesOf(body, 1)),
    document('/b1s/v2/InventoryGenExits', (body) => linesOf(body, -1)),
    document('/b1s/v2/StockTransfers', transferOf),
  ]
}

function linesOf(body: JsonObject, sign: 1 | -1): Posting[] {
  return listField(body, 'DocumentLines').map((line) => ({
    item: textField(line, 'ItemCode'),
    warehouse: textField(line, 'WarehouseCode'),
    quantity: sign * countField(line, 'Quantity'),
  }))
}

function transferOf(body: JsonObject): Posting[] {
  const [from, to] = [textField(body, 'FromWarehouse'), textField(body, 'ToWarehouse')]
  return listField(body, 'StockTransferLines').flatMap((line) => {
    const [item, units] = [textField(line, 'ItemCode'), countField(line, 'Quantity')]
    return [
      { item, warehouse: from, quantity: -units },
      { item, warehouse: to, quantity: units },
    ]
  })
}

interface StockDocument {
  /** The same reference a second time is refused. */
  reference: string
  postings: readonly Posting[]
  /** A transfer for a sales order: its lines and their commitment move along. */
  order: unknown
}

function post(store: SqlStore, { reference, postings, order }: StockDocument, now: Instant): Promise<void> {
  return store.transaction(async (session) => {
    await session.query('select pg_advisory_xact_lock(hashtextextended($1, 1))', [reference])
    const { rowCount } = await session.query('select 1 from stock_movement where reference = $1 limit 1', [reference])
    if (rowCount > 0) throw new Refusal(400, '-2035', 'This entry already exists in the following tables (ODBC -2035)')
    const lines = JSON.stringify(postings)
    await requireKnown(session, lines)
    await session.query(
      `insert into item_warehouse as known (item_code, whs_code, in_stock, updated_at)
       select item, warehouse, sum(quantity), $2 from json_to_recordset($1) as p(item text, warehouse text, quantity int)
       group by 1, 2 order by 1, 2
       on conflict (item_code, whs_code) do update set in_stock = known.in_stock + excluded.in_stock, updated_at = excluded.updated_at`,
      [lines, new Date(now)],
    )
    await session.query(
      `insert into stock_movement (item_code, whs_code, quantity, direction, reason, reference, moved_at)
       select item, warehouse, abs(quantity), case when quantity > 0 then 'in' else 'out' end, 'stock document', $2, $3
       from json_to_recordset($1) as p(item text, warehouse text, quantity int)`,
      [lines, reference, new Date(now)],
    )
    if (typeof order === 'number') await moveOrder(session, order, postings)
  })
}

async function requireKnown(session: SqlSession, lines: string): Promise<void> {
  const { rows } = await session.query<{ known: boolean }>(
    `select coalesce(bool_and(exists (select 1 from item where item_code = item)
        and exists (select 1 from warehouse where whs_code = warehouse)), false) as known
     from json_to_recordset($1) as p(item text, warehouse text)`,
    [lines],
  )
  if (rows[0]?.known !== true) throw new Refusal(400, '-2028', 'No matching records found (ODBC -2028)')
}

async function moveOrder(session: SqlSession, entry: number, postings: readonly Posting[]): Promise<void> {
  const moves = postings.flatMap(({ item, warehouse, quantity }, index) => {
    const to = postings[index + 1]
    return quantity < 0 && to?.item === item ? [{ item, source: warehouse, destination: to.warehouse }] : []
  })
  const { rows } = await session.query<{ item: string; source: string; destination: string; units: number }>(
    `update sales_order_line l set whs_code = m.destination
     from json_to_recordset($2) as m(item text, source text, destination text), sales_order o
     where l.doc_entry = $1 and o.doc_entry = $1 and l.item_code = m.item and l.whs_code = m.source and o.committed_at is not null
     returning l.item_code as item, m.source, m.destination, l.quantity as units`,
    [entry, JSON.stringify(moves)],
  )
  await session.query(
    `update item_warehouse w set committed = committed + case w.whs_code when m.destination then units else -units end
     from json_to_recordset($1) as m(item text, source text, destination text, units int)
     where w.item_code = m.item and w.whs_code in (m.source, m.destination)`,
    [JSON.stringify(rows)],
  )
}
