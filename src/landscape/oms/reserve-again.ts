import type { Instant } from '../../core/clock.ts'
import type { SqlSession } from '../../core/sql-store.ts'
import { fulfilmentOf } from './fulfilments.ts'
import { availableUnits, chooseLocations, insertReservation, lockUnits } from './reserve.ts'

interface ExpiredLine extends Record<string, unknown> {
  key: string
  sku: string
  quantity: number
}

/**
 * Makes the expired reservation of an order again, from whatever warehouse has the units now. `short`: they are gone,
 * and nothing is held. Locks as every reservation does, before it looks.
 */
export async function reserveAgain(
  session: SqlSession,
  orderNumber: string,
  now: Instant,
  correlationId?: string,
): Promise<'not expired' | 'held' | 'short'> {
  const { rows: lines } = await session.query<ExpiredLine>(
    `select key, sku, quantity from reservation where order_number = $1 and state = 'expired' order by sku, location`,
    [orderNumber],
  )
  const [first] = lines
  if (first === undefined) return 'not expired'
  const skus = lines.map(({ sku }) => sku)
  const wish = await fulfilmentOf(session, orderNumber)
  await lockUnits(session, skus, wish)
  const outcome = chooseLocations(lines, await availableUnits(session, skus, wish))
  if ('short' in outcome) return 'short'
  await session.query(`delete from reservation where order_number = $1 and state = 'expired'`, [orderNumber])
  const request = { key: first.key, orderNumber, lines, ...(correlationId !== undefined && { correlationId }) }
  await insertReservation(session, request, outcome.reserved, now)
  await session.query('update reservation set expires_at = null where order_number = $1', [orderNumber])
  return 'held'
}
