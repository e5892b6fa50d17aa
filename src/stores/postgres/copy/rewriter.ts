import { type ByteSink, ensureRoom } from '../../../core/rows/byte-sink.ts'
import type { RowView } from '../../../core/rows/row-view.ts'
import type { Incoming } from './incoming.ts'

/** Reads rows of one table in one of the formats of COPY. */
export interface RowReader {
  readonly row: RowView
  /** Finds the fields of the row in `incoming.bytes[start, end)`. */
  locate(start: number, end: number): void
}

/** Appends the row in `incoming.bytes[start, end)` to the sink, with its columns replaced. */
export type Rewrite = (start: number, end: number, out: ByteSink) => void

/** Runs shorter than this are copied byte by byte: calling the block copy would take longer. */
const blockCopyFrom = 48

/** Appends `incoming.bytes[start, end)`. */
export function copyRun({ bytes, block }: Incoming, start: number, end: number, out: ByteSink): void {
  const length = end - start
  ensureRoom(out, length)
  const to = out.length
  if (length < blockCopyFrom) {
    const target = out.bytes
    for (let index = 0; index < length; index += 1) target[to + index] = bytes[start + index] as number
  } else {
    block.copy(out.bytes, to, start, end)
  }
  out.length = to + length
}

/** Passes rows on as they are. */
export function keepRows(incoming: Incoming): Rewrite {
  return (start, end, out) => copyRun(incoming, start, end, out)
}
