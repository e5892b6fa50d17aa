import type { Milliseconds } from './duration.ts'
import type { JsonObject } from './json.ts'

/** The rows of one table, or the documents of one collection, without what may differ from one moment to the next. */
export interface TableState {
  system: string
  table: string
  /** The columns that tell rows apart. */
  key: readonly string[]
  rows: readonly JsonObject[]
}

/** Repeats what has gone between systems, as a network does that loses an acknowledgement. */
export interface Redelivery {
  /** In so much time, whatever runs by itself has run at least once. */
  period: Milliseconds
  /** What the business would notice: everything but times of writing, queues, logs and sessions. */
  state(): Promise<TableState[]>
  /**
   * Sends every request that one system made of another, and that changed something, once more; then publishes every
   * message once more, for every consumer group. Counts what was repeated.
   */
  repeat(): Promise<{ requests: number; messages: number }>
}
