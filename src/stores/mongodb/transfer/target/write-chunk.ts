import type { Db, Document } from 'mongodb'
import { refuseWhenAborted } from '../../../../core/error.ts'
import type { Batch, Chunk, ChunkDone } from '../../../../core/transfer/ports.ts'
import { asideName } from '../aside-names.ts'
import { documentSize } from '../bson/raw-reply.ts'
import { idOf } from '../source/id-of.ts'
import type { ChunkRange } from '../source/plan-chunks.ts'
import { guarded } from '../transfer-failed.ts'
import { insertRaw } from './raw-insert.ts'

/**
 * Writes a chunk's documents aside; one batch is on its way while the next one is made. With `again`, documents that an
 * earlier run left of this chunk are removed by their `_id`, batch by batch: they are the same ones, because a transform
 * gives the same for the same.
 */
export async function writeChunk(
  db: Db,
  chunk: Chunk,
  batches: AsyncIterable<Batch>,
  { again, signal }: { again: boolean; signal: AbortSignal },
): Promise<ChunkDone> {
  const collection = asideName(chunk.table)
  const place = `${db.databaseName}.${chunk.table}`
  const whole = 'whole' in (chunk.range as ChunkRange)
  const options = { ordered: whole, bypassDocumentValidation: true }
  const done: ChunkDone = { id: chunk.id, rows: 0, bytes: 0 }
  let onItsWay: Promise<void> = Promise.resolve()
  const send = async (bytes: Uint8Array): Promise<void> => {
    if (again && !whole) await removeSame(db, collection, bytes)
    await insertRaw(db, collection, bytes, options)
  }
  try {
    for await (const { bytes, rows } of batches) {
      refuseWhenAborted(signal)
      const copy = bytes.slice()
      await onItsWay
      onItsWay = guarded('target', place, () => send(copy))
      onItsWay.catch(() => undefined)
      done.rows += rows
      done.bytes += copy.length
    }
  } finally {
    await onItsWay
  }
  return done
}

async function removeSame(db: Db, collection: string, bytes: Uint8Array): Promise<void> {
  const ids: unknown[] = []
  for (let at = 0; at < bytes.length; at += documentSize(bytes, at)) ids.push(idOf(bytes, at))
  await db.collection<Document>(collection).deleteMany({ _id: { $in: ids as never[] } })
}
