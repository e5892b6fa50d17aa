import type { Instant } from '../../core/clock.ts'
import type { SqlSession, SqlStore } from '../../core/sql-store.ts'
import { cents, decimalText } from '../money.ts'
import { Refusal } from '../refusal.ts'
import { findPayment, keyReused, lockPayment, type Payment, wrongState } from './payments.ts'
import { tellSubscribers } from './webhooks.ts'

export interface MovementRequest {
  /** Of this movement, when it is made. */
  id: string
  paymentId: string
  /** All that is left when nothing is said. */
  amount?: string
  reason?: string
  idempotencyKey?: string
  correlationId?: string
}

export interface Movement extends Record<string, unknown> {
  id: string
  kind: 'capture' | 'refund'
  amount: string
  reason: string | null
  createdAt: Date
}

/**
 * Takes money that was authorized, all of it or a part, never more. Without an amount, and with everything taken
 * already, nothing is changed.
 */
export async function capture(store: SqlStore, request: MovementRequest, now: Instant): Promise<Payment> {
  if (request.amount === undefined && (await captureWhole(store, request, now)))
    return findPayment(store, request.paymentId)
  return store.transaction((session) => captureLeft(session, request, now))
}

/** The usual case in one statement: all of an authorization, and nobody who has to be told. */
async function captureWhole(store: SqlStore, request: MovementRequest, now: Instant): Promise<boolean> {
  const { rowCount } = await store.query(
    `with taken as (
       update payment set state = 'captured'
       where id = $2 and state = 'authorized' and not exists (select from webhook) returning id, amount)
     insert into movement (id, payment_id, kind, amount, reason, idempotency_key, correlation_id, created_at)
     select $1, id, 'capture', amount, $3, $4, $5, $6 from taken`,
    [
      request.id,
      request.paymentId,
      request.reason ?? null,
      request.idempotencyKey ?? null,
      request.correlationId ?? null,
      new Date(now),
    ],
  )
  return rowCount === 1
}

async function captureLeft(session: SqlSession, request: MovementRequest, now: Instant): Promise<Payment> {
  const payment = await lockPayment(session, request.paymentId)
  if ((await findMovement(session, request, 'capture')) !== undefined) return payment
  if (payment.state !== 'authorized' && payment.state !== 'captured') throw wrongState(payment, 'captured')
  const left = cents(payment.amount) - cents(payment.captured)
  if (request.amount === undefined && left === 0n) return payment
  if (cents(request.amount ?? '0.00') > left)
    throw new Refusal(409, 'capture-exceeds-authorized', `only ${decimalText(left)} are left to capture`)
  await insertMovement(session, request, 'capture', request.amount ?? decimalText(left), now)
  await session.query(`update payment set state = 'captured' where id = $1`, [payment.id])
  const captured = await findPayment(session, payment.id)
  await tellSubscribers(session, 'payment.captured', captured, now)
  return captured
}

/** A transfer arrives at the bank: the whole amount, or a part of it. */
export function receiveTransfer(store: SqlStore, request: MovementRequest, now: Instant): Promise<Payment> {
  return store.transaction(async (session) => {
    const payment = await lockPayment(session, request.paymentId)
    if (payment.method !== 'transfer' || payment.state !== 'pending') throw wrongState(payment, 'paid by transfer')
    const left = cents(payment.amount) - cents(payment.captured)
    const amount = cents(request.amount ?? decimalText(left))
    if (amount > left) throw new Refusal(409, 'transfer-exceeds-amount', `only ${decimalText(left)} are awaited`)
    await insertMovement(session, request, 'capture', decimalText(amount), now)
    if (amount === left) await session.query(`update payment set state = 'captured' where id = $1`, [payment.id])
    const received = await findPayment(session, payment.id)
    await tellSubscribers(session, amount === left ? 'payment.captured' : 'payment.part-received', received, now)
    return received
  })
}

/** Gives money back, all that is left or a part, never more than was taken. The same idempotency key gives it back once. */
export function refund(store: SqlStore, request: MovementRequest, now: Instant): Promise<Movement> {
  return store.transaction(async (session) => {
    const payment = await lockPayment(session, request.paymentId)
    const known = await findMovement(session, request, 'refund')
    if (known !== undefined) return known
    const left = cents(payment.captured) - cents(payment.refunded)
    if (left === 0n) throw wrongState(payment, 'refunded: nothing is left of it')
    if (cents(request.amount ?? '0.00') > left)
      throw new Refusal(409, 'refund-exceeds-captured', `only ${decimalText(left)} are left to refund`)
    const movement = await insertMovement(session, request, 'refund', request.amount ?? decimalText(left), now)
    await tellSubscribers(session, 'payment.refunded', await findPayment(session, payment.id), now)
    return movement
  })
}

export async function refundsOf(session: SqlSession, paymentId: string): Promise<Movement[]> {
  await findPayment(session, paymentId)
  const { rows } = await session.query<Movement>(
    `select ${columns} from movement where payment_id = $1 and kind = 'refund' order by created_at, id`,
    [paymentId],
  )
  return rows
}

const columns = 'id, kind, amount, reason, created_at as "createdAt"'

async function findMovement(
  session: SqlSession,
  { idempotencyKey, paymentId, amount }: MovementRequest,
  kind: Movement['kind'],
): Promise<Movement | undefined> {
  if (idempotencyKey === undefined) return undefined
  const { rows } = await session.query<Movement & { paymentId: string }>(
    `select ${columns}, payment_id as "paymentId" from movement where idempotency_key = $1`,
    [idempotencyKey],
  )
  const [known] = rows
  if (known === undefined) return undefined
  if (known.paymentId !== paymentId || known.kind !== kind || (amount ?? known.amount) !== known.amount)
    throw keyReused()
  return known
}

async function insertMovement(
  session: SqlSession,
  request: MovementRequest,
  kind: Movement['kind'],
  amount: string,
  now: Instant,
): Promise<Movement> {
  const { rows } = await session.query<Movement>(
    `insert into movement (id, payment_id, kind, amount, reason, idempotency_key, correlation_id, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning ${columns}`,
    [
      request.id,
      request.paymentId,
      kind,
      amount,
      request.reason ?? null,
      request.idempotencyKey ?? null,
      request.correlationId ?? null,
      new Date(now),
    ],
  )
  return rows[0] as Movement
}
