import type { StandinError } from '../../core/error.ts'
import type { Failure, Verdict } from '../../core/events.ts'
import type { Place } from '../../core/place.ts'

/** A foreseen error as a failure at the place that it names, or else at the step's. */
export function failureOf({ problems: [first, ...others] }: StandinError, place: Place): Failure {
  const messages = [first, ...others].map(({ message, remedy }) =>
    remedy === undefined ? message : `${message} (${remedy})`,
  )
  return { message: messages.join('. '), place: first.place ?? place }
}

/** What a foreseen error that no expectation caught makes of a step: it could not be judged, or something is broken. */
export function verdictOfError({ kind }: StandinError): Verdict {
  return kind === 'inconclusive' ? 'inconclusive' : 'error'
}
