import { createHash } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { Batch } from '../../core/transfer/ports.ts'

/** What was written of a chunk. */
export interface WrittenChunk {
  rows: number
  /** Before and after compression. */
  bytes: number
  size: number
  /** Of the compressed file, hexadecimal. */
  sha256: string
}

const blockSize = 128 * 1024
/** Fixed, as is the size of the blocks: the same rows give the same file. */
const compression = { level: 1, chunkSize: 128 * 1024 } as const

/**
 * Writes rows as one compressed file, whole or not at all: it has its name only once it is on the disk. Compression runs
 * beside this thread; no more than a few blocks are in memory.
 */
export async function writeChunkFile(
  path: string,
  batches: AsyncIterable<Batch>,
  signal: AbortSignal,
): Promise<WrittenChunk> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const partial = `${path}.part`
  const hash = createHash('sha256')
  const counts = { rows: 0, bytes: 0 }
  let size = 0
  const file = await open(partial, 'w', 0o600)
  try {
    await pipeline(
      inBlocks(batches, counts),
      createGzip(compression),
      async (compressed: AsyncIterable<Uint8Array>) => {
        for await (const piece of compressed) {
          hash.update(piece)
          size += piece.length
          await file.write(piece)
        }
      },
      { signal },
    )
    await file.datasync()
  } catch (thrown) {
    await file.close()
    await rm(partial, { force: true })
    throw thrown
  }
  await file.close()
  await rename(partial, path)
  return { ...counts, size, sha256: hash.digest('hex') }
}

/** Blocks of one size, however the batches were cut; what a batch holds is only valid until the next one is asked for. */
async function* inBlocks(
  batches: AsyncIterable<Batch>,
  counts: { rows: number; bytes: number },
): AsyncGenerator<Uint8Array> {
  let block = new Uint8Array(blockSize)
  let used = 0
  for await (const { bytes, rows } of batches) {
    counts.rows += rows
    counts.bytes += bytes.length
    for (let start = 0; start < bytes.length; ) {
      const part = bytes.subarray(start, start + blockSize - used)
      block.set(part, used)
      used += part.length
      start += part.length
      if (used < blockSize) continue
      yield block
      block = new Uint8Array(blockSize)
      used = 0
    }
  }
  if (used > 0) yield block.subarray(0, used)
}
