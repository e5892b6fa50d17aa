import { formatDuration, type Milliseconds } from '../../core/duration.ts'
import { StandinError } from '../../core/error.ts'
import type { Failure, Verdict } from '../../core/events.ts'
import type { Place } from '../../core/place.ts'

const interruption = 'interrupted'
const overtime = 'the scenario took longer than'

/** Whether a failure's message says that the whole run was ended from outside. */
export function endsRun(message: string): boolean {
  return message === interruption || message.startsWith(overtime)
}

const timeout = 'step.timeout'

/** The reason with which a limit of time aborts what runs below it. */
export function timeoutError(what: string, limit: Milliseconds): StandinError {
  return new StandinError('finding', { code: timeout, message: `${what} took longer than ${formatDuration(limit)}` })
}

const scenarioLimit = 'scenario.timeout'

/** The reason with which the limit of time of a whole scenario ends it. */
export function scenarioTimeout(limit: Milliseconds): StandinError {
  const message = `${overtime} ${formatDuration(limit)}`
  return new StandinError('environment', { code: scenarioLimit, message })
}

/** A limit of time that was passed is a failure, an environment that went away is an error; everything else is an interruption. */
export function whyAborted(signal: AbortSignal, place: Place, doing?: string): { verdict: Verdict; failure: Failure } {
  const reason: unknown = signal.reason
  if (reason instanceof StandinError && reason.code === timeout) {
    return { verdict: 'failed', failure: { message: reason.message, place } }
  }
  if (reason instanceof StandinError && reason.code === scenarioLimit) {
    return {
      verdict: 'error',
      failure: { message: `${reason.message}${doing === undefined ? '' : `, while it was at ${doing}`}`, place },
    }
  }
  if (reason instanceof StandinError && reason.kind === 'environment') {
    return { verdict: 'error', failure: { message: reason.message, place } }
  }
  return { verdict: 'error', failure: { message: interruption, place } }
}
