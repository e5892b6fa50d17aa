import { environmentError } from '../../../../core/error.ts'

/** The type bytes of BSON (bsonspec.org, version 1.1). */
export const bsonType = {
  double: 0x01,
  string: 0x02,
  document: 0x03,
  array: 0x04,
  binary: 0x05,
  undefined: 0x06,
  objectId: 0x07,
  boolean: 0x08,
  date: 0x09,
  null: 0x0a,
  regex: 0x0b,
  dbPointer: 0x0c,
  code: 0x0d,
  symbol: 0x0e,
  codeWithScope: 0x0f,
  int32: 0x10,
  timestamp: 0x11,
  int64: 0x12,
  decimal: 0x13,
  minKey: 0xff,
  maxKey: 0x7f,
} as const

/** A document of no elements is as long as this. */
export const emptyDocumentSize = 5

export function readInt32(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24)
  )
}

export function writeInt32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value
  bytes[at + 1] = value >> 8
  bytes[at + 2] = value >> 16
  bytes[at + 3] = value >> 24
}

/** A 64-bit integer as the nearest double: exact within ±2^53. */
export function readInt64(bytes: Uint8Array, at: number): number {
  return readInt32(bytes, at + 4) * 2 ** 32 + (readInt32(bytes, at) >>> 0)
}

/** Writes an integer within ±2^53. */
export function writeInt64(bytes: Uint8Array, at: number, value: number): void {
  const high = Math.floor(value / 2 ** 32)
  writeInt32(bytes, at, value - high * 2 ** 32)
  writeInt32(bytes, at + 4, high)
}

/** Where the value of an element ends. Throws `source.malformed` where that is not within `limit`. */
export function valueEnd(bytes: Uint8Array, type: number, at: number, limit: number): number {
  const end = at + valueSize(bytes, type, at, limit)
  if (end > limit || end < at) throw malformed()
  return end
}

function valueSize(bytes: Uint8Array, type: number, at: number, limit: number): number {
  switch (type) {
    case bsonType.string:
    case bsonType.code:
    case bsonType.symbol:
      return 4 + readInt32(bytes, at)
    case bsonType.document:
    case bsonType.array:
    case bsonType.codeWithScope:
      return readInt32(bytes, at)
    case bsonType.int32:
      return 4
    case bsonType.double:
    case bsonType.date:
    case bsonType.timestamp:
    case bsonType.int64:
      return 8
    case bsonType.boolean:
      return 1
    case bsonType.objectId:
      return 12
    case bsonType.decimal:
      return 16
    case bsonType.undefined:
    case bsonType.null:
    case bsonType.minKey:
    case bsonType.maxKey:
      return 0
    case bsonType.binary:
      return 5 + readInt32(bytes, at)
    case bsonType.dbPointer:
      return 16 + readInt32(bytes, at)
    case bsonType.regex:
      return afterText(bytes, afterText(bytes, at, limit), limit) - at
    default:
      throw malformed()
  }
}

/** Behind the zero that ends a text. */
export function afterText(bytes: Uint8Array, at: number, limit: number): number {
  let end = at
  while (end < limit && bytes[end] !== 0) end += 1
  if (end >= limit) throw malformed()
  return end + 1
}

export function malformed(): Error {
  return environmentError({
    code: 'source.malformed',
    message: 'the server sent bytes that are no document',
    remedy: 'Check the collection with `validate`.',
  })
}
