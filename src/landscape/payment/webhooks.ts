import { createHmac } from 'node:crypto'
import type { Instant } from '../../core/clock.ts'
import type { JsonObject } from '../../core/json.ts'
import type { SqlSession, SqlStore } from '../../core/sql-store.ts'
import { paymentJson } from './payment-json.ts'
import type { Payment } from './payments.ts'

const mostTries = 10
const patience = 5_000

/** Writes what happened for every subscriber, in the transaction in which it happened. */
export async function tellSubscribers(
  session: SqlSession,
  event: string,
  payment: Payment,
  now: Instant,
): Promise<void> {
  const body: JsonObject = { event, createdAt: new Date(now).toISOString(), data: paymentJson(payment) }
  await session.query(
    `insert into webhook_delivery (webhook_id, event, body, created_at) select id, $1, $2, $3 from webhook`,
    [event, JSON.stringify(body), new Date(now)],
  )
}

interface Delivery extends Record<string, unknown> {
  id: number
  url: string
  secret: string
  body: string
}

/** Posts what is waiting, in order, each at most ten times; a subscriber that is not there gets it with the next round. */
export async function deliverWebhooks(store: SqlStore, now: Instant): Promise<void> {
  const { rows } = await store.query<Delivery>(
    `select d.id, url, secret, body from webhook_delivery d join webhook w on w.id = webhook_id
     where delivered_at is null and tries < ${mostTries} order by d.id`,
  )
  for (const { id, url, secret, body } of rows) {
    const delivered = await post(url, body, signature(secret, body, now))
    await store.query('update webhook_delivery set tries = tries + 1, delivered_at = $2 where id = $1', [
      id,
      delivered ? new Date(now) : null,
    ])
  }
}

/** `t=<seconds>,v1=<hex>`: HMAC-SHA256 of `<seconds>.<body>` under the subscriber's secret. */
function signature(secret: string, body: string, now: Instant): string {
  const seconds = Math.floor(now / 1000)
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`
}

async function post(url: string, body: string, signed: string): Promise<boolean> {
  try {
    const headers = { 'content-type': 'application/json', 'x-standin-caller': 'payment', 'payment-signature': signed }
    const { ok } = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(patience) })
    return ok
  } catch {
    return false
  }
}
