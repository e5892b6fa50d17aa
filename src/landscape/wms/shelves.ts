import type { Instant } from '../../core/clock.ts'
import type { SqlSession, SqlStore } from '../../core/sql-store.ts'
import { isMoved, type Movement, moveStock, type StockChange, tellOfMovement } from './movements.ts'

export interface Shelf extends Record<string, unknown> {
  location: string
  sku: string
  quantity: number
}

export async function readShelves(session: SqlSession, location: string, skus: readonly string[]): Promise<Shelf[]> {
  const { rows } = await session.query<Shelf>(
    `select location, sku, quantity from stock where location = $1 and ($2::text[] is null or sku = any($2)) order by sku`,
    [location, skus.length > 0 ? skus : null],
  )
  return rows
}

export interface Goods {
  reference: string
  location: string
  lines: readonly { sku: string; quantity: number }[]
  correlationId?: string
}

/** Puts goods from a supplier on the shelves, once for each reference. Gives whether they were new. */
export function receiveGoods(store: SqlStore, goods: Goods, now: Instant): Promise<boolean> {
  return bookOnce(store, goods, 'received', now, async () => goods.lines)
}

/** Sets what people have counted, once for each reference; what differs is a movement. Gives whether the count was new. */
export function countShelves(store: SqlStore, goods: Goods, now: Instant): Promise<boolean> {
  return bookOnce(store, goods, 'counted', now, async (session) => {
    const skus = goods.lines.map(({ sku }) => sku)
    const { rows } = await session.query<Shelf>(
      'select sku, quantity from stock where location = $1 and sku = any($2) order by sku for update',
      [goods.location, skus],
    )
    const known = new Map(rows.map(({ sku, quantity }) => [sku, quantity]))
    return goods.lines.map(({ sku, quantity }) => ({ sku, quantity: quantity - (known.get(sku) ?? 0) }))
  })
}

function bookOnce(
  store: SqlStore,
  { reference, location, correlationId }: Goods,
  reason: Movement['reason'],
  now: Instant,
  changesOf: (session: SqlSession) => Promise<readonly StockChange[]>,
): Promise<boolean> {
  return store.transaction(async (session) => {
    if (await isMoved(session, reference)) return false
    const changes = (await changesOf(session)).filter(({ quantity }) => quantity !== 0)
    const movement = { location, reason, reference, changes }
    await moveStock(session, movement, now)
    if (changes.length > 0)
      await tellOfMovement(session, movement, now, { ...(correlationId !== undefined && { correlationId }) })
    return true
  })
}
