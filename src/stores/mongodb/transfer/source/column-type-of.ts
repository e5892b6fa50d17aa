import type { ColumnType, ValueKind } from '../../../../core/rows/column-type.ts'
import { bsonType } from '../bson/element.ts'

const [smallest32, largest32] = [-(2n ** 31n), 2n ** 31n - 1n]
const [smallest64, largest64] = [-(2n ** 63n), 2n ** 63n - 1n]

/** Binary values that are UUIDs are told apart from others. */
export const uuidType = 0x104

/** The names are those of `$type`. */
const byType: ReadonlyMap<number, ColumnType> = new Map<number, ColumnType>([
  [bsonType.double, { kind: 'float', name: 'double' }],
  [bsonType.string, { kind: 'text', name: 'string' }],
  [bsonType.document, { kind: 'document', name: 'object' }],
  [bsonType.array, { kind: 'array', name: 'array' }],
  [bsonType.binary, { kind: 'bytes', name: 'binData' }],
  [uuidType, { kind: 'uuid', name: 'uuid' }],
  [bsonType.objectId, { kind: 'other', name: 'objectId' }],
  [bsonType.boolean, { kind: 'boolean', name: 'bool' }],
  [bsonType.date, { kind: 'timestamp', name: 'date', zoned: true }],
  [bsonType.regex, { kind: 'other', name: 'regex' }],
  [bsonType.dbPointer, { kind: 'other', name: 'dbPointer' }],
  [bsonType.code, { kind: 'other', name: 'javascript' }],
  [bsonType.symbol, { kind: 'text', name: 'symbol' }],
  [bsonType.codeWithScope, { kind: 'other', name: 'javascriptWithScope' }],
  [bsonType.int32, { kind: 'integer', name: 'int', range: [smallest32, largest32] }],
  [bsonType.timestamp, { kind: 'other', name: 'timestamp' }],
  [bsonType.int64, { kind: 'integer', name: 'long', range: [smallest64, largest64] }],
  [bsonType.decimal, { kind: 'decimal', name: 'decimal' }],
  [bsonType.minKey, { kind: 'other', name: 'minKey' }],
  [bsonType.maxKey, { kind: 'other', name: 'maxKey' }],
])

/**
 * What a field is whose values had these BSON types; `undefined` where it never had one of its own. Mixed types are
 * `text` where strings are among them, whole and broken numbers together `float`, all else `other`; the name tells them
 * apart: `string | int`.
 */
export function columnTypeOf(
  counts: ReadonlyMap<number, number>,
  isContainer: boolean,
): { type: ColumnType } | undefined {
  const nullable = counts.has(bsonType.null) || counts.has(bsonType.undefined)
  const types = [...counts.keys()]
    .filter((type) => byType.has(type))
    // An empty container among full ones, or null in their place, is nothing of its own.
    .filter((type) => !(isContainer && (type === bsonType.document || type === bsonType.array)))
    .sort((a, b) => a - b)
    .map((type) => byType.get(type) as ColumnType)
  const [only] = types
  if (only === undefined) {
    if (isContainer || !nullable) return undefined
    return { type: { kind: 'other', name: 'null' } }
  }
  if (types.length === 1) return { type: only }
  const name = types.map((type) => type.name).join(' | ')
  const kinds = new Set(types.map(({ kind }) => kind))
  if (kinds.size === 1 && only.kind === 'integer')
    return { type: { kind: 'integer', name, range: [smallest64, largest64] } }
  return { type: { kind: mixedKind(kinds), name } }
}

function mixedKind(kinds: ReadonlySet<ValueKind>): ValueKind {
  if (kinds.has('text')) return 'text'
  const numbers = [...kinds].every((kind) => kind === 'integer' || kind === 'float')
  return numbers ? 'float' : 'other'
}
