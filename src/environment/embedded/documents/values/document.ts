import {
  Binary,
  BSONRegExp,
  type BSONValue,
  Code,
  DBRef,
  Decimal128,
  type DeserializeOptions,
  Double,
  deserialize,
  Int32,
  Long,
  serialize,
} from 'bson'
import { ServerError } from '../server-error.ts'

/** A document as it is stored: never changed once it is stored, so that copies of collections can share it. */
export type Doc = { [field: string]: Value }

/**
 * 32-bit integers and fractions are JavaScript numbers; a double without a fraction that fits 32 bits stays `Double`,
 * so that every value goes back over the wire with the type that it came with.
 */
export type Value = null | boolean | number | string | Date | Opaque | Value[] | Doc

/** Values of the `bson` package. */
export type Opaque = BSONValue & { readonly _bsontype: string }

const decoding: DeserializeOptions = {
  promoteValues: false,
  promoteLongs: false,
  promoteBuffers: false,
  bsonRegExp: true,
  validation: { utf8: true },
}

/** Reads one document from its bytes. Throws the `bson` package's error for bytes that are not a document. */
export function decodeDocument(bytes: Uint8Array): Doc {
  return toStored(deserialize(bytes, decoding)) as Doc
}

/**
 * Reads a document, and leaves the documents in the array of one of its fields as bytes. `undefined` when there is no such
 * array, or something else is in it, too.
 */
export function decodeAround(bytes: Uint8Array, field: string): { document: Doc; documents: Uint8Array[] } | undefined {
  const { [field]: array, ...others } = deserialize(bytes, { ...decoding, fieldsAsRaw: { [field]: true } })
  const documents: unknown[] = Array.isArray(array) ? array : []
  if (documents.length === 0 || !documents.every((entry) => entry instanceof Uint8Array)) return undefined
  return { document: toStored(others) as Doc, documents }
}

export function encodeDocument(document: Readonly<Record<string, unknown>>): Uint8Array {
  return serialize(document)
}

/** A copy in the stored form of anything that the `bson` package can write; fields without a value are left out. */
export function toStored(value: unknown): Value {
  if (value === null || value === undefined) return null
  switch (typeof value) {
    case 'string':
    case 'boolean':
    case 'number':
      return value
    case 'bigint':
      return Long.fromBigInt(value)
  }
  if (Array.isArray(value)) return value.map(toStored)
  if (value instanceof Date) return new Date(value)
  if (value instanceof RegExp) return new BSONRegExp(value.source, value.flags.replace(/[^imsx]/g, ''))
  if (value instanceof Uint8Array) return new Binary(new Uint8Array(value))
  const tagged = value as { _bsontype?: unknown }
  if (typeof tagged._bsontype === 'string') return storedOpaque(tagged as unknown as Opaque)
  const stored: Doc = {}
  for (const [field, inner] of Object.entries(value)) {
    if (field === '__proto__') throw new ServerError('BadValue', 'a field cannot be named __proto__')
    if (inner !== undefined) stored[field] = toStored(inner)
  }
  return stored
}

function storedOpaque(value: Opaque): Value {
  if (value instanceof Int32) return value.value
  if (value instanceof Double) return isWrittenAsInteger(value.value) ? value : value.value
  if (value instanceof DBRef) {
    const database = value.db === undefined ? {} : { $db: value.db }
    return toStored({ $ref: value.collection, $id: value.oid, ...database, ...value.fields })
  }
  return value
}

/** True for numbers that the `bson` package writes as 32-bit integers. */
export function isWrittenAsInteger(value: number): boolean {
  return (value | 0) === value && !Object.is(value, -0)
}

export function isDoc(value: unknown): value is Doc {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Date) &&
    !('_bsontype' in value && typeof value._bsontype === 'string')
  )
}

/** The field's own value, `undefined` when there is none. */
export function fieldOf(document: Doc, field: string): Value | undefined {
  return Object.hasOwn(document, field) ? document[field] : undefined
}

/** The name of a value's type as `$type` and error messages have it. */
export function typeName(value: Value | undefined): string {
  if (value === undefined) return 'missing'
  if (value === null) return 'null'
  if (typeof value === 'string') return 'string'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'number') return isWrittenAsInteger(value) ? 'int' : 'double'
  if (Array.isArray(value)) return 'array'
  if (value instanceof Date) return 'date'
  if (isDoc(value)) return 'object'
  if (value instanceof Code) return value.scope === null ? 'javascript' : 'javascriptWithScope'
  return opaqueNames[(value as Opaque)._bsontype] ?? 'unknown'
}

const opaqueNames: Readonly<Record<string, string>> = {
  Double: 'double',
  Long: 'long',
  Timestamp: 'timestamp',
  Decimal128: 'decimal',
  ObjectId: 'objectId',
  Binary: 'binData',
  BSONRegExp: 'regex',
  BSONSymbol: 'symbol',
  MinKey: 'minKey',
  MaxKey: 'maxKey',
}

/** Whether a value is a number of any of the four types. */
export function isNumeric(value: unknown): value is number | Double | Long | Decimal128 {
  if (typeof value === 'number') return true
  if (value instanceof Double || value instanceof Decimal128) return true
  return value instanceof Long && (value as Opaque)._bsontype === 'Long'
}
