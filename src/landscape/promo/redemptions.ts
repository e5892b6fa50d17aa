import type { Instant } from '../../core/clock.ts'
import type { JsonObject } from '../../core/json.ts'
import type { SqlSession, SqlStore } from '../../core/sql-store.ts'
import { cents, decimalText } from '../money.ts'
import { Refusal } from '../refusal.ts'
import { type Holder, moveBalance } from './balances.ts'

export interface RedemptionRequest {
  id: string
  /** A gift card, or the points of a customer. */
  from: Holder
  amount: string
  /** What it pays for. */
  reference: string
  idempotencyKey?: string
  correlationId?: string
}

/** Pays from a balance. The same idempotency key pays once. */
export function redeem(store: SqlStore, request: RedemptionRequest, now: Instant): Promise<JsonObject> {
  return store.transaction(async (session) => {
    const { kind, holder } = request.from
    const { rowCount } = await session.query(
      `insert into redemption (id, kind, holder, amount, reference, idempotency_key, correlation_id, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (idempotency_key) do nothing`,
      [
        request.id,
        kind,
        holder,
        request.amount,
        request.reference,
        request.idempotencyKey ?? null,
        request.correlationId ?? null,
        new Date(now),
      ],
    )
    if (rowCount === 0) return knownRedemption(session, request)
    await moveBalance(session, request.from, -cents(request.amount))
    return readRedemption(session, request.id)
  })
}

async function knownRedemption(
  session: SqlSession,
  { idempotencyKey, from, amount }: RedemptionRequest,
): Promise<JsonObject> {
  const { rows } = await session.query<{ id: string; holder: string; amount: string }>(
    'select id, holder, amount from redemption where idempotency_key = $1',
    [idempotencyKey],
  )
  const [known] = rows
  if (known === undefined || known.holder !== from.holder || known.amount !== amount) throw keyReused()
  return readRedemption(session, known.id)
}

export interface ReturnRequest {
  id: string
  redemptionId: string
  /** All that is left when nothing is said. */
  amount?: string
  idempotencyKey?: string
  correlationId?: string
}

/** Puts money or points back where they came from, never more than were redeemed. The same idempotency key does so once. */
export function giveBack(store: SqlStore, request: ReturnRequest, now: Instant): Promise<JsonObject> {
  return store.transaction(async (session) => {
    await session.query('select 1 from redemption where id = $1 for update', [request.redemptionId])
    const redemption = await readRedemption(session, request.redemptionId)
    const left = cents(String(redemption.amount)) - cents(String(redemption.returned))
    const amount = request.amount ?? decimalText(left)
    const known = await findReturn(session, request)
    if (known !== undefined) return known
    if (left === 0n || cents(amount) > left)
      throw new Refusal(409, 'return-exceeds-redeemed', `only ${decimalText(left)} are left to return`)
    await session.query(
      `insert into redemption_return (id, redemption_id, amount, idempotency_key, correlation_id, created_at)
       values ($1, $2, $3, $4, $5, $6)`,
      [
        request.id,
        request.redemptionId,
        amount,
        request.idempotencyKey ?? null,
        request.correlationId ?? null,
        new Date(now),
      ],
    )
    await moveBalance(session, await holderOf(session, request.redemptionId), cents(amount))
    return { id: request.id, redemptionId: request.redemptionId, amount }
  })
}

export async function readRedemption(session: SqlSession, id: string): Promise<JsonObject> {
  const { rows } = await session.query<{
    id: string
    kind: string
    amount: string
    returned: string
    reference: string
  }>(
    `select id, kind, amount, reference,
       coalesce((select sum(amount) from redemption_return b where b.redemption_id = r.id), 0)::numeric(14,2) as returned
     from redemption r where id = $1`,
    [id],
  )
  const [redemption] = rows
  if (redemption === undefined) throw new Refusal(404, 'unknown-redemption', 'there is no such redemption')
  return redemption
}

async function findReturn(
  session: SqlSession,
  { idempotencyKey, redemptionId, amount }: ReturnRequest,
): Promise<JsonObject | undefined> {
  if (idempotencyKey === undefined) return undefined
  const { rows } = await session.query<{ id: string; redemptionId: string; amount: string }>(
    'select id, redemption_id as "redemptionId", amount from redemption_return where idempotency_key = $1',
    [idempotencyKey],
  )
  const [known] = rows
  if (known !== undefined && (known.redemptionId !== redemptionId || (amount ?? known.amount) !== known.amount))
    throw keyReused()
  return known
}

async function holderOf(session: SqlSession, id: string): Promise<Holder> {
  const { rows } = await session.query<Holder & Record<string, unknown>>(
    'select kind, holder from redemption where id = $1',
    [id],
  )
  return rows[0] as Holder
}

function keyReused(): Refusal {
  return new Refusal(409, 'idempotency-key-reused', 'the idempotency key was used for another request')
}
