import type { Document } from 'bson'

/**
 * The types that an `_id` may have, in the server's order, and which of them it compares with each other. A range of
 * `_id` is within one of these brackets, because comparisons are.
 */
export const brackets = [
  { name: 'minKey', types: ['minKey'], bytes: [0xff] },
  { name: 'null', types: ['null', 'undefined'], bytes: [0x0a, 0x06] },
  { name: 'number', types: ['number'], bytes: [0x01, 0x10, 0x12, 0x13] },
  { name: 'string', types: ['string', 'symbol'], bytes: [0x02, 0x0e] },
  { name: 'object', types: ['object'], bytes: [0x03] },
  { name: 'binData', types: ['binData'], bytes: [0x05] },
  { name: 'objectId', types: ['objectId'], bytes: [0x07] },
  { name: 'bool', types: ['bool'], bytes: [0x08] },
  { name: 'date', types: ['date'], bytes: [0x09] },
  { name: 'timestamp', types: ['timestamp'], bytes: [0x11] },
  { name: 'dbPointer', types: ['dbPointer'], bytes: [0x0c] },
  { name: 'javascript', types: ['javascript'], bytes: [0x0d] },
  { name: 'javascriptWithScope', types: ['javascriptWithScope'], bytes: [0x0f] },
  { name: 'maxKey', types: ['maxKey'], bytes: [0x7f] },
] as const satisfies readonly { name: string; types: readonly string[]; bytes: readonly number[] }[]

/** The place in the order of brackets of the type with this byte. */
export function bracketOf(type: number): number {
  return brackets.findIndex(({ bytes }) => (bytes as readonly number[]).includes(type))
}

export type Bracket = (typeof brackets)[number]

/** A part of a collection: from `from` (included) up to `before`. The bracket is left out where there is only one. */
export interface IdRange {
  bracket?: Bracket['name']
  from?: unknown
  before?: unknown
}

/** The filter for a range; `after` leaves out everything up to and with that `_id`. */
export function rangeFilter({ bracket, from, before }: IdRange, after?: { id: unknown }): Document {
  const conditions: Document[] = []
  const types = brackets.find(({ name }) => name === bracket)?.types
  // Strings are asked for by comparison: not every server knows the name of the old type that compares with them.
  if (bracket === 'string') conditions.push({ _id: { $gte: '' } })
  else if (types !== undefined) conditions.push({ _id: { $type: types.length === 1 ? types[0] : types } })
  if (after !== undefined) conditions.push({ _id: isNaNId(after.id) ? { $ne: after.id } : { $gt: after.id } })
  else if (from !== undefined) conditions.push({ _id: { $gte: from } })
  // NaN is less than all numbers in order, and less than none in a comparison: it belongs to the first range.
  if (before !== undefined) conditions.push({ _id: from === undefined ? { $not: { $gte: before } } : { $lt: before } })
  if (conditions.length === 0) return {}
  return conditions.length === 1 ? (conditions[0] as Document) : { $and: conditions }
}

function isNaNId(id: unknown): boolean {
  return String(id) === 'NaN' && typeof id !== 'string'
}
