import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { appendBytes, byteSink } from '../../core/rows/byte-sink.ts'
import type { Batch } from '../../core/transfer/ports.ts'
import { damaged } from './damage.ts'
import { rowEnds } from './row-ends.ts'

const pieceSize = 128 * 1024

/** The rows of a chunk's file in batches of whole rows. Throws `snapshot.damaged` for what cannot be unpacked, or ends within a row. */
export async function* readChunkFile(path: string, encoding: string, signal: AbortSignal): AsyncGenerator<Batch> {
  const rowEnd = rowEnds[encoding]
  if (rowEnd === undefined) throw damaged(path, `its encoding "${encoding.slice(0, 40)}" is unknown`)
  const unpacked = createGunzip({ chunkSize: pieceSize })
  // A failure of it comes out of the iteration below.
  pipeline(createReadStream(path, { highWaterMark: pieceSize }), unpacked, { signal }).catch(() => undefined)
  const sink = byteSink(pieceSize * 2)
  for await (const piece of failingAsDamage(unpacked, path, signal)) {
    appendBytes(sink, piece, 0, piece.length)
    let [whole, rows] = [0, 0]
    for (let end = rowEnd(sink.bytes, 0, sink.length); end !== -1; end = rowEnd(sink.bytes, whole, sink.length)) {
      whole = end
      rows += 1
      if (whole === sink.length) break
    }
    if (rows === 0) continue
    yield { bytes: sink.bytes.subarray(0, whole), rows }
    sink.bytes.copyWithin(0, whole, sink.length)
    sink.length -= whole
  }
  if (sink.length > 0) throw damaged(path, 'it ends within a row')
}

async function* failingAsDamage(
  unpacked: AsyncIterable<Uint8Array>,
  path: string,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  try {
    yield* unpacked
  } catch (thrown) {
    signal.throwIfAborted()
    throw damaged(path, 'it cannot be unpacked', thrown)
  }
}
