import type { Instant } from '../../core/clock.ts'
import type { SqlSession } from '../../core/sql-store.ts'
import { writeOutbox } from '../outbox.ts'

/** Units of one article at one location. */
export interface Availability extends Record<string, unknown> {
  sku: string
  location: string
  kind: string
  onHand: number
  /** Held for checkouts and orders. */
  held: number
  available: number
}

const columns = 'sku, location, kind, on_hand as "onHand", held, available'

/** The availability of some articles, or of all. */
export async function readAvailability(session: SqlSession, skus?: readonly string[]): Promise<Availability[]> {
  const { rows } = await session.query<Availability>(
    `select ${columns} from availability where $1::text[] is null or sku = any($1) order by sku, location`,
    [skus ?? null],
  )
  return rows
}

/** Puts one `stock` event for each article and location into the outbox. */
export async function writeAvailability(
  session: SqlSession,
  changed: readonly { sku: string; location: string }[],
  now: Instant,
  correlationId?: string,
): Promise<void> {
  const { rows } = await session.query<Availability>(
    `select ${columns} from availability where (sku, location) in (select sku, location from json_to_recordset($1) as c(sku text, location text))
     order by sku, location`,
    [JSON.stringify(changed)],
  )
  await writeOutbox(
    session,
    rows.map((row) => ({
      topic: 'stock',
      key: row.sku,
      payload: { ...row } as { [K in keyof Availability]: string | number },
      ...(correlationId !== undefined && { correlationId }),
    })),
    now,
  )
}
