import type { Instant } from '../../core/clock.ts'
import type { SqlSession, SqlStore } from '../../core/sql-store.ts'
import { Refusal } from '../refusal.ts'
import { writeAvailability } from './availability.ts'

export interface LinesLeft {
  orderNumber: string
  /** What is still wanted of each article; one that is not named is not wanted any more. */
  lines: readonly { sku: string; quantity: number }[]
  correlationId?: string
}

interface HeldRow extends Record<string, unknown> {
  origin: 'reservation' | 'allocation'
  sku: string
  location: string
  quantity: number
}

/**
 * Gives units back that an order no longer wants, from its reservation or its allocation, and marks an order that wants
 * none as cancelled. What is wanted is said, not what is taken off, so that saying it twice changes nothing. Refused
 * with 404 for an order that is not known, with 409 for one that has been shipped. Gives the number of units given back.
 */
export function reduceOrder(
  store: SqlStore,
  { orderNumber, lines, correlationId }: LinesLeft,
  now: Instant,
): Promise<number> {
  return store.transaction(async (session) => {
    await session.query(
      `select 1 from stock where (sku, location) in (
         select sku, location from reservation where order_number = $1
         union select sku, location from allocation where order_number = $1) order by sku, location for update`,
      [orderNumber],
    )
    await requireUnshipped(session, orderNumber)
    const { rows: held } = await session.query<HeldRow>(
      `select 'reservation' as origin, sku, location, quantity from reservation where order_number = $1 and state = 'reserved'
       union all
       select 'allocation', sku, location, quantity from allocation where order_number = $1 and state = 'open'
       order by sku, location`,
      [orderNumber],
    )
    const wanted = new Map(lines.map(({ sku, quantity }) => [sku, quantity]))
    const freed: HeldRow[] = []
    for (const row of held) {
      const kept = Math.min(row.quantity, wanted.get(row.sku) ?? 0)
      wanted.set(row.sku, (wanted.get(row.sku) ?? 0) - kept)
      if (kept === row.quantity) continue
      await keep(session, orderNumber, row, kept)
      freed.push({ ...row, quantity: row.quantity - kept })
    }
    if (lines.every(({ quantity }) => quantity === 0))
      await session.query(`update sales_order set state = 'cancelled' where order_number = $1`, [orderNumber])
    await writeAvailability(session, freed, now, correlationId)
    return freed.reduce((units, { quantity }) => units + quantity, 0)
  })
}

async function requireUnshipped(session: SqlSession, orderNumber: string): Promise<void> {
  const { rows } = await session.query<{ state: string }>('select state from sales_order where order_number = $1', [
    orderNumber,
  ])
  if (rows[0] === undefined) throw new Refusal(404, 'unknown-order', `there is no order ${orderNumber.slice(0, 60)}`)
  if (rows[0].state === 'shipped') throw new Refusal(409, 'shipped', 'the order has been shipped')
}

async function keep(session: SqlSession, orderNumber: string, row: HeldRow, kept: number): Promise<void> {
  const where = 'where order_number = $1 and sku = $2 and location = $3'
  const key = [orderNumber, row.sku, row.location]
  const isHeld = row.origin === 'reservation' ? `and state = 'reserved'` : `and state = 'open'`
  if (kept > 0) await session.query(`update ${row.origin} set quantity = $4 ${where} ${isHeld}`, [...key, kept])
  else await session.query(`update ${row.origin} set state = 'released' ${where} ${isHeld}`, key)
}
