import type { Instant } from '../../core/clock.ts'
import type { SqlStore } from '../../core/sql-store.ts'
import { writeAvailability } from '../oms/availability.ts'
import type { GiveBack } from '../oms/release.ts'

interface HeldLine extends Record<string, unknown> {
  key: string
  sku: string
  location: string
  quantity: number
}

/**
 * The faulty twin of `giveBackOnce`: it looks which lines are held and gives them back afterwards, whatever has become of
 * them in between, and books them into the stock as if they had been taken off the shelf.
 */
export const giveBackTwice: GiveBack = {
  async cancel(store, key, now) {
    const { rows } = await store.query<HeldLine>(
      `select key, sku, location, quantity from reservation where key = $1 and state = 'reserved'`,
      [key],
    )
    await bookBack(store, rows, 'released', now)
    return rows.length
  },
  async expire(store, now) {
    const { rows } = await store.query<HeldLine>(
      `select key, sku, location, quantity from reservation where expires_at <= $1 and state = 'reserved'`,
      [new Date(now)],
    )
    await bookBack(store, rows, 'expired', now)
    return rows.length
  },
}

async function bookBack(store: SqlStore, lines: readonly HeldLine[], reason: string, now: Instant): Promise<void> {
  if (lines.length === 0) return
  await store.transaction(async (session) => {
    for (const { key, sku, location, quantity } of lines) {
      await session.query('update stock set on_hand = on_hand + $3 where sku = $1 and location = $2', [
        sku,
        location,
        quantity,
      ])
      await session.query('update reservation set state = $4 where key = $1 and sku = $2 and location = $3', [
        key,
        sku,
        location,
        reason,
      ])
      await session.query(
        `insert into stock_release (key, sku, location, quantity, reason, released_at) values ($1, $2, $3, $4, $5, $6)`,
        [key, sku, location, quantity, reason, new Date(now)],
      )
    }
    await writeAvailability(session, lines, now)
  })
}
