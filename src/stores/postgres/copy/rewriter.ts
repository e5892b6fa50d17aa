import { appendInSteps, type ByteSink, ensureRoom, stepBytes } from '../../../core/rows/byte-sink.ts'
import type { RowView } from '../../../core/rows/row-view.ts'
import type { Incoming } from './incoming.ts'

/** Reads rows of one table in one of the formats of COPY. */
export interface RowReader {
  readonly row: RowView
  /** Finds the fields of the row in `incoming.bytes[start, end)`. */
  locate(incoming: Incoming, start: number, end: number): void
}

/**
 * Appends the row in `incoming.bytes[start, end)` to the sink, with its columns replaced. One serves for all readers of a
 * table, in turns: a function of its own for each would be compiled anew, and not as well.
 */
export type Rewrite = (incoming: Incoming, start: number, end: number, out: ByteSink) => void

/** Appends `incoming.bytes[start, end)`: passes a row, or a part of it, on as it is. */
export function copyRun({ view }: Incoming, start: number, end: number, out: ByteSink): void {
  ensureRoom(out, end - start + stepBytes)
  appendInSteps(out, view, start, end)
}
