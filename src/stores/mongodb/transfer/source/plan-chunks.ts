import type { Chunk } from '../../../../core/transfer/ports.ts'
import { toJson } from './collections.ts'
import type { IdRange } from './id-ranges.ts'
import { bracketsOf, idSteps } from './id-steps.ts'
import type { Reading } from './read-page.ts'

/** What `Chunk.range` holds: ranges that are read one after the other, or the whole collection in its own order. */
export type ChunkRange = { ranges: readonly unknown[] } | { whole: 'natural' | 'any' }

/** About as large are chunks, in bytes before the transform. */
const chunkBytes = 16 * 2 ** 20
const [fewest, most] = [64, 200_000]

export interface PlannedCollection {
  name: string
  rows: number
  averageBytes: number
  /** Time-series and capped collections, which are read as a whole. */
  whole?: 'natural' | 'any'
}

/** How many documents a chunk has: a power of two, so that a few documents more or less move no boundary. */
function chunkDocuments(averageBytes: number): number {
  const documents = Math.min(most, Math.max(fewest, chunkBytes / Math.max(averageBytes, 1)))
  return 2 ** Math.floor(Math.log2(documents))
}

/** The chunks of one collection. Their boundaries are `_id`s of documents, a fixed number of documents apart. */
export async function planChunks(reading: Reading, collection: PlannedCollection): Promise<Chunk[]> {
  const { name, rows, averageBytes, whole } = collection
  const chunk = (index: number, count: number, range: ChunkRange): Chunk => ({
    id: `${name}/${String(index).padStart(5, '0')}`,
    table: name,
    rows: count,
    range,
    encoding: 'bson',
  })
  if (whole !== undefined) return [chunk(0, rows, { whole })]
  const step = chunkDocuments(averageBytes)
  const chunks: Chunk[] = []
  let small: unknown[] = []
  for (const range of await bracketsOf(reading, name)) {
    let from: unknown
    if (rows > step) {
      for await (const before of idSteps(reading, name, range, step)) {
        chunks.push(chunk(chunks.length, step, { ranges: [...small, toJson(bounded(range, from, before))] }))
        small = []
        from = before
      }
    }
    small.push(toJson(bounded(range, from, undefined)))
  }
  if (small.length > 0) chunks.push(chunk(chunks.length, Math.max(0, rows - chunks.length * step), { ranges: small }))
  return chunks
}

function bounded(range: IdRange, from: unknown, before: unknown): IdRange {
  return { ...range, ...(from !== undefined && { from }), ...(before !== undefined && { before }) }
}
