import type { Instant } from '../../core/clock.ts'
import type { Json, JsonObject } from '../../core/json.ts'
import type { SqlSession } from '../../core/sql-store.ts'
import { decimalText } from '../money.ts'
import { writeOutbox } from '../outbox.ts'
import type { PlacedOrder } from './orders.ts'
import { type PlannedRefund, planRefunds } from './refund-plan.ts'

export interface OrderChange {
  kind: 'changed' | 'cancelled' | 'returned'
  /** Changed: what is left of the order. Cancelled: nothing. Returned: what comes back. */
  lines: readonly { sku: string; quantity: number }[]
  /** What has to be given back, in cents. */
  amount: bigint
  /** Payments that were not taken yet, by their references. */
  voids?: readonly string[]
  correlationId?: string
}

/** Writes down a change of an order, plans its refunds, and tells of both, in the transaction of the change. */
export async function recordChange(
  session: SqlSession,
  order: PlacedOrder,
  { kind, lines, amount, voids = [], correlationId }: OrderChange,
  now: Instant,
): Promise<{ id: string; refunds: readonly PlannedRefund[] }> {
  const { rows } = await session.query<{ id: string }>(
    'insert into order_change (order_id, kind, lines, amount, created_at) values ($1, $2, $3, $4, $5) returning id',
    [order.id, kind, JSON.stringify(lines), decimalText(amount), new Date(now)],
  )
  const id = rows[0]?.id ?? ''
  const refunds = await planRefunds(session, order, id, amount)
  const payload: JsonObject = {
    event: `order.${kind}`,
    changeId: id,
    orderNumber: order.orderNumber,
    customerNumber: order.customerNumber,
    email: order.email,
    currency: order.currency,
    lines: lines.map(({ sku, quantity }) => ({ sku, quantity })),
    refunds: refunds.map((refund): Json => ({ ...refund })),
    voids: [...voids],
  }
  const entry = { topic: 'order-changes', key: order.orderNumber, payload }
  await writeOutbox(session, [{ ...entry, ...(correlationId !== undefined && { correlationId }) }], now)
  return { id, refunds }
}
