import type { Clock, Instant } from '../../core/clock.ts'

/** How many messages the provider takes in each minute. */
export interface Quota {
  /** Without a number there is no limit. What was sent in the current minute counts. */
  limit(perMinute: number | undefined): void
  /** Whether one more is taken now, and counts it; what is not taken is counted, too. */
  take(): boolean
  state(): QuotaState
}

export interface QuotaState {
  perMinute: number | null
  /** How many more are taken in this minute. */
  remaining: number | null
  /** When the next minute begins. */
  resetsAt: Instant
  /** How many were sent although none was taken any more. */
  refused: number
}

const minute = 60_000

export function mailQuota(clock: Clock): Quota {
  let perMinute: number | undefined
  let counted = 0
  let current = -1
  let refused = 0
  const left = (): number => {
    const now = Math.floor(clock.now() / minute)
    if (now !== current) counted = 0
    current = now
    return perMinute === undefined ? Number.POSITIVE_INFINITY : Math.max(0, perMinute - counted)
  }
  return {
    limit(wanted) {
      perMinute = wanted
    },
    take() {
      const taken = left() > 0
      if (taken) counted++
      else refused++
      return taken
    },
    state() {
      const remaining = left()
      return {
        perMinute: perMinute ?? null,
        remaining: Number.isFinite(remaining) ? remaining : null,
        resetsAt: (current + 1) * minute,
        refused,
      }
    },
  }
}
