import type { Instant } from './clock.ts'
import type { Milliseconds } from './duration.ts'
import type { Json } from './json.ts'

/** A value as a report may show it: masked, and cut to a bounded size. */
export interface Content {
  value: Json
  /** Something was left out because it was too large. */
  truncated?: true
}

/** The parts of a request or an answer by what they are: `headers`, `body`, `query`, `params`, `rows`, … */
export type Parts = Readonly<Record<string, Content>>

/** Something that a step asked of a system, and what came back. */
export interface StepExchange {
  /** `http`, `sql`, `mongo`, `publish`, `consume`, or the verb of any other kind of step. */
  kind: string
  /** The system or the topic that was asked, where it is one of the landscape's. */
  to?: string
  /** One line: `POST /store-api/checkout/order`, the statement, the topic. */
  summary: string
  /** `200`, `3 rows`, `2 messages`. */
  outcome?: string
  /** Wall time. */
  duration: Milliseconds
  request: Parts
  response: Parts
}

/** What the stream holds only when a listener wants the full detail (see `EventSink`). */
export type DetailEvent =
  | {
      /** A request has come in; its `http.exchange` with the same number follows when it has been answered. */
      type: 'http.received'
      at: Instant
      exchange: number
      system: string
      /** Who called, by the header `x-standin-caller`. */
      from?: string
      method: string
      path: string
      correlationId?: string
    }
  | {
      type: 'message.delivered'
      at: Instant
      topic: string
      /** The consumer group. */
      group: string
      count: number
      messages: Content
    }
  | { type: 'step.exchange'; at: Instant; scenario: string; path: string[]; attempt: number; exchange: StepExchange }
  | {
      /** An invariant was looked at: the rows that there were, and whether it held for all of them. */
      type: 'invariant.sampled'
      at: Instant
      landscapeAt: Instant
      scenario: string
      name: string
      holds: boolean
      /** How many rows there were; `rows` holds the first of them. */
      count: number
      rows: Content
    }
