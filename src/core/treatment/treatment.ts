import type { Place } from '../place.ts'

/** What becomes of one column, or one path of a document, as the policy says it. */
export interface Treatment {
  /** A row of the table of strategies. */
  strategy: string
  /** What the policy says after the strategy's name; its shape has been checked against the schema. */
  settings: unknown
  /** What becomes of a value that the strategy cannot handle. */
  onInvalid: OnInvalid
  /** Where the policy says it. */
  place?: Place
}

/** `replace`: wholly, by something that says nothing of it, counted and warned of; `null`; `fail`: the job ends. */
export type OnInvalid = 'replace' | 'null' | 'fail'
