import { decodeExactly } from '../bson/decode-value.ts'
import { afterText, malformed, valueEnd } from '../bson/element.ts'

/** The `_id` of the document that begins at `start`, as an object of the BSON package. Throws `source.malformed` without one. */
export function idOf(bytes: Uint8Array, start: number): unknown {
  const { type, valueAt, end } = findId(bytes, start)
  return decodeExactly(bytes, type, valueAt, end)
}

/** The type byte of a document's `_id`, and where its value is. Throws `source.malformed`. */
export function findId(bytes: Uint8Array, start: number): { type: number; valueAt: number; end: number } {
  const limit = bytes.length
  let at = start + 4
  while (at < limit && bytes[at] !== 0) {
    const type = bytes[at] as number
    const valueAt = afterText(bytes, at + 1, limit)
    const isId = valueAt - at === 5 && bytes[at + 1] === 0x5f && bytes[at + 2] === 0x69 && bytes[at + 3] === 0x64
    at = valueEnd(bytes, type, valueAt, limit)
    if (isId) return { type, valueAt, end: at }
  }
  throw malformed()
}
