import { type Decimal128, type Document, deserialize } from 'bson'
import type { Value } from '../../../../core/rows/column-type.ts'
import { bsonType, readInt32, readInt64, writeInt32 } from './element.ts'

const exactly = { promoteValues: false, promoteLongs: false, promoteBuffers: false, bsonRegExp: true } as const
const decoder = new TextDecoder()

/** Null, and the type of old that stands for nothing. */
export function hasNoValue(type: number): boolean {
  return type === bsonType.null || type === bsonType.undefined
}

/**
 * A value in the form that its kind has in JavaScript (see ColumnType): documents and arrays with the BSON package's
 * objects in them, what has no kind as text.
 */
export function decodeValue(bytes: Uint8Array, type: number, start: number, end: number): Value {
  switch (type) {
    case bsonType.null:
    case bsonType.undefined:
      return null
    case bsonType.double:
      return new DataView(bytes.buffer, bytes.byteOffset + start, 8).getFloat64(0, true)
    case bsonType.boolean:
      return bytes[start] === 1
    case bsonType.int32:
      return readInt32(bytes, start)
    case bsonType.int64: {
      const value = readInt64(bytes, start)
      if (Number.isSafeInteger(value)) return value
      return new DataView(bytes.buffer, bytes.byteOffset + start, 8).getBigInt64(0, true)
    }
    case bsonType.document:
    case bsonType.array:
      return decodeExactly(bytes, type, start, end)
    case bsonType.binary:
      if (bytes[start + 4] === 4 && end - start === 21) return textOf(bytes, type, start, end)
      return bytes.slice(start + 5, end)
    default:
      return textOf(bytes, type, start, end)
  }
}

/** A value as text. */
export function textOf(bytes: Uint8Array, type: number, start: number, end: number): string {
  switch (type) {
    case bsonType.string:
    case bsonType.symbol:
    case bsonType.code:
      return decoder.decode(bytes.subarray(start + 4, end - 1))
    case bsonType.objectId:
      return hex(bytes, start, end)
    case bsonType.date:
      return dateText(readInt64(bytes, start))
    case bsonType.regex:
      return `/${decoder.decode(bytes.subarray(start, end - 1)).replace('\0', '/')}`
    case bsonType.decimal:
      return decimalText(decodeExactly(bytes, type, start, end) as Decimal128)
    case bsonType.binary:
      if (bytes[start + 4] === 4 && end - start === 21) return uuidText(hex(bytes, start + 5, end))
      return hex(bytes, start + 5, end)
    case bsonType.minKey:
      return 'MinKey'
    case bsonType.maxKey:
      return 'MaxKey'
    case bsonType.timestamp:
      return `${readInt32(bytes, start + 4) >>> 0}:${readInt32(bytes, start) >>> 0}`
    case bsonType.dbPointer:
    case bsonType.codeWithScope:
      return hex(bytes, start, end)
    default:
      return String(decodeValue(bytes, type, start, end))
  }
}

/** A value as an object of the BSON package, so that nothing of its type is lost. */
export function decodeExactly(bytes: Uint8Array, type: number, start: number, end: number): unknown {
  const document = new Uint8Array(end - start + 8)
  writeInt32(document, 0, document.length)
  document[4] = type
  document[5] = 118
  document.set(bytes.subarray(start, end), 7)
  return (deserialize(document, exactly) as Document).v
}

const ordinaryDate = '2026-02-28T13:45:00.000Z'.length

function dateText(milliseconds: number): string {
  const date = new Date(milliseconds)
  if (Number.isNaN(date.getTime())) return milliseconds < 0 ? '-infinity' : 'infinity'
  const text = date.toISOString()
  // Years beyond four digits are written as they are, as in the other stores.
  return text.length === ordinaryDate ? text : text.replace(/^\+0*/, '').replace(/^-0*(\d{4})/, '-$1')
}

/** Without an exponent, as decimals are written in the other stores. */
function decimalText(value: Decimal128): string {
  const text = value.toString()
  const [, sign = '', whole = '', fraction = '', power = '0'] = /^(-?)(\d+)(?:\.(\d+))?E([+-]?\d+)$/.exec(text) ?? []
  if (whole === '' || Math.abs(Number(power)) > 400) return text
  const point = whole.length + Number(power)
  const digits = whole + fraction
  if (point >= digits.length) return `${sign}${digits}${'0'.repeat(point - digits.length)}`
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`
}

function hex(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('hex')
}

function uuidText(digits: string): string {
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
