import type { Instant } from '../../core/clock.ts'
import type { SqlSession } from '../../core/sql-store.ts'
import { writeOutbox } from '../outbox.ts'
import type { Fulfilment } from './fulfilments.ts'

/** Units of one article that come (above zero) or go. */
export interface StockChange extends Record<string, unknown> {
  sku: string
  quantity: number
}

export interface Movement {
  location: string
  reason: 'shipped' | 'received' | 'counted'
  /** The fulfilment, the delivery note or the count that it belongs to. */
  reference: string
  changes: readonly StockChange[]
}

/** Puts units on the shelves or takes them away, and writes the journal. The rows are locked in one order. */
export async function moveStock(session: SqlSession, movement: Movement, now: Instant): Promise<void> {
  const { location, reason, reference } = movement
  const changes = JSON.stringify(movement.changes.filter(({ quantity }) => quantity !== 0))
  await session.query(
    `insert into stock (location, sku, quantity)
     select $1, sku, 0 from json_to_recordset($2) as c(sku text) group by sku order by sku on conflict do nothing`,
    [location, changes],
  )
  await session.query(
    `select 1 from stock where location = $1 and sku in (select sku from json_to_recordset($2) as c(sku text))
     order by sku for update`,
    [location, changes],
  )
  await session.query(
    `update stock set quantity = stock.quantity + c.quantity, updated_at = $3
     from (select sku, sum(quantity) as quantity from json_to_recordset($2) as c(sku text, quantity int) group by sku) as c
     where location = $1 and stock.sku = c.sku`,
    [location, changes, new Date(now)],
  )
  await session.query(
    `insert into movement (location, sku, quantity, reason, reference, moved_at)
     select $1, sku, quantity, $3, $4, $5 from json_to_recordset($2) as c(sku text, quantity int) order by sku`,
    [location, changes, reason, reference, new Date(now)],
  )
}

/** Whether goods have been moved for this reference. Waits for whoever is moving some for it now. */
export async function isMoved(session: SqlSession, reference: string): Promise<boolean> {
  await session.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [reference])
  const { rowCount } = await session.query('select 1 from movement where reference = $1 limit 1', [reference])
  return rowCount > 0
}

/** Tells of a movement on the topic `goods-movements`. */
export async function tellOfMovement(
  session: SqlSession,
  movement: Movement,
  now: Instant,
  details: { fulfilment?: Fulfilment; correlationId?: string },
): Promise<void> {
  const { fulfilment, correlationId } = details
  await writeOutbox(
    session,
    [
      {
        topic: 'goods-movements',
        key: fulfilment?.orderNumber ?? movement.reference,
        payload: {
          event: `goods.${movement.reason}`,
          reference: movement.reference,
          location: movement.location,
          lines: movement.changes.map(({ sku, quantity }) => ({ sku, quantity })),
          ...(fulfilment !== undefined && {
            orderNumber: fulfilment.orderNumber,
            kind: fulfilment.kind,
            from: fulfilment.location,
          }),
        },
        ...(correlationId !== undefined && { correlationId }),
      },
    ],
    now,
  )
}
