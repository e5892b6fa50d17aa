import type { Collection, Db, Document } from 'mongodb'
import type { ChunkDone, JobMark } from '../../../../core/transfer/ports.ts'
import { ledgerName } from '../aside-names.ts'
import { fromJson, toJson } from '../source/collections.ts'

/** What of a swap has been begun; `views` are the target's own, so that they can be put back. */
export interface SwapRecord {
  /** What was there is moved away; what is new takes its place; done; what was there is moved back. */
  state: 'moving' | 'filling' | 'swapped' | 'restoring'
  collections: readonly string[]
  /** What the target held. */
  replaced: readonly string[]
  views: readonly { name: string; options: Document }[]
}

/** The record of a transfer, in a collection of the target. */
export interface Ledger {
  mark(): Promise<JobMark | undefined>
  begin(mark: JobMark): Promise<void>
  done(): Promise<ChunkDone[]>
  /** Returns when the row, and everything that was written before it, survives the loss of a server. */
  record(chunk: ChunkDone): Promise<void>
  swap(): Promise<SwapRecord | undefined>
  recordSwap(record: SwapRecord): Promise<void>
  forgetSwap(): Promise<void>
}

interface Entry extends Document {
  _id: string
}

const durable = { writeConcern: { w: 'majority', journal: true } } as const
const chunkPrefix = 'chunk:'

export function openLedger(db: Db): Ledger {
  const entries: Collection<Entry> = db.collection(ledgerName)
  const put = async (entry: Entry): Promise<void> => {
    await entries.replaceOne({ _id: entry._id }, entry, { upsert: true, ...durable })
  }
  return {
    mark: async () => (await entries.findOne({ _id: 'job' }))?.mark,
    begin: (mark) => put({ _id: 'job', mark }),
    async done() {
      const found = await entries.find({ rows: { $exists: true } }).toArray()
      return found.map(({ _id, rows, bytes }) => ({ id: _id.slice(chunkPrefix.length), rows, bytes }))
    },
    record: ({ id, rows, bytes }) => put({ _id: `${chunkPrefix}${id}`, rows, bytes }),
    async swap() {
      const found = await entries.findOne({ _id: 'swap' })
      if (found === null) return undefined
      const { state, collections, replaced, views } = found
      return {
        state,
        collections,
        replaced,
        views: views.map((view: string) => fromJson(JSON.parse(view))) as SwapRecord['views'],
      }
    },
    // The options of views hold keys with dollars, which a document may not have on every server.
    recordSwap: (record) =>
      put({ _id: 'swap', ...record, views: record.views.map((view) => JSON.stringify(toJson(view))) }),
    async forgetSwap() {
      await entries.deleteOne({ _id: 'swap' }, durable)
    },
  }
}
