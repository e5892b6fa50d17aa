import type { Milliseconds } from '../../core/duration.ts'
import type { StandinError } from '../../core/error.ts'

export interface Deadline extends Disposable {
  /** Aborts with the reason when the time is up, or with the parent's when that aborts. */
  signal: AbortSignal
  /** Why it aborted; nothing while there is time. */
  readonly reason: StandinError | undefined
}

/** A limit of wall time below a signal. The reason is made when the time is up: most limits are never reached. */
export function deadline(parent: AbortSignal, limit: Milliseconds, reasonFor: () => StandinError): Deadline {
  const controller = new AbortController()
  let reason: StandinError | undefined
  const timer = setTimeout(() => {
    reason = reasonFor()
    controller.abort(reason)
  }, limit)
  return {
    signal: AbortSignal.any([parent, controller.signal]),
    get reason() {
      return reason
    },
    [Symbol.dispose]: () => clearTimeout(timer),
  }
}
