import type { Instant } from '../../core/clock.ts'
import type { JsonObject } from '../../core/json.ts'
import type { SqlSession, SqlStore } from '../../core/sql-store.ts'
import { decimalText } from '../money.ts'
import { Refusal } from '../refusal.ts'

/** A point is worth a cent. */
export function worthOf(points: number): string {
  return decimalText(BigInt(points))
}

export interface NewGiftCard {
  code: string
  balance: string
  currency: string
}

export async function issueGiftCard(store: SqlStore, card: NewGiftCard, now: Instant): Promise<JsonObject> {
  const { rowCount } = await store.query(
    `insert into gift_card (code, issued, balance, currency, created_at) values ($1, $2, $2, $3, $4) on conflict do nothing`,
    [card.code, card.balance, card.currency, new Date(now)],
  )
  if (rowCount === 0) throw new Refusal(409, 'known-code', 'there is a gift card with this code')
  return readGiftCard(store, card.code)
}

export async function readGiftCard(session: SqlSession, code: string): Promise<JsonObject> {
  const { rows } = await session.query<{ code: string; balance: string; currency: string }>(
    'select code, balance, currency from gift_card where code = $1',
    [code],
  )
  const [card] = rows
  if (card === undefined) throw new Refusal(404, 'unknown-gift-card', 'there is no gift card with this code')
  return card
}

/** Credits points; the account is made with its first ones. */
export async function creditPoints(
  store: SqlStore,
  customerNumber: string,
  points: number,
  now: Instant,
): Promise<JsonObject> {
  await store.query(
    `insert into loyalty_account as known (customer_number, credited, points, created_at) values ($1, $2, $2, $3)
     on conflict (customer_number) do update set credited = known.credited + excluded.credited, points = known.points + excluded.points`,
    [customerNumber, points, new Date(now)],
  )
  return readAccount(store, customerNumber)
}

export async function readAccount(session: SqlSession, customerNumber: string): Promise<JsonObject> {
  const { rows } = await session.query<{ points: number }>(
    'select points from loyalty_account where customer_number = $1',
    [customerNumber],
  )
  const [account] = rows
  if (account === undefined) throw new Refusal(404, 'unknown-account', 'there is no loyalty account of this customer')
  return { customerNumber, points: account.points, worth: worthOf(account.points) }
}

/** A gift card by its code, or the points of a customer by his number. */
export interface Holder {
  kind: 'gift-card' | 'points'
  holder: string
}

/** Moves a balance, up or down. Refused with 404 when there is none, with 409 when it is too small. */
export async function moveBalance(session: SqlSession, { kind, holder }: Holder, amount: bigint): Promise<void> {
  if (kind === 'gift-card') await readGiftCard(session, holder)
  else await readAccount(session, holder)
  const { rowCount } =
    kind === 'gift-card'
      ? await session.query('update gift_card set balance = balance + $2 where code = $1 and balance + $2 >= 0', [
          holder,
          decimalText(amount),
        ])
      : await session.query(
          'update loyalty_account set points = points + $2 where customer_number = $1 and points + $2 >= 0',
          [holder, Number(amount)],
        )
  if (rowCount === 0) throw new Refusal(409, 'balance-too-small', 'the balance is smaller than the amount')
}
