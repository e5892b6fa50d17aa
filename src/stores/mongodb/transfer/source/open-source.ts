import { appendBytes, type ByteSink, byteSink } from '../../../../core/rows/byte-sink.ts'
import type { TableTransform } from '../../../../core/rows/table-transform.ts'
import type { Chunk, TransferSource } from '../../../../core/transfer/ports.ts'
import { connectForTransfer } from '../connect.ts'
import { rewriteDocument } from '../rewrite/rewrite.ts'
import { documentRewriter } from '../rewrite/rewriter.ts'
import { identify } from '../server-identity.ts'
import { guarded } from '../transfer-failed.ts'
import { definitionOf, fromJson, listDefinitions } from './collections.ts'
import type { IdRange } from './id-ranges.ts'
import { type LearnedCollection, learnCollection } from './learn-collection.ts'
import { oneMoment } from './moment.ts'
import { type ChunkRange, planChunks } from './plan-chunks.ts'
import type { Reading } from './read-page.ts'
import { readRange, readWhole, type TakeDocument } from './read-range.ts'
import { scanDocuments } from './scan-documents.ts'

export interface MongoSourceOptions {
  /** How many documents of each collection are looked at, to learn which paths there are. 1,000 when nothing is said. */
  sample?: number
  signal?: AbortSignal
}

const defaultSample = 1_000
/** About as much is asked for at once, in bytes. */
const pageBytes = 2 * 2 ** 20

/**
 * A database as a source. The schema is learned from the collections and from a sample of their documents. On replica sets
 * and sharded clusters everything after the sample is read from one moment; a single server has none to read from.
 * Throws `source.lost`, `documents.failed`.
 */
export async function openMongoSource(
  url: string,
  database: string,
  { sample = defaultSample, signal = new AbortController().signal }: MongoSourceOptions = {},
): Promise<TransferSource> {
  const client = connectForTransfer(url)
  try {
    const db = client.db(database)
    const server = await identify(db, 'source')
    const definitions = await listDefinitions(db, 'source')
    const stored = definitions.filter(({ type }) => type !== 'view')
    const readConcern = await oneMoment(db, server, stored[0]?.name ?? 'none')
    const reading: Reading = { db, readConcern }
    const learned = new Map<string, LearnedCollection>()
    for (const definition of stored)
      learned.set(definition.name, await learnCollection(reading, definition, sample, signal))
    const documentsPerPage = (name: string): number =>
      Math.min(20_000, Math.max(10, Math.round(pageBytes / (learned.get(name)?.averageBytes || 1_024))))
    const documentsOf = (chunk: Chunk, take: TakeDocument, until: AbortSignal): AsyncGenerator<number> =>
      readChunk(reading, chunk, documentsPerPage(chunk.table), take, until)
    return {
      schema: { kind: 'mongodb', tables: [...learned.values()].map(({ table }) => table), uncarried: [] },
      identity: server.identity,
      server: server.version,
      moment: { collections: [...learned.values()].map(({ table: { name, rows, bytes } }) => [name, rows, bytes]) },
      definition: async () => ({ kind: 'mongodb', ...definitionOf(definitions) }),
      async chunks() {
        const planned: Chunk[] = []
        for (const { table, ...rest } of learned.values())
          planned.push(...(await planChunks(reading, { ...rest, name: table.name, rows: table.rows })))
        return planned
      },
      async *read(chunk, transform, until) {
        const sink = byteSink()
        const take = transform === undefined ? keeping(sink) : rewriting(chunk.table, transform, sink)
        for await (const rows of documentsOf(chunk, take, until)) {
          yield { bytes: sink.bytes.subarray(0, sink.length), rows }
          sink.length = 0
        }
      },
      async scan(table, columns, visit, until) {
        const take = scanDocuments(table.name, columns, visit)
        const { table: _, ...rest } = learned.get(table.name) as LearnedCollection
        const chunks = await planChunks(reading, { ...rest, name: table.name, rows: table.rows })
        for (const chunk of chunks) await drain(documentsOf(chunk, take, until))
      },
      [Symbol.asyncDispose]: () => guarded('source', database, () => client.close()),
    }
  } catch (thrown) {
    await client.close()
    throw thrown
  }
}

async function* readChunk(
  reading: Reading,
  { table: collection, range }: Chunk,
  limit: number,
  take: TakeDocument,
  signal: AbortSignal,
): AsyncGenerator<number> {
  const wanted = range as ChunkRange
  if ('whole' in wanted) {
    yield* readWhole(reading, { collection, limit, natural: wanted.whole === 'natural' }, take, signal)
    return
  }
  for (const part of wanted.ranges)
    yield* readRange(reading, { collection, range: fromJson(part) as IdRange, limit }, take, signal)
}

function keeping(sink: ByteSink): TakeDocument {
  return (bytes, start, end) => appendBytes(sink, bytes, start, end)
}

function rewriting(collection: string, transform: TableTransform, sink: ByteSink): TakeDocument {
  const rewriter = documentRewriter(collection, transform)
  return (bytes, start) => rewriteDocument(rewriter, bytes, start, sink)
}

async function drain(pages: AsyncGenerator<number>): Promise<void> {
  while ((await pages.next()).done !== true);
}
