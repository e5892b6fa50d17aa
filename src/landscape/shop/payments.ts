import type { Instant } from '../../core/clock.ts'
import { isJsonObject, type JsonObject } from '../../core/json.ts'
import type { SqlStore } from '../../core/sql-store.ts'
import type { ApiClient } from '../http-client.ts'
import { cents, decimalText, total } from '../money.ts'
import { Refusal } from '../refusal.ts'
import type { OrderToPlace } from './place-order.ts'

/** What the customer wants to pay with. */
export type RequestedPayment =
  | { authorizationId: string }
  | { giftCard: string; amount: string }
  /** Of his own loyalty account; a point is worth a cent. */
  | { points: number }

/** One of the payments of an order. */
export interface HeldPayment {
  method: string
  /** The acquirer's authorization, or the promotion engine's redemption. */
  reference: string
  amount: string
  /** `open`: money that is still to come. */
  state: 'open' | 'authorized' | 'paid'
}

export interface PaymentSystems {
  payment: ApiClient
  promo: ApiClient
}

/**
 * Looks whether the payments are good for exactly the cart's total, and takes gift cards and points, which nobody else
 * can spend from then on. Refused without having taken anything.
 */
export async function holdPayments(systems: PaymentSystems, order: OrderToPlace): Promise<HeldPayment[]> {
  const authorized = new Map<RequestedPayment, HeldPayment>()
  for (const requested of order.payments) {
    if ('authorizationId' in requested)
      authorized.set(requested, await readAuthorization(systems, order, requested.authorizationId))
  }
  const amounts = order.payments.map((requested) => cents(authorized.get(requested)?.amount ?? worthOf(requested)))
  if (decimalText(total(amounts)) !== order.cart.total)
    throw refused('The payment is authorized for another amount than the total of the cart.')
  const held: HeldPayment[] = []
  try {
    for (const [index, requested] of order.payments.entries())
      held.push(authorized.get(requested) ?? (await redeem(systems, order, requested, index)))
  } catch (thrown) {
    await returnRedemptions(systems, order, held)
    throw thrown
  }
  return held
}

/** Takes the money that was authorized. Gives the references of what is paid; what the acquirer refuses is left out. */
export async function takePayments(
  systems: PaymentSystems,
  order: OrderToPlace,
  held: readonly HeldPayment[],
): Promise<string[]> {
  const taken: string[] = []
  for (const { state, reference } of held) {
    if (state !== 'authorized') continue
    const { status } = await systems.payment('POST', `${pathOf(reference)}/capture`, {
      accept: [409],
      ...correlationOf(order),
    })
    if (status !== 409) taken.push(reference)
  }
  return taken
}

/** The order's payments with these references were taken. Those that are known to be paid stay as they are. */
export async function markPaid(
  store: SqlStore,
  orderNumber: string,
  references: readonly string[],
  now: Instant,
): Promise<void> {
  await store.query(
    `with due as (
       select t.id, t.order_id, t.state from order_transaction t join "order" o on o.id = order_id
       where order_number = $1 and payment_reference = any($2) and t.state in ('open', 'authorized') for update of t),
     paid as (update order_transaction t set state = 'paid' from due where t.id = due.id)
     insert into state_machine_history (order_id, entity, entity_id, transition, from_state, to_state, created_at)
     select order_id, 'order_transaction', id, 'paid', state, 'paid', $3 from due`,
    [orderNumber, references, new Date(now)],
  )
}

/** Gives up what was authorized, and gives gift cards and points back. What was captured stays. */
export async function releasePayments(
  systems: PaymentSystems,
  order: OrderToPlace,
  held: readonly HeldPayment[],
): Promise<void> {
  for (const { method, reference } of held) {
    if (isRedemption(method)) continue
    await systems.payment('POST', `${pathOf(reference)}/void`, { accept: [409], ...correlationOf(order) })
  }
  await returnRedemptions(systems, order, held)
}

async function returnRedemptions(
  { promo }: PaymentSystems,
  order: OrderToPlace,
  held: readonly HeldPayment[],
): Promise<void> {
  for (const { method, reference } of held) {
    if (!isRedemption(method)) continue
    await promo('POST', `/redemptions/${encodeURIComponent(reference)}/returns`, {
      headers: { 'idempotency-key': `refused order ${order.orderNumber}, ${reference}` },
      ...correlationOf(order),
    })
  }
}

async function readAuthorization({ payment }: PaymentSystems, order: OrderToPlace, id: string): Promise<HeldPayment> {
  const { status, body } = await payment('GET', pathOf(id), { accept: [404], ...correlationOf(order) })
  if (status === 404) throw refused('The payment authorization is unknown.')
  const state = states[String(body.state)]
  const amount = isJsonObject(body.amount) ? (body.amount as JsonObject) : {}
  if (state === undefined || (state === 'paid' && body.method !== 'instant'))
    throw refused('The payment is not authorized.')
  if (amount.currency !== order.cart.currency)
    throw refused('The payment is authorized in another currency than that of the cart.')
  return { method: String(body.method), reference: id, amount: String(amount.value), state }
}

/** What the acquirer's states mean to an order. */
const states: Readonly<Record<string, HeldPayment['state']>> = {
  authorized: 'authorized',
  pending: 'open',
  captured: 'paid',
}

async function redeem(
  { promo }: PaymentSystems,
  order: OrderToPlace,
  requested: RequestedPayment,
  index: number,
): Promise<HeldPayment> {
  const isCard = 'giftCard' in requested
  const path = isCard
    ? `/gift-cards/${encodeURIComponent(requested.giftCard)}/redemptions`
    : `/loyalty-accounts/${encodeURIComponent(order.customer.customerNumber)}/redemptions`
  const value = isCard ? { amount: requested.amount } : { points: 'points' in requested ? requested.points : 0 }
  const { status, body } = await promo('POST', path, {
    headers: { 'idempotency-key': `order ${order.orderNumber}, payment ${index}` },
    body: { ...value, reference: order.orderNumber },
    accept: [404, 409],
    ...correlationOf(order),
  })
  if (status === 404) throw refused(isCard ? 'The gift card is unknown.' : 'The customer has no points.')
  if (status === 409) throw refused('The balance is smaller than the amount.')
  return {
    method: isCard ? 'gift-card' : 'points',
    reference: String(body.id),
    amount: String(body.amount),
    state: 'paid',
  }
}

function isRedemption(method: string): boolean {
  return method === 'gift-card' || method === 'points'
}

function worthOf(requested: RequestedPayment): string {
  if ('amount' in requested) return requested.amount
  return decimalText('points' in requested ? BigInt(requested.points) : 0n)
}

function pathOf(authorizationId: string): string {
  return `/authorizations/${encodeURIComponent(authorizationId)}`
}

function correlationOf({ correlationId }: OrderToPlace): { correlationId?: string } {
  return correlationId === undefined ? {} : { correlationId }
}

function refused(detail: string): Refusal {
  return new Refusal(400, 'CHECKOUT__PAYMENT_ERROR', detail)
}
