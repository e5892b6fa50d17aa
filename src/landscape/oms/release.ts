import type { Instant } from '../../core/clock.ts'
import type { SqlSession, SqlStore } from '../../core/sql-store.ts'
import { writeAvailability } from './availability.ts'

/** Gives units back that checkouts hold. Each gives the number of lines released: none when they were released before. */
export interface GiveBack {
  /** Whoever holds the units does not want them any more. */
  cancel(store: SqlStore, key: string, now: Instant, correlationId?: string): Promise<number>
  /** Checkouts that held units for too long without an order. */
  expire(store: SqlStore, now: Instant): Promise<number>
}

/** Each reservation ends once, by whatever comes first: its state is looked at and changed in one step. */
export const giveBackOnce: GiveBack = {
  cancel: (store, key, now, correlationId) =>
    store.transaction(async (session) => {
      const lines = await endReservations(session, `key = $1 and state = 'reserved'`, key, 'released', now)
      if (lines.length > 0) await writeAvailability(session, lines, now, correlationId)
      return lines.length
    }),
  expire: (store, now) =>
    store.transaction(async (session) => {
      const due = `expires_at <= $1 and state = 'reserved'`
      const lines = await endReservations(session, due, new Date(now), 'expired', now)
      if (lines.length > 0) await writeAvailability(session, lines, now)
      return lines.length
    }),
}

interface ReleasedLine extends Record<string, unknown> {
  sku: string
  location: string
}

/**
 * The stock rows are locked first, in the order that reserving locks them, so that the two never wait for each other.
 * What is given back is journalled in the same statement.
 */
async function endReservations(
  session: SqlSession,
  condition: string,
  value: unknown,
  state: 'released' | 'expired',
  now: Instant,
): Promise<ReleasedLine[]> {
  await session.query(
    `select 1 from stock where (sku, location) in (select sku, location from reservation where ${condition})
     order by sku, location for update`,
    [value],
  )
  const { rows } = await session.query<ReleasedLine>(
    `with ended as (update reservation set state = $2 where ${condition} returning key, sku, location, quantity)
     insert into stock_release (key, sku, location, quantity, reason, released_at)
     select key, sku, location, quantity, $2, $3 from ended returning sku, location`,
    [value, state, new Date(now)],
  )
  return rows
}
