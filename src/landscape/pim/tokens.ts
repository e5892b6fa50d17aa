import type { Instant } from '../../core/clock.ts'

export interface TokenPair {
  access: string
  refresh: string
}

/** OAuth tokens: access for an hour; a refresh token is good for one more pair, within 14 days. */
export interface Tokens {
  issue(now: Instant): TokenPair
  /** `undefined` for a refresh token that is unknown, used or too old. */
  renew(refresh: string, now: Instant): TokenPair | undefined
  isValid(access: string, now: Instant): boolean
}

export const tokenLifetimeSeconds = 3600

const refreshLifetimeSeconds = 14 * 24 * 3600

export function tokenBook(newId: () => string): Tokens {
  const accesses = new Map<string, Instant>()
  const refreshes = new Map<string, Instant>()
  const lives = (issued: Instant | undefined, now: Instant, seconds: number): boolean =>
    issued !== undefined && now - issued < seconds * 1000
  const issue = (now: Instant): TokenPair => {
    const pair = { access: newId(), refresh: newId() }
    accesses.set(pair.access, now)
    refreshes.set(pair.refresh, now)
    return pair
  }
  return {
    issue,
    renew(refresh, now) {
      const issued = refreshes.get(refresh)
      refreshes.delete(refresh)
      return lives(issued, now, refreshLifetimeSeconds) ? issue(now) : undefined
    },
    isValid: (access, now) => lives(accesses.get(access), now, tokenLifetimeSeconds),
  }
}
