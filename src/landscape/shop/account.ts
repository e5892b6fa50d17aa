import type { Instant } from '../../core/clock.ts'
import type { SqlStore } from '../../core/sql-store.ts'
import { Refusal } from '../refusal.ts'
import { createContext } from './context.ts'
import { passwordMatches } from './password.ts'

interface AccountRow extends Record<string, unknown> {
  id: string
  password_hash: string | null
}

/** Logs a customer in and gives the token of the new context. E-mail addresses meet whatever their case. */
export async function logIn(
  store: SqlStore,
  { username, password }: { username: string; password: string },
  newToken: () => string,
  now: Instant,
): Promise<string> {
  const { rows } = await store.query<AccountRow>(
    `select id, password_hash from customer
     where lower(email) = lower($1) and has_account and active and deleted_at is null`,
    [username],
  )
  for (const account of rows) {
    if (await passwordMatches(password, account.password_hash)) return createContext(store, newToken(), account.id, now)
  }
  throw new Refusal(401, 'CHECKOUT__CUSTOMER_AUTH_BAD_CREDENTIALS', 'Invalid username and/or password.')
}
