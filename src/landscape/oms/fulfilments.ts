import type { Instant } from '../../core/clock.ts'
import type { JsonObject } from '../../core/json.ts'
import type { SqlSession, SqlStore } from '../../core/sql-store.ts'
import { textField } from '../fields.ts'
import { Refusal } from '../refusal.ts'
import { writeAvailability } from './availability.ts'

/** How a customer wants to get an order: delivered, from a store, or from a parcel locker, which is filled first. */
export interface Fulfilment {
  kind: 'delivery' | 'pickup' | 'locker'
  /** The store or the locker. */
  location?: string
}

const kinds = ['delivery', 'pickup', 'locker'] as const

/** Reads the field `fulfilment` of a request, if it is there. */
export function readFulfilment(body: JsonObject): Fulfilment | undefined {
  const given = body.fulfilment
  if (given === undefined || given === null) return undefined
  const wish = given as JsonObject
  const kind = kinds.find((name) => name === wish.kind)
  if (kind === undefined) throw new Refusal(400, 'invalid', `fulfilment.kind must be one of: ${kinds.join(', ')}`)
  return kind === 'delivery' ? { kind } : { kind, location: textField(wish, 'location') }
}

/** Keeps the wish of a checkout; the first one stays. */
export async function writeFulfilment(session: SqlSession, orderNumber: string, wish: Fulfilment): Promise<void> {
  await session.query(
    'insert into fulfilment (order_number, kind, location) values ($1, $2, $3) on conflict do nothing',
    [orderNumber, wish.kind, wish.location ?? null],
  )
}

export async function fulfilmentOf(session: SqlSession, orderNumber: string): Promise<Fulfilment | undefined> {
  const { rows } = await session.query<{ kind: Fulfilment['kind']; location: string | null }>(
    'select kind, location from fulfilment where order_number = $1',
    [orderNumber],
  )
  return rows[0] && { kind: rows[0].kind, ...(rows[0].location !== null && { location: rows[0].location }) }
}

interface WaitingOrder extends Record<string, unknown> {
  orderNumber: string
  kind: string
  location: string | null
  correlationId: string | null
  lines: readonly { sku: string; location: string; quantity: number }[]
}

/** Orders whose units are allocated, and that no location works on yet. */
export async function readWaiting(store: SqlStore): Promise<WaitingOrder[]> {
  const { rows } = await store.query<WaitingOrder>(
    `select f.order_number as "orderNumber", f.kind, f.location, o.correlation_id as "correlationId",
       json_agg(json_build_object('sku', sku, 'location', a.location, 'quantity', quantity) order by a.location, sku) as lines
     from fulfilment f join sales_order o using (order_number) join allocation a using (order_number)
     where f.state = 'waiting' and a.state = 'open' group by 1, 2, 3, 4 order by 1 limit 500`,
  )
  return rows
}

/** Refused with 404 when the order has no wish. */
export async function markHandedOver(store: SqlStore, orderNumber: string): Promise<void> {
  const { rowCount } = await store.query(`update fulfilment set state = 'handed-over' where order_number = $1`, [
    orderNumber,
  ])
  if (rowCount === 0) throw new Refusal(404, 'unknown-order', 'the order has no fulfilment')
}

export interface Transfer {
  /** Names the transfer: it is booked once. */
  reference: string
  orderNumber: string
  from: string
  to: string
  lines: readonly { sku: string; quantity: number }[]
  correlationId?: string
}

/** Units that are allocated to an order have been brought to another location: they are on hand and held there now. */
export function bookTransfer(store: SqlStore, transfer: Transfer, now: Instant): Promise<boolean> {
  const { reference, orderNumber, from, to, correlationId } = transfer
  const lines = JSON.stringify(transfer.lines)
  return store.transaction(async (session) => {
    const { rowCount: isNew } = await session.query(
      `insert into stock_transfer (reference, order_number, source, destination, moved_at) values ($1, $2, $3, $4, $5)
       on conflict do nothing`,
      [reference, orderNumber, from, to, new Date(now)],
    )
    if (isNew === 0) return false
    await session.query(
      `insert into stock (sku, location, on_hand) select sku, $2, 0 from json_to_recordset($1) as l(sku text) group by sku
       order by sku on conflict do nothing`,
      [lines, to],
    )
    await session.query(
      `select 1 from stock where location in ($2, $3) and sku in (select sku from json_to_recordset($1) as l(sku text))
       order by sku, location for update`,
      [lines, from, to],
    )
    const { rowCount } = await session.query(
      `update allocation a set location = $4 from json_to_recordset($2) as l(sku text, quantity int)
       where order_number = $1 and a.location = $3 and a.sku = l.sku and a.quantity = l.quantity and a.state = 'open'`,
      [orderNumber, lines, from, to],
    )
    if (rowCount !== transfer.lines.length)
      throw new Refusal(409, 'not-allocated', 'these units are not allocated to the order at this location')
    await session.query(
      `update stock set on_hand = on_hand + case location when $3 then l.quantity else -l.quantity end, updated_at = $4
       from json_to_recordset($1) as l(sku text, quantity int) where stock.sku = l.sku and location in ($2, $3)`,
      [lines, from, to, new Date(now)],
    )
    const places = transfer.lines.flatMap(({ sku }) => [from, to].map((location) => ({ sku, location })))
    await writeAvailability(session, places, now, correlationId)
    return true
  })
}
