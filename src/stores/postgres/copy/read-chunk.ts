import { type ByteSink, byteSink } from '../../../core/rows/byte-sink.ts'
import type { Batch } from '../../../core/transfer/ports.ts'
import { readInt32 } from './codecs/words.ts'
import type { CopyConnection } from './connection.ts'
import { startCopyOut } from './copy-out.ts'
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
  const rows = isBinary ? afterHeader(incoming, rewrite) : rewrite
  let count = 0
  const take = (start: number, end: number): boolean => {
    const before = out.length
    rows(start, end, out)
    if (out.length > before) count += 1
    return out.length < batchBytes
  }
  for (;;) {
    out.length = 0
    count = 0
    let open = true
    copy.drain(take)
    while (out.length < batchBytes && open) {
      open = await copy.more()
      copy.drain(take)
    }
    if (count > 0) yield { bytes: out.bytes.subarray(0, out.length), rows: count }
    if (!open) return
    // What one huge row needed is given back.
    if (out.bytes.length > largestKept) Object.assign(out, newSink())
  }
}

/** Signature, flags, and the length of an extension. */
const headerSize = 19

/** Leaves out the header, which stands before the first row in the same message, and the trailer. */
function afterHeader(incoming: Incoming, rewrite: Rewrite): Rewrite {
  let isFirst = true
  return (start, end, out) => {
    let from = start
    if (isFirst) {
      isFirst = false
      from += headerSize + readInt32(incoming.bytes, start + headerSize - 4)
    }
    // A negative number of fields is the trailer.
    if (from < end && (incoming.bytes[from] as number) < 128) rewrite(from, end, out)
  }
}
