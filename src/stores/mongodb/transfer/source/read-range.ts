import { refuseWhenAborted } from '../../../../core/error.ts'
import { eachDocument } from '../bson/raw-reply.ts'
import { guarded } from '../transfer-failed.ts'
import { idOf } from './id-of.ts'
import { type Page, type Reading, readPage } from './read-page.ts'

/** Gets one document as it came: where it begins and ends in `bytes`. */
export type TakeDocument = (bytes: Uint8Array, start: number, end: number) => void

/**
 * Reads a range to its end, in the order of `_id`, page by page; the next one is asked for while one is worked on. `take`
 * is called for each document; the number of a page's documents is yielded behind it.
 */
export async function* readRange(
  reading: Reading,
  page: Omit<Page, 'after'>,
  take: TakeDocument,
  signal: AbortSignal,
): AsyncGenerator<number> {
  const ask = (after?: { id: unknown }): Promise<Uint8Array> => {
    const asked = readPage(reading, after === undefined ? page : { ...page, after })
    // Whoever leaves early does not wait for the page that was asked for.
    asked.catch(() => undefined)
    return asked
  }
  let next = ask()
  for (;;) {
    refuseWhenAborted(signal)
    const bytes = await next
    let last = -1
    const documents = eachDocument(bytes, (start) => {
      last = start
    })
    if (documents === 0) return
    next = ask({ id: idOf(bytes, last) })
    eachDocument(bytes, (start, end) => take(bytes, start, end))
    yield documents
  }
}

/** Reads a collection that has no index on `_id`, or whose order is its own, through a cursor. */
export async function* readWhole(
  { db, readConcern }: Reading,
  { collection, limit, natural }: { collection: string; limit: number; natural: boolean },
  take: TakeDocument,
  signal: AbortSignal,
): AsyncGenerator<number> {
  const level = readConcern === undefined ? {} : { readConcern: readConcern as { level: 'snapshot' } }
  const order = natural ? { hint: { $natural: 1 as const } } : {}
  const cursor = db.collection(collection).find({}, { raw: true, batchSize: limit, ...level, ...order })
  const place = `${db.databaseName}.${collection}`
  try {
    while (await guarded('source', place, () => cursor.hasNext())) {
      refuseWhenAborted(signal)
      const documents = cursor.readBufferedDocuments() as unknown as Uint8Array[]
      for (const bytes of documents) take(bytes, 0, bytes.length)
      yield documents.length
    }
  } finally {
    await cursor.close().catch(() => undefined)
  }
}
