import type { SqlSession, SqlStore } from '../../core/sql-store.ts'
import { Refusal } from '../refusal.ts'

export const fulfilmentKinds = ['delivery', 'pickup', 'replenishment'] as const

/** Units of an order that leave a location: to a customer, or to the location where the customer fetches them. */
export interface Fulfilment extends Record<string, unknown> {
  id: string
  orderNumber: string
  kind: string
  location: string
  /** Of a replenishment: where the units go. */
  destination: string | null
  state: string
  correlationId: string | null
  lines: readonly { sku: string; quantity: number }[]
}

export type NewFulfilment = Omit<Fulfilment, 'state'>

const columns = `id, order_number as "orderNumber", kind, location, destination, state, correlation_id as "correlationId",
  (select coalesce(json_agg(json_build_object('sku', sku, 'quantity', quantity) order by sku), '[]'::json)
   from fulfilment_line where fulfilment_id = id) as lines`

/** Takes a fulfilment over; one whose id is known is left as it is. Gives whether it is new. */
export function takeFulfilment(store: SqlStore, wanted: NewFulfilment, now: Date): Promise<boolean> {
  return store.transaction(async (session) => {
    const { rowCount } = await session.query(
      `insert into fulfilment (id, order_number, kind, location, destination, correlation_id, created_at, updated_at)
       values ($1, $2, $3, $4, $5, $6, $7, $7) on conflict (id) do nothing`,
      [wanted.id, wanted.orderNumber, wanted.kind, wanted.location, wanted.destination, wanted.correlationId, now],
    )
    if (rowCount === 0) return false
    await session.query(
      `insert into fulfilment_line (fulfilment_id, sku, quantity)
       select $1, sku, sum(quantity) from json_to_recordset($2) as l(sku text, quantity int) group by sku`,
      [wanted.id, JSON.stringify(wanted.lines)],
    )
    return true
  })
}

/** Those of an order, of a location, in a state; all of them when nothing is said; the latest first, at most 500. */
export async function readFulfilments(
  session: SqlSession,
  filter: { orderNumber: string | null; location: string | null; state: string | null },
): Promise<Fulfilment[]> {
  const { rows } = await session.query<Fulfilment>(
    `select ${columns} from fulfilment where ($1::text is null or order_number = $1)
       and ($2::text is null or location = $2) and ($3::text is null or state = $3)
     order by created_at desc, id limit 500`,
    [filter.orderNumber, filter.location, filter.state],
  )
  return rows
}

/** One that nobody else can change until the transaction ends. Refused with 404 when there is none. */
export async function lockFulfilment(session: SqlSession, id: string): Promise<Fulfilment> {
  const { rows } = await session.query<Fulfilment>(`select ${columns} from fulfilment where id = $1 for update`, [id])
  if (rows[0] === undefined) throw new Refusal(404, 'unknown-fulfilment', 'there is no such fulfilment')
  return rows[0]
}
