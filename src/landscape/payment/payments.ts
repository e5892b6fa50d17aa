import type { Instant } from '../../core/clock.ts'
import type { SqlSession, SqlStore } from '../../core/sql-store.ts'
import { Refusal } from '../refusal.ts'
import { outcomeOfCard } from './test-cards.ts'
import { tellSubscribers } from './webhooks.ts'

/** `pending` (a transfer on its way) or `authorized` → `captured` or `voided`; a decline is final. */
export type PaymentState = 'pending' | 'authorized' | 'declined' | 'captured' | 'voided'

export type PaymentMethod = 'card' | 'transfer' | 'instant' | 'instalments'

export interface Payment extends Record<string, unknown> {
  id: string
  method: PaymentMethod
  state: PaymentState
  amount: string
  currency: string
  /** What the merchant calls it. */
  reference: string
  /** Taken so far, and given back so far. */
  captured: string
  refunded: string
  /** Never more of a card than this. */
  lastFour: string | null
  instalments: number | null
  declineReason: string | null
  createdAt: Date
}

export interface PaymentRequest {
  method: PaymentMethod
  amount: string
  currency: string
  reference: string
  cardNumber?: string
  instalments?: number
  idempotencyKey?: string
  correlationId?: string
}

const columns = `id, method, state, amount, currency, reference, captured, refunded, card_last_four as "lastFour",
  instalments, decline_reason as "declineReason", created_at as "createdAt"`

export async function findPayment(session: SqlSession, id: string): Promise<Payment> {
  const { rows } = await session.query<Payment>(`select ${columns} from payment_balance where id = $1`, [id])
  const [payment] = rows
  if (payment === undefined)
    throw new Refusal(404, 'unknown-authorization', `there is no authorization ${id.slice(0, 60)}`)
  return payment
}

/** In the order in which they were made. */
export async function paymentsOf(session: SqlSession, reference: string): Promise<Payment[]> {
  const { rows } = await session.query<Payment>(
    `select ${columns} from payment_balance where reference = $1 order by created_at, id`,
    [reference],
  )
  return rows
}

/**
 * Cards and instalments are authorized or declined at once, a transfer is awaited, an instant payment is taken. The same
 * idempotency key gives the same payment.
 */
export function authorize(store: SqlStore, request: PaymentRequest, id: string, now: Instant): Promise<Payment> {
  const outcome = outcomeOf(request)
  return store.transaction(async (session) => {
    const { rowCount } = await session.query(
      `insert into payment (id, method, state, amount, currency, reference, card_last_four, instalments, decline_reason,
         idempotency_key, correlation_id, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (idempotency_key) do nothing`,
      [
        id,
        request.method,
        outcome.state,
        request.amount,
        request.currency,
        request.reference,
        request.cardNumber?.slice(-4) ?? null,
        request.instalments ?? null,
        outcome.reason ?? null,
        request.idempotencyKey ?? null,
        request.correlationId ?? null,
        new Date(now),
      ],
    )
    if (rowCount === 0) return knownPayment(session, request)
    if (outcome.state === 'captured')
      await session.query(
        `insert into movement (id, payment_id, kind, amount, correlation_id, created_at) values ($1 || '-1', $1, 'capture', $2, $3, $4)`,
        [id, request.amount, request.correlationId ?? null, new Date(now)],
      )
    return findPayment(session, id)
  })
}

async function knownPayment(session: SqlSession, { idempotencyKey, amount }: PaymentRequest): Promise<Payment> {
  const { rows } = await session.query<{ id: string; amount: string }>(
    'select id, amount from payment where idempotency_key = $1',
    [idempotencyKey],
  )
  if (rows[0]?.amount !== amount) throw keyReused()
  return findPayment(session, rows[0].id)
}

export function keyReused(): Refusal {
  return new Refusal(409, 'idempotency-key-reused', 'the idempotency key was used for another request')
}

function outcomeOf({ method, cardNumber }: PaymentRequest): { state: PaymentState; reason?: string } {
  if (method === 'transfer') return { state: 'pending' }
  if (method === 'instant') return { state: 'captured' }
  if (method === 'instalments') return { state: 'authorized' }
  const outcome = outcomeOfCard(cardNumber ?? '')
  if (outcome === undefined)
    throw new Refusal(422, 'not-a-test-card', 'only card numbers that are reserved for tests are accepted')
  return outcome === 'authorized' ? { state: 'authorized' } : { state: 'declined', reason: outcome }
}

/** Gives an authorization back. Doing so twice changes nothing; what was captured is refunded instead. */
export function voidPayment(store: SqlStore, id: string, now: Instant): Promise<Payment> {
  return store.transaction(async (session) => {
    const payment = await lockPayment(session, id)
    if (payment.state === 'voided') return payment
    if (payment.state !== 'authorized' && payment.state !== 'pending') throw wrongState(payment, 'voided')
    await session.query(`update payment set state = 'voided' where id = $1`, [id])
    const voided = await findPayment(session, id)
    await tellSubscribers(session, 'payment.voided', voided, now)
    return voided
  })
}

/** The payment as nobody else can change it until the transaction ends. */
export async function lockPayment(session: SqlSession, id: string): Promise<Payment> {
  await session.query('select 1 from payment where id = $1 for update', [id])
  return findPayment(session, id)
}

export function wrongState({ id, state }: Payment, wanted: string): Refusal {
  return new Refusal(409, 'wrong-state', `authorization ${id} is ${state} and cannot be ${wanted}`)
}
