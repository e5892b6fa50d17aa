import type { Instant } from '../../core/clock.ts'

/** What a step asked and was answered, as it was: whoever tells of it masks and bounds it. */
export interface Told {
  /** `http`, `sql`, `mongo`, `publish`, `consume`, or the verb of any other kind of step. */
  kind: string
  /** The system or the topic that was asked. */
  to?: string
  /** One line: `POST /orders`, the statement, the topic. */
  summary: string
  /** `200`, `3 rows`, `2 messages`. */
  outcome?: string
  /** Wall time at which it was asked. */
  started: Instant
  /** By what they are (`headers`, `body`, `params`); a `body` that is a text is read as JSON where it is JSON. */
  request: Readonly<Record<string, unknown>>
  response: Readonly<Record<string, unknown>>
}

export type Tell = (told: Told) => void
