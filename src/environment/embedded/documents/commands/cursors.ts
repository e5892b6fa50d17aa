import { Long } from 'bson'
import { ServerError } from '../server-error.ts'
import { type Doc, isDoc, type Value } from '../values/document.ts'
import { wholeNumber } from '../values/order.ts'

interface OpenCursor {
  namespace: string
  rest: readonly Value[]
}

/** Cursors that still have documents to give. They see the documents as they were when the query ran. */
export interface Cursors {
  /** The first batch of a result; keeps the rest for `more`. */
  open(namespace: string, documents: readonly Value[], options: BatchOptions): Doc
  /** Throws `CursorNotFound`. */
  more(id: number, namespace: string, batchSize: number | undefined): Doc
  kill(id: number, namespace: string): boolean
  clear(): void
}

export interface BatchOptions {
  /** 101 documents when nothing is said, as on the server. */
  batchSize?: number
  singleBatch?: boolean
}

const firstBatchSize = 101
/** Ends a batch before it outgrows a message; measured by a bound that never understates small values. */
const batchBytes = 12_000_000

export function createCursors(): Cursors {
  const cursors = new Map<number, OpenCursor>()
  let last = 0
  const keep = (namespace: string, rest: readonly Value[], id: number): number => {
    if (rest.length === 0) {
      cursors.delete(id)
      return 0
    }
    cursors.set(id, { namespace, rest })
    return id
  }
  return {
    open(namespace, documents, { batchSize = firstBatchSize, singleBatch = false }) {
      const length = batchLength(documents, batchSize)
      const rest = singleBatch ? [] : documents.slice(length)
      const id = rest.length === 0 ? 0 : keep(namespace, rest, ++last)
      return { cursor: { firstBatch: documents.slice(0, length), id: Long.fromNumber(id), ns: namespace } }
    },
    more(id, namespace, batchSize) {
      const cursor = cursors.get(id)
      if (cursor === undefined || cursor.namespace !== namespace)
        throw new ServerError('CursorNotFound', `cursor id ${id} not found`)
      const length = batchLength(cursor.rest, batchSize || Number.POSITIVE_INFINITY)
      const batch = cursor.rest.slice(0, length)
      const left = keep(namespace, cursor.rest.slice(length), id)
      return { cursor: { nextBatch: batch, id: Long.fromNumber(left), ns: namespace } }
    },
    kill: (id, namespace) => cursors.get(id)?.namespace === namespace && cursors.delete(id),
    clear: () => cursors.clear(),
  }
}

/** Reads the `cursor` option of aggregates and lists. */
export function cursorOption(value: Value | undefined): BatchOptions {
  const batchSize = isDoc(value) ? value.batchSize : undefined
  return { batchSize: batchSizeOf(batchSize) }
}

export function batchSizeOf(value: Value | undefined): number | undefined {
  if (value === undefined) return undefined
  const size = wholeNumber(value)
  if (size === undefined || size < 0) throw new ServerError('Location51024', 'batchSize must be a whole number from 0')
  return size
}

function batchLength(documents: readonly Value[], limit: number): number {
  let bytes = 0
  let length = 0
  for (const document of documents) {
    if (length >= limit) break
    bytes += roughSize(document)
    if (length > 0 && bytes > batchBytes) break
    length++
  }
  return length
}

function roughSize(value: Value): number {
  if (typeof value === 'string') return value.length * 3 + 8
  if (Array.isArray(value)) return value.reduce<number>((sum, inner) => sum + roughSize(inner) + 8, 8)
  if (isDoc(value)) {
    let size = 8
    for (const field in value) size += field.length + 2 + roughSize(value[field] ?? null)
    return size
  }
  if (typeof value === 'object' && value !== null && 'length' in value && typeof value.length === 'function')
    return Number(value.length()) + 16
  return 24
}
