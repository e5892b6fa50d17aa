import type { Uncarried } from './store-schema.ts'

/** A table or collection of one system, with what is estimated or counted of it. */
export interface TableAmount {
  system: string
  table: string
  rows: number
  /** As the rows are encoded, before compression. */
  bytes: number
}

/** What is told of a transfer while it runs. No event holds a value of a row. */
export type TransferEvent =
  | { type: 'uncarried'; system: string; items: readonly Uncarried[] }
  /** Estimates; `resumed` was there from an earlier run. */
  | { type: 'begun'; tables: readonly TableAmount[]; resumed: readonly TableAmount[]; readers: number }
  /** More of a table has been read and handed on. */
  | { type: 'copied'; system: string; table: string; rows: number; bytes: number }
  /** All of a table is there; the amounts are those of the whole table. */
  | { type: 'table'; system: string; table: string; rows: number; bytes: number }
  | { type: 'completing'; system: string; what: string }
  | { type: 'verified'; system: string }
  | { type: 'swapped'; system: string }
  /** The transfer has failed, and what is done is kept for another run to go on with. */
  | { type: 'kept' }

export type TransferSink = (event: TransferEvent) => void
