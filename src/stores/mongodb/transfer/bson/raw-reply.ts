import { afterText, bsonType, malformed, readInt32, valueEnd } from './element.ts'

/**
 * Calls `visit` with where each document of a reply's cursor begins and ends; gives their number. `cursor` are the bytes
 * of the field of that name.
 */
export function eachDocument(cursor: Uint8Array, visit: (start: number, end: number) => void): number {
  const limit = cursor.length
  let at = 4
  while (at < limit - 1) {
    const type = cursor[at] as number
    const nameAt = at + 1
    const valueAt = afterText(cursor, nameAt, limit)
    at = valueEnd(cursor, type, valueAt, limit)
    if (type === bsonType.array && isBatch(cursor, nameAt, valueAt)) return eachElement(cursor, valueAt, at, visit)
  }
  throw malformed()
}

function eachElement(
  bytes: Uint8Array,
  start: number,
  end: number,
  visit: (start: number, end: number) => void,
): number {
  let documents = 0
  let at = start + 4
  while (at < end - 1) {
    const valueAt = afterText(bytes, at + 1, end)
    if (bytes[at] !== bsonType.document) throw malformed()
    at = valueEnd(bytes, bsonType.document, valueAt, end)
    visit(valueAt, at)
    documents += 1
  }
  return documents
}

/** `firstBatch` or `nextBatch`. */
function isBatch(bytes: Uint8Array, nameAt: number, valueAt: number): boolean {
  return valueAt - nameAt > 6 && bytes[valueAt - 2] === 0x68 && bytes[valueAt - 6] === 0x42
}

/** The length of a document that begins at `at`. Throws `source.malformed` where it is not within the bytes. */
export function documentSize(bytes: Uint8Array, at: number): number {
  const size = readInt32(bytes, at)
  if (size < 5 || at + size > bytes.length) throw malformed()
  return size
}
