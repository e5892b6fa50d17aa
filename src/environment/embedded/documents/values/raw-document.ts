import { deserialize, ObjectId } from 'bson'
import type { Opaque, Value } from './document.ts'
import { toStored } from './document.ts'

const [documentType, arrayType, regexType, idKey] = [3, 4, 11, [0x5f, 0x69, 0x64, 0]]
const fixedSizes: Readonly<Record<number, number>> = {
  1: 8,
  6: 0,
  7: 12,
  8: 1,
  9: 8,
  10: 0,
  16: 4,
  17: 8,
  18: 8,
  19: 16,
  127: 0,
  255: 0,
}
const exactly = { promoteValues: false, promoteLongs: false, promoteBuffers: false, bsonRegExp: true } as const

/**
 * The `_id` of a document that can be kept as the bytes that it came as; `undefined` where it has to be looked into first:
 * it has no `_id` in front, or one that is not allowed, or is not well-formed at its top, or names `__proto__`.
 */
export function idOfKeepable(bytes: Uint8Array): Value | undefined {
  const type = bytes[4] as number
  if (idKey.some((byte, index) => bytes[5 + index] !== byte)) return undefined
  if (type === arrayType || type === regexType || type === 6) return undefined
  if (!isWellFormed(bytes) || Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes('__proto__'))
    return undefined
  const end = elementEnd(bytes, type, 9)
  const alone = new Uint8Array(end + 1)
  alone.set(bytes.subarray(0, end))
  new DataView(alone.buffer).setInt32(0, alone.length, true)
  return toStored(deserialize(alone, exactly)._id)
}

/** Stands for a document in an answer; it is written as the bytes that it is. */
export function rawValue(bytes: Uint8Array): Opaque {
  // The BSON package lets an ObjectId write itself. The type in front of the key, the digits of an index, is put right.
  const serializeInto = (buffer: Uint8Array, index: number): number => {
    let at = index - 2
    while (isDigit(buffer[at] as number)) at -= 1
    buffer[at] = documentType
    buffer.set(bytes, index)
    return bytes.length
  }
  return Object.assign(new ObjectId(), { serializeInto, length: () => bytes.length }) as unknown as Opaque
}

function isDigit(byte: number): boolean {
  return byte >= 48 && byte <= 57
}

/** Looks at the elements of the document itself, not at what is within them. */
function isWellFormed(bytes: Uint8Array): boolean {
  const end = bytes.length - 1
  let at = 4
  while (at < end) {
    const type = bytes[at] as number
    const nameEnd = bytes.indexOf(0, at + 1)
    if (type === 0 || nameEnd < 0 || nameEnd >= end) return false
    const next = elementEnd(bytes, type, nameEnd + 1)
    if (!(next > at && next <= end)) return false
    at = next
  }
  return at === end && bytes[end] === 0
}

/** Where a value ends; not a number, or before its begin, where it has no end. */
function elementEnd(bytes: Uint8Array, type: number, at: number): number {
  const fixed = fixedSizes[type]
  if (fixed !== undefined) return at + fixed
  if (type === regexType) return bytes.indexOf(0, bytes.indexOf(0, at) + 1) + 1
  const length =
    (bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24)
  if (length < 0) return Number.NaN
  if (type === documentType || type === arrayType || type === 15) return length < 5 ? Number.NaN : at + length
  if (type === 2 || type === 13 || type === 14) return length < 1 ? Number.NaN : at + 4 + length
  if (type === 5) return at + 5 + length
  return type === 12 ? at + 16 + length : Number.NaN
}
