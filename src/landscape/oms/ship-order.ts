import type { Instant } from '../../core/clock.ts'
import type { JsonObject } from '../../core/json.ts'
import type { SqlSession, SqlStore } from '../../core/sql-store.ts'
import { writeOutbox } from '../outbox.ts'
import { Refusal } from '../refusal.ts'
import { writeAvailability } from './availability.ts'

export interface ShipmentNote {
  orderNumber: string
  carrier?: string
  trackingCode?: string
  correlationId?: string
}

interface ShippedLine extends Record<string, unknown> {
  sku: string
  location: string
  quantity: number
}

/**
 * The units allocated to an order leave their locations: they are no longer on hand and no longer held. Shipping an
 * order twice changes nothing. Refused with 404 for an order that is not known, with 409 for one without an allocation.
 */
export function shipOrder(store: SqlStore, note: ShipmentNote, now: Instant): Promise<readonly ShippedLine[]> {
  const { orderNumber, carrier, trackingCode, correlationId } = note
  return store.transaction(async (session) => {
    await session.query(
      `select 1 from stock where (sku, location) in (select sku, location from allocation where order_number = $1)
       order by sku, location for update`,
      [orderNumber],
    )
    const { rows: shipped } = await session.query<ShippedLine>(
      `update allocation set state = 'shipped' where order_number = $1 and state = 'open' returning sku, location, quantity`,
      [orderNumber],
    )
    if (shipped.length === 0) return shippedBefore(session, orderNumber)
    await session.query(
      `update stock set on_hand = on_hand - quantity, updated_at = $2
       from json_to_recordset($1) as l(sku text, location text, quantity int)
       where stock.sku = l.sku and stock.location = l.location`,
      [JSON.stringify(shipped), new Date(now)],
    )
    await session.query(
      `insert into shipment (order_number, location, state, carrier, tracking_code, shipped_at)
       select distinct $1, location, 'shipped', $3, $4, $5::timestamptz from json_to_recordset($2) as l(location text)`,
      [orderNumber, JSON.stringify(shipped), carrier ?? null, trackingCode ?? null, new Date(now)],
    )
    await session.query(`update sales_order set state = 'shipped' where order_number = $1`, [orderNumber])
    await writeAvailability(session, shipped, now, correlationId)
    const payload: JsonObject = {
      event: 'order.shipped',
      orderNumber,
      lines: shipped.map(({ sku, location, quantity }) => ({ sku, location, quantity })),
    }
    const entry = { topic: 'order-changes', key: orderNumber, payload }
    await writeOutbox(session, [{ ...entry, ...(correlationId !== undefined && { correlationId }) }], now)
    return shipped
  })
}

async function shippedBefore(session: SqlSession, orderNumber: string): Promise<readonly ShippedLine[]> {
  const { rows } = await session.query<ShippedLine>(
    `select sku, location, quantity from allocation where order_number = $1 and state = 'shipped' order by sku, location`,
    [orderNumber],
  )
  if (rows.length > 0) return rows
  const { rowCount } = await session.query('select 1 from sales_order where order_number = $1', [orderNumber])
  if (rowCount === 0) throw new Refusal(404, 'unknown-order', `there is no order ${orderNumber.slice(0, 60)}`)
  throw new Refusal(409, 'nothing-allocated', 'nothing is allocated to the order')
}
