import type { Instant } from './clock.ts'
import type { FaultKind } from './fault-effect.ts'
import type { FaultTarget } from './faults.ts'

interface AboutFault {
  at: Instant
  landscapeAt: Instant
  scenario: string
  /** Its name. */
  fault: string
  kind: FaultKind
  target: FaultTarget['kind']
  /** The name of the system, topic, group or store. */
  system: string
}

/** What the faults of a scenario do. */
export type FaultEvent =
  | ({ type: 'fault.raised' } & AboutFault)
  /** It has struck once: `what` says what, such as `POST /reservations`. */
  | ({ type: 'fault.fired'; what: string } & AboutFault)
  | ({ type: 'fault.cleared' } & AboutFault)
