import type { Instant } from '../../core/clock.ts'
import type { SqlSession, SqlStore } from '../../core/sql-store.ts'
import { writeAvailability } from './availability.ts'

interface ReleasedLine extends Record<string, unknown> {
  sku: string
  location: string
}

/** Gives the units of a checkout back. Gives the number of lines released: none when it was released before. */
export function releaseReservation(
  store: SqlStore,
  key: string,
  now: Instant,
  correlationId?: string,
): Promise<number> {
  return store.transaction(async (session) => {
    const lines = await endReservations(session, `key = $1 and state = 'reserved'`, [key], 'released')
    await writeAvailability(session, lines, now, correlationId)
    return lines.length
  })
}

/** Gives back what checkouts held for too long without an order. */
export function expireReservations(store: SqlStore, now: Instant): Promise<number> {
  return store.transaction(async (session) => {
    const lines = await endReservations(session, `expires_at <= $1 and state = 'reserved'`, [new Date(now)], 'expired')
    if (lines.length > 0) await writeAvailability(session, lines, now)
    return lines.length
  })
}

/** The stock rows are locked first, in the order that reserving locks them, so that the two never wait for each other. */
async function endReservations(
  session: SqlSession,
  condition: string,
  params: readonly unknown[],
  state: 'released' | 'expired',
): Promise<ReleasedLine[]> {
  await session.query(
    `select 1 from stock where (sku, location) in (select sku, location from reservation where ${condition})
     order by sku, location for update`,
    params,
  )
  const { rows } = await session.query<ReleasedLine>(
    `update reservation set state = '${state}' where ${condition} returning sku, location`,
    params,
  )
  return rows
}
