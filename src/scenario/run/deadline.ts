import type { Milliseconds } from '../../core/duration.ts'
import type { StandinError } from '../../core/error.ts'

export interface Deadline extends Disposable {
  /** Aborts with the reason when the time is up, or with the parent's when that aborts. */
  signal: AbortSignal
  reason: StandinError
}

/** A limit of wall time below a signal. */
export function deadline(parent: AbortSignal, limit: Milliseconds, reason: StandinError): Deadline {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(reason), limit)
  return {
    signal: AbortSignal.any([parent, controller.signal]),
    reason,
    [Symbol.dispose]: () => clearTimeout(timer),
  }
}
