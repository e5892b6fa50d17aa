import type { Instant } from '../../core/clock.ts'
import type { SqlStore } from '../../core/sql-store.ts'

/** Units that can be ordered of one article at one place: as they should be, and as a channel shows them. */
export interface StockDrift {
  sku: string
  location: string
  expected: number
  shown: number
}

/** Files what a comparison has found. */
export async function fileDrifts(store: SqlStore, drifts: readonly StockDrift[], now: Instant): Promise<number> {
  const { rowCount } = await store.query(
    `insert into stock_drift (sku, location, expected, shown, found_at)
     select sku, location, expected, shown, $2
     from json_to_recordset($1) as d(sku text, location text, expected int, shown int)`,
    [JSON.stringify(drifts), new Date(now)],
  )
  return rowCount
}

interface FiledDrift extends Record<string, unknown>, StockDrift {
  amount: number
  foundAt: Date
}

/** What was found, the latest first; at most 1,000. */
export async function readDrifts(store: SqlStore): Promise<FiledDrift[]> {
  const { rows } = await store.query<FiledDrift>(
    `select sku, location, expected, shown, amount, found_at as "foundAt" from stock_drift
     order by found_at desc, sku, location limit 1000`,
  )
  return rows
}
