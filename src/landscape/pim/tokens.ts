import type { Instant } from '../../core/clock.ts'

/** OAuth access tokens that live for an hour. */
export interface Tokens {
  issue(now: Instant): string
  isValid(token: string | undefined, now: Instant): boolean
}

export const tokenLifetimeSeconds = 3600

export function tokenBook(newId: () => string): Tokens {
  const issued = new Map<string, Instant>()
  return {
    issue(now) {
      const token = newId()
      issued.set(token, now)
      return token
    },
    isValid(token, now) {
      const at = token === undefined ? undefined : issued.get(token)
      return at !== undefined && now - at < tokenLifetimeSeconds * 1000
    },
  }
}
