import type { Db } from 'mongodb'
import { appendBytes, byteSink } from '../../../../core/rows/byte-sink.ts'
import { readWhole } from '../source/read-range.ts'
import { insertRaw } from './raw-insert.ts'

/** Copies all documents of a collection into another one of the same database. */
export async function copyCollection(db: Db, from: string, to: string): Promise<void> {
  const sink = byteSink()
  const pages = readWhole(
    { db, readConcern: undefined },
    { collection: from, limit: 1_000, natural: false },
    (bytes, start, end) => appendBytes(sink, bytes, start, end),
    new AbortController().signal,
  )
  for await (const _ of pages) {
    await insertRaw(db, to, sink.bytes.slice(0, sink.length), { ordered: true })
    sink.length = 0
  }
}
