import type { Instant } from '../../core/clock.ts'
import type { SqlSession, SqlStore } from '../../core/sql-store.ts'
import { cents, decimalText, share, total } from '../money.ts'
import { Refusal } from '../refusal.ts'
import { recordChange } from './change-event.ts'
import { lockOrder, type PlacedLine, type PlacedOrder } from './orders.ts'
import { leftOf } from './refund-plan.ts'
import { move, nextState } from './state-machine.ts'

export interface Requester {
  /** Only orders of this customer; any order when nothing is said. */
  customerId?: string
  correlationId?: string
}

/** Takes units off an order that has not been shipped. Lines that are not named stay as they are. */
export function changeOrder(
  store: SqlStore,
  idOrNumber: string,
  wanted: readonly { reference: string; quantity: number }[],
  { customerId, correlationId }: Requester,
  now: Instant,
): Promise<PlacedOrder> {
  return store.transaction(async (session) => {
    const order = await lockOrder(session, idOrNumber, customerId)
    requireOpen(order)
    const left = order.lines.map((line) => ({ line, quantity: quantityLeft(line, wanted) }))
    if (wanted.some(({ reference }) => !order.lines.some((line) => isNamed(line, reference))))
      throw new Refusal(400, 'CHECKOUT__ORDER_LINE_NOT_FOUND', 'The order has no such line.')
    if (left.every(({ quantity }) => quantity === 0))
      throw new Refusal(400, 'CHECKOUT__ORDER_EMPTY', 'An order cannot be emptied; cancel it instead.')
    const amount = total(left.map(({ line, quantity }) => priceOf(line, quantity, line.quantity)))
    for (const { line, quantity } of left) await setQuantity(session, line, quantity)
    await session.query('update "order" set amount_total = amount_total - $2 where id = $1', [
      order.id,
      decimalText(amount),
    ])
    const lines = left.map(({ line, quantity }) => ({ sku: line.productNumber, quantity }))
    const change = { kind: 'changed' as const, lines, amount }
    await recordChange(session, order, { ...change, ...(correlationId !== undefined && { correlationId }) }, now)
    return lockOrder(session, order.id)
  })
}

/** Cancels an order that has not been shipped: what was paid goes back, what was only authorized is given up. */
export function cancelOrder(
  store: SqlStore,
  idOrNumber: string,
  { customerId, correlationId }: Requester,
  now: Instant,
): Promise<PlacedOrder> {
  return store.transaction(async (session) => {
    const order = await lockOrder(session, idOrNumber, customerId)
    nextState('order_delivery', order.delivery.state, 'cancel')
    await move(session, 'order', order.id, 'cancel', now)
    await move(session, 'order_delivery', order.delivery.id, 'cancel', now)
    const untaken = order.transactions.filter(({ state }) => state === 'open' || state === 'authorized')
    for (const { id } of untaken) await move(session, 'order_transaction', id, 'cancel', now)
    const change = {
      kind: 'cancelled' as const,
      lines: [],
      amount: total(order.transactions.map(leftOf)),
      voids: untaken.map(({ reference }) => reference),
    }
    await recordChange(session, order, { ...change, ...(correlationId !== undefined && { correlationId }) }, now)
    return lockOrder(session, order.id)
  })
}

/** What units of a line cost: those above `from` up to `to`, so that all parts of a line add up to it. */
export function priceOf({ totalPrice, quantity }: PlacedLine, from: number, to: number): bigint {
  const upTo = (units: number): bigint => share(cents(totalPrice), BigInt(units), BigInt(quantity))
  return upTo(to) - upTo(from)
}

/** Whatever has been shipped or cancelled can no longer be changed. */
function requireOpen({ state, delivery }: PlacedOrder): void {
  nextState('order', state, 'cancel')
  nextState('order_delivery', delivery.state, 'cancel')
}

function quantityLeft(line: PlacedLine, wanted: readonly { reference: string; quantity: number }[]): number {
  const quantity = wanted.find(({ reference }) => isNamed(line, reference))?.quantity ?? line.quantity
  if (quantity > line.quantity)
    throw new Refusal(400, 'CHECKOUT__ORDER_LINE_CANNOT_GROW', 'Units can be taken off an order, not added to it.')
  return quantity
}

function isNamed({ id, productNumber }: PlacedLine, reference: string): boolean {
  return reference === id || reference === productNumber
}

async function setQuantity(session: SqlSession, line: PlacedLine, quantity: number): Promise<void> {
  if (quantity === line.quantity) return
  if (quantity === 0) await session.query('delete from order_line_item where id = $1', [line.id])
  else
    await session.query('update order_line_item set quantity = $2, total_price = $3 where id = $1', [
      line.id,
      quantity,
      decimalText(priceOf(line, 0, quantity)),
    ])
}
