import type { Instant } from '../../core/clock.ts'
import type { SqlStore } from '../../core/sql-store.ts'
import { Refusal } from '../refusal.ts'
import type { ApiCall } from '../routes.ts'

/** Who is shopping: a token that the client keeps, and the customer once logged in. */
export interface ShopContext {
  token: string
  customer?: ShopCustomer
}

export interface ShopCustomer {
  id: string
  customerNumber: string
  email: string
  firstName: string
  lastName: string
  language: string | null
}

interface ContextRow extends Record<string, unknown> {
  token: string
  id: string | null
  customerNumber: string
  email: string
  firstName: string
  lastName: string
  language: string | null
}

/** Refuses calls without the sales channel's access key. */
export function requireAccessKey({ request }: ApiCall, accessKey: string): void {
  const given = request.headers.get('sw-access-key')
  if (given === null) throw new Refusal(401, 'FRAMEWORK__API_ACCESS_KEY_MISSING', 'Header "sw-access-key" is required.')
  if (given !== accessKey) throw new Refusal(401, 'FRAMEWORK__INVALID_ACCESS_KEY', 'Access key is invalid.')
}

/** The context of a token; a new one without a token, or for one that nobody knows. */
export async function readContext(
  store: SqlStore,
  token: string | null,
  newToken: () => string,
  now: Instant,
): Promise<ShopContext> {
  return (await findContext(store, token)) ?? { token: await createContext(store, newToken(), null, now) }
}

/** The token that a call carries. */
export function contextToken({ request }: ApiCall): string | null {
  return request.headers.get('sw-context-token')
}

/** The context of a token, when there is one. */
export async function findContext(store: SqlStore, token: string | null): Promise<ShopContext | undefined> {
  if (token !== null) {
    const { rows } = await store.query<ContextRow>(
      `select token, c.id, customer_number as "customerNumber", email, first_name as "firstName", last_name as "lastName", language
       from sales_channel_context left join customer c on c.id = customer_id and c.active and c.deleted_at is null
       where token = $1`,
      [token],
    )
    const row = rows[0]
    if (row !== undefined) return row.id === null ? { token } : { token, customer: { ...row, id: row.id } }
  }
  return undefined
}

export async function createContext(
  store: SqlStore,
  token: string,
  customerId: string | null,
  now: Instant,
): Promise<string> {
  await store.query('insert into sales_channel_context (token, customer_id, created_at) values ($1, $2, $3)', [
    token,
    customerId,
    new Date(now),
  ])
  return token
}

export function requireCustomer({ customer }: ShopContext): ShopCustomer {
  if (customer === undefined) throw new Refusal(403, 'CHECKOUT__CUSTOMER_NOT_LOGGED_IN', 'Customer is not logged in.')
  return customer
}
