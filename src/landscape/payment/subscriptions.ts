import type { Instant } from '../../core/clock.ts'
import type { JsonObject } from '../../core/json.ts'
import type { SqlStore } from '../../core/sql-store.ts'
import { Refusal } from '../refusal.ts'

/** Whoever is told of captures, refunds and voids from now on; the secret that signs is told once. */
export async function subscribe(store: SqlStore, url: string, newId: () => string, now: Instant): Promise<JsonObject> {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new Refusal(400, 'invalid', 'url must be an address that begins with http:// or https://')
  const subscription = { id: newId(), url, secret: newId() }
  await store.query('insert into webhook (id, url, secret, created_at) values ($1, $2, $3, $4)', [
    ...Object.values(subscription),
    new Date(now),
  ])
  return subscription
}
