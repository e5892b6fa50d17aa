import { Binary, Decimal128, type Document, Double, Int32, Long, ObjectId, serialize } from 'bson'
import type { Value } from '../../../../core/rows/column-type.ts'
import { bsonType } from './element.ts'

/** A value as it is written: its type byte and its bytes. */
export interface EncodedValue {
  type: number
  bytes: Uint8Array
}

/** The bytes of a replacement, with the type that the original had where that can hold it. */
export function encodeValue(value: Value, original: number): EncodedValue {
  const document = serialize({ v: asOriginal(value, original) } as Document, { ignoreUndefined: false })
  const type = document[4] as number
  const kept = original === bsonType.symbol && type === bsonType.string ? original : type
  return { type: kept, bytes: document.subarray(7, document.length - 1) }
}

function asOriginal(value: Value, original: number): unknown {
  if (value === undefined) return null
  if (typeof value === 'string') return fromText(value, original)
  if (typeof value === 'number') return fromNumber(value, original)
  if (typeof value === 'bigint')
    return BigInt.asIntN(64, value) === value ? Long.fromBigInt(value) : Decimal128.fromStringWithRounding(`${value}`)
  return value
}

/** Text that says what the original's type can hold becomes that again. */
function fromText(text: string, original: number): unknown {
  switch (original) {
    case bsonType.objectId:
      return /^[0-9a-f]{24}$/i.test(text) ? ObjectId.createFromHexString(text) : text
    case bsonType.date: {
      const date = new Date(/\d{2}:\d{2}/.test(text) && !/(Z|[+-]\d{2}:?\d{2})$/.test(text) ? `${text}Z` : text)
      return /^-?\d{4,}-\d{2}-\d{2}/.test(text) && !Number.isNaN(date.getTime()) ? date : text
    }
    case bsonType.decimal:
      return /^-?(\d+(\.\d+)?|NaN|Infinity)$/.test(text) ? Decimal128.fromStringWithRounding(text) : text
    case bsonType.int32:
    case bsonType.int64:
    case bsonType.double:
      return isCanonicalNumber(text) ? fromNumber(Number(text), original) : text
    case bsonType.binary:
      return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) ? uuid(text) : text
    default:
      return text
  }
}

function fromNumber(value: number, original: number): unknown {
  if (original === bsonType.decimal) return Decimal128.fromStringWithRounding(String(value))
  if (original === bsonType.double || !Number.isSafeInteger(value) || Object.is(value, -0)) return new Double(value)
  if (original === bsonType.date) return new Date(value)
  return original === bsonType.int64 || (value | 0) !== value ? Long.fromNumber(value) : new Int32(value)
}

/** `007` and `1e3` would not be the same text again. */
function isCanonicalNumber(text: string): boolean {
  return text !== '' && String(Number(text)) === text && Number.isFinite(Number(text))
}

function uuid(text: string): unknown {
  return new Binary(Buffer.from(text.replaceAll('-', ''), 'hex'), Binary.SUBTYPE_UUID)
}
