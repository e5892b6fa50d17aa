import type { Db, Document } from 'mongodb'
import { guarded } from '../transfer-failed.ts'
import { type IdRange, rangeFilter } from './id-ranges.ts'

/** Reads from one moment where the server can. */
export interface Reading {
  readonly db: Db
  readonly readConcern: Document | undefined
}

export interface Page {
  collection: string
  range: IdRange
  /** The `_id` of the last document that was read. */
  after?: { id: unknown }
  limit: number
  projection?: Document
}

/**
 * The next documents of a range in the order of `_id`: the bytes of the reply's `cursor`. Each page is a query of its own,
 * so that no cursor can time out, and none has to be found again on the same server.
 */
export async function readPage({ db, readConcern }: Reading, page: Page): Promise<Uint8Array> {
  const { collection, range, after, limit, projection } = page
  const command = {
    find: collection,
    filter: rangeFilter(range, after),
    sort: { _id: 1 },
    limit,
    batchSize: limit,
    singleBatch: true,
    ...(projection && { projection }),
    ...(readConcern && { readConcern }),
  }
  const place = `${db.databaseName}.${collection}`
  const reply = await guarded('source', place, () => db.command(command, { raw: true }))
  return reply.cursor as Uint8Array
}
