import type { Instant } from '../../core/clock.ts'
import type { SqlSession, SqlStore } from '../../core/sql-store.ts'
import { writeAvailability } from './availability.ts'
import { type Fulfilment, writeFulfilment } from './fulfilments.ts'

export interface ReservationRequest {
  /** Names the checkout: the same key reserves once, however often it is sent. */
  key: string
  orderNumber: string
  lines: readonly { sku: string; quantity: number }[]
  /** Where the units may come from; from the warehouses when nothing is said. */
  fulfilment?: Fulfilment
  correlationId?: string
}

export interface ReservedLine {
  sku: string
  location: string
  quantity: number
}

export interface ShortLine {
  sku: string
  requested: number
  available: number
}

export type ReservationOutcome = { reserved: readonly ReservedLine[] } | { short: readonly ShortLine[] }

/** Reserves all lines of a checkout, or none. */
export type Reserve = (store: SqlStore, request: ReservationRequest, now: Instant) => Promise<ReservationOutcome>

/** A checkout that was not followed by its order gives its units back. */
const reservationLifetime = 15 * 60_000

/**
 * Locks the stock rows of all articles concerned, always in the same order, before it looks at them: whoever comes
 * second sees what the first one took.
 */
export const reserveWithLock: Reserve = (store, request, now) =>
  store.transaction(async (session) => {
    const skus = request.lines.map((line) => line.sku)
    await lockUnits(session, skus, request.fulfilment)
    const existing = await findReservation(session, request.key)
    if (existing.length > 0) return { reserved: existing }
    const outcome = chooseLocations(request.lines, await availableUnits(session, skus, request.fulfilment))
    if ('reserved' in outcome) await insertReservation(session, request, outcome.reserved, now)
    return outcome
  })

export interface AvailableUnits extends Record<string, unknown> {
  sku: string
  location: string
  available: number
}

/**
 * A pickup takes what the store has; a locker is filled from the warehouses when it has too little. At a place that is
 * not there, nothing is.
 */
const isSource = `(location = $3 and kind = case $2 when 'pickup' then 'store' else 'locker' end
  or kind = 'warehouse' and ($2 = 'delivery'
    or $2 = 'locker' and exists (select 1 from location place where place.code = $3 and place.kind = 'locker')))`

/** Keeps others from reserving, releasing and counting these articles until the transaction ends. */
export async function lockUnits(session: SqlSession, skus: readonly string[], wish?: Fulfilment): Promise<void> {
  await session.query(
    `select 1 from stock join location on code = location
     where sku = any($1) and ${isSource} order by sku, location for update of stock`,
    [skus, wish?.kind ?? 'delivery', placeOf(wish)],
  )
}

/** What can be promised: from the place that was chosen, then from the warehouses by their priority. */
export async function availableUnits(
  session: SqlSession,
  skus: readonly string[],
  wish?: Fulfilment,
): Promise<AvailableUnits[]> {
  const { rows } = await session.query<AvailableUnits>(
    `select sku, location, available from availability where sku = any($1) and ${isSource}
     order by sku, coalesce(location = $3, false) desc, priority`,
    [skus, wish?.kind ?? 'delivery', placeOf(wish)],
  )
  return rows
}

function placeOf(wish: Fulfilment | undefined): string | null {
  return wish === undefined || wish.kind === 'delivery' ? null : (wish.location ?? null)
}

/** The first warehouse that has all units of a line; a line is not split. */
export function chooseLocations(
  lines: ReservationRequest['lines'],
  units: readonly AvailableUnits[],
): ReservationOutcome {
  const left = units.map((unit) => ({ ...unit }))
  const reserved: ReservedLine[] = []
  const short: ShortLine[] = []
  for (const { sku, quantity } of lines) {
    const choices = left.filter((unit) => unit.sku === sku)
    const chosen = choices.find((unit) => unit.available >= quantity)
    if (chosen === undefined) {
      short.push({ sku, requested: quantity, available: Math.max(0, ...choices.map((unit) => unit.available)) })
      continue
    }
    chosen.available -= quantity
    reserved.push({ sku, location: chosen.location, quantity })
  }
  return short.length > 0 ? { short } : { reserved }
}

/** Writes the reservation and tells of the smaller availability, in one transaction. */
export async function insertReservation(
  session: SqlSession,
  request: ReservationRequest,
  lines: readonly ReservedLine[],
  now: Instant,
): Promise<void> {
  await session.query(
    `insert into reservation (key, order_number, sku, location, quantity, state, expires_at, created_at, correlation_id)
     select $1, $2, sku, location, sum(quantity), 'reserved', $4, $5, $6
     from json_to_recordset($3) as line(sku text, location text, quantity int) group by sku, location`,
    [
      request.key,
      request.orderNumber,
      JSON.stringify(lines),
      new Date(now + reservationLifetime),
      new Date(now),
      request.correlationId ?? null,
    ],
  )
  if (request.fulfilment !== undefined) await writeFulfilment(session, request.orderNumber, request.fulfilment)
  await writeAvailability(session, lines, now, request.correlationId)
}

async function findReservation(session: SqlSession, key: string): Promise<ReservedLine[]> {
  const { rows } = await session.query<ReservedLine & Record<string, unknown>>(
    `select sku, location, quantity from reservation where key = $1 and state in ('reserved', 'allocated')`,
    [key],
  )
  return rows
}
