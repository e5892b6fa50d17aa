import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Instant } from '../../core/clock.ts'
import { isJsonObject, type JsonObject } from '../../core/json.ts'
import type { SqlStore } from '../../core/sql-store.ts'
import type { ApiClient } from '../http-client.ts'
import { Refusal } from '../refusal.ts'
import type { ApiCall } from '../routes.ts'
import { move } from './state-machine.ts'

export const paymentNoticeTable = `
create table payment_subscription (
  url text primary key,
  secret text not null,
  created_at timestamptz not null
);`

/** Where the acquirer tells of money that has come. */
export const noticePath = '/api/_action/payment/notification'

/** So old a notice may be; an older one may be a copy that somebody kept. */
const longest = 5 * 60_000

/** Subscribes to the acquirer's notices, once, when an order waits for money that is still to come. */
export async function awaitPayments(
  store: SqlStore,
  payment: ApiClient,
  { orderNumber, origin }: { orderNumber: string; origin: string },
  now: Instant,
): Promise<void> {
  const { rowCount: waiting } = await store.query(
    `select from order_transaction t join "order" o on o.id = order_id where order_number = $1 and t.state = 'open'`,
    [orderNumber],
  )
  if (waiting > 0) await subscribe(store, payment, origin + noticePath, now)
}

function subscribe(store: SqlStore, payment: ApiClient, url: string, now: Instant): Promise<void> {
  return store.transaction(async (session) => {
    await session.query(`select pg_advisory_xact_lock(hashtext('payment_subscription'))`)
    const { rowCount: known } = await session.query('select from payment_subscription where url = $1', [url])
    if (known > 0) return
    const { body } = await payment('POST', '/webhooks', { body: { url } })
    await session.query('insert into payment_subscription (url, secret, created_at) values ($1, $2, $3)', [
      url,
      String(body.secret),
      new Date(now),
    ])
  })
}

/** Takes a notice of the acquirer. Refused with 401 when it is not signed by it; one that is known changes nothing. */
export async function takeNotice(store: SqlStore, { request }: ApiCall, now: Instant): Promise<void> {
  const text = await request.text()
  await requireSignature(store, request.headers.get('payment-signature') ?? '', text, now)
  const { event, data } = JSON.parse(text) as JsonObject
  if (event !== 'payment.captured' || !isJsonObject(data)) return
  await store.transaction(async (session) => {
    const { rows } = await session.query<{ id: string }>(
      `select id from order_transaction where payment_reference = $1 and state in ('open', 'authorized') for update`,
      [String((data as JsonObject).id)],
    )
    for (const { id } of rows) await move(session, 'order_transaction', id, 'paid', now)
  })
}

async function requireSignature(store: SqlStore, header: string, text: string, now: Instant): Promise<void> {
  const [, seconds = '', given = ''] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header) ?? []
  const { rows } = await store.query<{ secret: string }>('select secret from payment_subscription')
  const isSigned = rows.some(({ secret }) => {
    const expected = createHmac('sha256', secret).update(`${seconds}.${text}`).digest()
    return given !== '' && timingSafeEqual(expected, Buffer.from(given, 'hex'))
  })
  if (!isSigned || Math.abs(Number(seconds) * 1000 - now) > longest)
    throw new Refusal(401, 'CHECKOUT__PAYMENT_NOTICE_NOT_SIGNED', 'The notice is not signed, or too old.')
}
