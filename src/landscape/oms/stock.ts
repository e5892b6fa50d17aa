import type { Instant } from '../../core/clock.ts'
import type { SqlStore } from '../../core/sql-store.ts'
import { writeAvailability } from './availability.ts'

export interface StockCount {
  sku: string
  location: string
  onHand: number
}

/** Takes the units on hand from a stock count. Gives the number of articles and locations that have changed. */
export type TakeStockCount = (store: SqlStore, counts: readonly StockCount[], now: Instant) => Promise<number>

/**
 * Reservations and allocations stay as they are, also those that are younger than the count: what is held is known here
 * only.
 */
export const takeStockCount: TakeStockCount = (store, counts, now) =>
  store.transaction(async (session) => {
    await session.query(
      `select 1 from stock where (sku, location) in (select sku, location from json_to_recordset($1) as c(sku text, location text))
       order by sku, location for update`,
      [JSON.stringify(counts)],
    )
    const { rows } = await session.query<{ sku: string; location: string }>(
      `insert into stock as known (sku, location, on_hand, updated_at)
       select sku, location, "onHand", $2 from json_to_recordset($1) as c(sku text, location text, "onHand" int)
       order by sku, location
       on conflict (sku, location) do update set on_hand = excluded.on_hand, updated_at = excluded.updated_at
         where known.on_hand <> excluded.on_hand
       returning sku, location`,
      [JSON.stringify(counts), new Date(now)],
    )
    if (rows.length > 0) await writeAvailability(session, rows, now)
    return rows.length
  })
