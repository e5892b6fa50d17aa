import { type ByteSink, byteSink } from '../../../core/rows/byte-sink.ts'
import type { Batch } from '../../../core/transfer/ports.ts'
import { readInt32 } from './codecs/words.ts'
import type { CopyConnection } from './connection.ts'
import { type CopyOut, nextMessage, startCopyOut } from './copy-out.ts'
import { type Incoming, incoming } from './incoming.ts'
import type { Rewrite } from './rewriter.ts'

/** Enough that what a batch costs does not count, and little enough that it stays in the processor's cache. */
const batchBytes = 128 * 1024
const largestKept = 4 * 1024 * 1024

/** A connection to the source with the buffers that its chunks are read through, one after the other. */
export interface Reader {
  connection: CopyConnection
  incoming: Incoming
  out: ByteSink
}

export function readerOn(connection: CopyConnection): Reader {
  return { connection, incoming: incoming(), out: newSink() }
}

function newSink(): ByteSink {
  return byteSink(batchBytes * 2)
}

/** Runs a COPY and yields its rows, rewritten. The connection is free again when the iteration has come to its end. */
export async function* readRows(
  { connection, incoming, out }: Reader,
  sql: string,
  isBinary: boolean,
  rewrite: Rewrite,
): AsyncGenerator<Batch> {
  const copy = startCopyOut(connection, sql, incoming)
  const format = { isBinary, isHeaderAhead: isBinary }
  for (;;) {
    out.length = 0
    let open = true
    let rows = rewriteArrived(copy, format, rewrite, out)
    while (out.length < batchBytes && open) {
      open = await copy.more()
      rows += rewriteArrived(copy, format, rewrite, out)
    }
    if (rows > 0) yield { bytes: out.bytes.subarray(0, out.length), rows }
    if (!open) return
    // What one huge row needed is given back.
    if (out.bytes.length > largestKept) Object.assign(out, newSink())
  }
}

interface Format {
  isBinary: boolean
  /** The binary format's header stands before the first row, in the same message. */
  isHeaderAhead: boolean
}

/** Signature, flags, and the length of an extension. */
const headerSize = 19

/** Rewrites rows that have arrived, until there is enough for a batch; gives their number. */
function rewriteArrived(copy: CopyOut, format: Format, rewrite: Rewrite, out: ByteSink): number {
  let rows = 0
  while (out.length < batchBytes && nextMessage(copy)) {
    const { incoming, end } = copy
    let { start } = copy
    if (format.isHeaderAhead) {
      format.isHeaderAhead = false
      start += headerSize + readInt32(incoming.bytes, start + headerSize - 4)
    }
    // A negative number of fields is the trailer.
    if (format.isBinary && (start === end || (incoming.bytes[start] as number) > 127)) continue
    const before = out.length
    rewrite(incoming, start, end, out)
    if (out.length > before) rows += 1
  }
  return rows
}
