import { formatDuration, type Milliseconds } from '../../core/duration.ts'
import { StandinError } from '../../core/error.ts'
import type { Failure, Verdict } from '../../core/events.ts'
import type { Place } from '../../core/place.ts'

export const interruption = 'interrupted'

const timeout = 'step.timeout'

/** The reason with which a limit of time aborts what runs below it. */
export function timeoutError(what: string, limit: Milliseconds): StandinError {
  return new StandinError('finding', { code: timeout, message: `${what} took longer than ${formatDuration(limit)}` })
}

/** A limit of time that was passed is a failure; everything else that aborts is an interruption. */
export function whyAborted(signal: AbortSignal, place: Place): { verdict: Verdict; failure: Failure } {
  const reason: unknown = signal.reason
  if (reason instanceof StandinError && reason.code === timeout) {
    return { verdict: 'failed', failure: { message: reason.message, place } }
  }
  return { verdict: 'error', failure: { message: interruption, place } }
}
