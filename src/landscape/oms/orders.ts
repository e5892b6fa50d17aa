import type { Instant } from '../../core/clock.ts'
import type { SqlStore } from '../../core/sql-store.ts'
import { Refusal } from '../refusal.ts'
import { writeAvailability } from './availability.ts'
import { reserveAgain } from './reserve-again.ts'

export interface OmsOrder {
  orderNumber: string
  channel: string
  customerNumber: string
  correlationId?: string
}

/**
 * Takes an order over from a channel: its reservation no longer expires. One that has expired by then is made again;
 * where its units are gone, the order is `short` and holds nothing. Taking an order twice changes nothing.
 */
export function takeOrder(store: SqlStore, order: OmsOrder, now: Instant): Promise<{ isNew: boolean; state: string }> {
  return store.transaction(async (session) => {
    const { rowCount } = await session.query(
      `insert into sales_order (order_number, channel, state, customer_number, correlation_id, created_at)
       values ($1, $2, 'open', $3, $4, $5) on conflict (order_number) do nothing`,
      [order.orderNumber, order.channel, order.customerNumber, order.correlationId ?? null, new Date(now)],
    )
    await session.query(`update reservation set expires_at = null where order_number = $1 and state = 'reserved'`, [
      order.orderNumber,
    ])
    const units = await reserveAgain(session, order.orderNumber, now, order.correlationId)
    if (units !== 'not expired') {
      const states = [order.orderNumber, units === 'held' ? 'open' : 'short']
      await session.query('update sales_order set state = $2 where order_number = $1', states)
    }
    const { rows } = await session.query<{ state: string }>('select state from sales_order where order_number = $1', [
      order.orderNumber,
    ])
    return { isNew: rowCount === 1, state: rows[0]?.state ?? 'open' }
  })
}

export interface OrderDetails {
  orderNumber: string
  state: string
  customerNumber: string
  correlationId: string | null
  lines: readonly { sku: string; location: string; quantity: number; state: string }[]
}

interface OrderRow extends Record<string, unknown> {
  orderNumber: string
  state: string
  customerNumber: string
  correlationId: string | null
}

interface LineRow extends Record<string, unknown> {
  orderNumber: string
  sku: string
  location: string
  quantity: number
  state: string
}

/** Orders with the units held for them, each by a reservation or by an allocation. */
export async function readOrders(
  store: SqlStore,
  filter: { orderNumber?: string; held?: string },
): Promise<OrderDetails[]> {
  const { rows: orders } = await store.query<OrderRow>(
    `select order_number as "orderNumber", state, customer_number as "customerNumber", correlation_id as "correlationId"
     from sales_order where ($1::text is null or order_number = $1)
       and ($2::text is null or exists (select 1 from reservation r where r.order_number = sales_order.order_number and r.state = $2))
     order by created_at, order_number`,
    [filter.orderNumber ?? null, filter.held ?? null],
  )
  const { rows: lines } = await store.query<LineRow>(
    `select order_number as "orderNumber", sku, location, quantity, state from reservation
       where state = 'reserved' and order_number = any($1)
     union all
     select order_number, sku, location, quantity, 'allocated' from allocation where order_number = any($1)
     order by 1, 2, 3`,
    [orders.map((order) => order.orderNumber)],
  )
  return orders.map((order) => ({
    ...order,
    lines: lines.filter((line) => line.orderNumber === order.orderNumber).map(({ orderNumber: _, ...line }) => line),
  }))
}

/** Turns the reservation of an order, which could still be given back, into an allocation, which belongs to its lines. */
export function allocateOrder(
  store: SqlStore,
  orderNumber: string,
  now: Instant,
  correlationId?: string,
): Promise<number> {
  return store.transaction(async (session) => {
    await session.query(
      `select 1 from stock where (sku, location) in (select sku, location from reservation where order_number = $1)
       order by sku, location for update`,
      [orderNumber],
    )
    const { rowCount: known } = await session.query('select 1 from sales_order where order_number = $1', [orderNumber])
    if (known === 0) throw new Refusal(404, 'unknown-order', `there is no order ${orderNumber}`)
    const { rows } = await session.query<LineRow>(
      `with ended as (
         update reservation set state = 'allocated' where order_number = $1 and state = 'reserved'
         returning order_number, sku, location, quantity)
       insert into allocation (order_number, sku, location, quantity, state, created_at)
       select order_number, sku, location, quantity, 'open', $2 from ended returning sku, location`,
      [orderNumber, new Date(now)],
    )
    await writeAvailability(session, rows, now, correlationId)
    return rows.length
  })
}
