import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  type Code,
  Decimal128,
  Double,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from 'bson'
import { type Doc, isDoc, isNumeric, type Value } from './document.ts'
import { compareNumbers, type Numeric, numberKey } from './numbers.ts'

/** Where the type of a value stands in the order of types, the same for types that compare with each other. */
export function typeRank(value: Value | undefined): number {
  if (value === undefined) return 0
  if (value === null) return 2
  if (typeof value === 'string') return 4
  if (typeof value === 'boolean') return 9
  if (isNumeric(value)) return 3
  if (Array.isArray(value)) return 6
  if (value instanceof Date) return 10
  if (isDoc(value)) return 5
  if (value instanceof ObjectId) return 8
  if (value instanceof Binary) return 7
  if (value instanceof Timestamp) return 11
  if (value instanceof BSONRegExp) return 12
  if (value instanceof BSONSymbol) return 4
  if (value instanceof MinKey) return -1
  if (value instanceof MaxKey) return 127
  return 13
}

/** MongoDB's order over all values, whatever their types; a missing value comes before null. */
export function compareValues(a: Value | undefined, b: Value | undefined): number {
  if (a === b) return 0
  const rank = typeRank(a)
  const difference = rank - typeRank(b)
  if (difference !== 0) return Math.sign(difference)
  switch (rank) {
    case 3:
      return compareNumbers(a as Numeric, b as Numeric)
    case 4:
      return compareText(String(a), String(b))
    case 5:
      return compareDocuments(a as Doc, b as Doc)
    case 6:
      return compareArrays(a as Value[], b as Value[])
    case 7:
      return compareBinary(a as Binary, b as Binary)
    case 8:
      return Buffer.compare((a as ObjectId).id, (b as ObjectId).id)
    case 9:
      return Number(a) - Number(b)
    case 10:
      return Math.sign((a as Date).getTime() - (b as Date).getTime())
    case 11:
      return (a as Timestamp).comp(b as Timestamp)
    case 12:
      return compareText(regexText(a as BSONRegExp), regexText(b as BSONRegExp))
    case 13:
      return compareText(codeText(a as Code), codeText(b as Code))
    default:
      return 0
  }
}

export function equalValues(a: Value | undefined, b: Value | undefined): boolean {
  return compareValues(a, b) === 0
}

/** One text for all values that are equal in MongoDB's sense. */
export function valueKey(value: Value | undefined): string {
  const rank = typeRank(value)
  switch (rank) {
    case 3:
      return `n${numberKey(value as Numeric)}`
    case 4:
      return `s${JSON.stringify(String(value))}`
    case 5:
      return `{${Object.entries(value as Doc)
        .map(([field, inner]) => `${JSON.stringify(field)}:${valueKey(inner)}`)
        .join()}}`
    case 6:
      return `[${(value as Value[]).map(valueKey).join()}]`
    case 7:
      return `b${(value as Binary).sub_type}:${(value as Binary).toString('base64')}`
    case 8:
      return `o${(value as ObjectId).toHexString()}`
    case 9:
      return value === true ? 't' : 'f'
    case 10:
      return `d${(value as Date).getTime()}`
    case 11:
      return `T${(value as Timestamp).toString()}`
    case 12:
      return `r${JSON.stringify(regexText(value as BSONRegExp))}`
    case 13:
      return `c${JSON.stringify(codeText(value as Code))}`
    default:
      return `#${rank}`
  }
}

/** Whether two values are the same to the byte: types, field order and all. */
export function identical(a: Value | undefined, b: Value | undefined): boolean {
  if (a === b) return typeof a !== 'number' || Object.is(a, b)
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return Object.is(a, b)
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((inner, index) => identical(inner, b[index]))
  }
  if (isDoc(a)) {
    if (!isDoc(b)) return false
    const fields = Object.keys(a)
    const others = Object.keys(b)
    return (
      fields.length === others.length &&
      fields.every((field, index) => field === others[index] && identical(a[field], b[field]))
    )
  }
  if (a instanceof Decimal128) return b instanceof Decimal128 && a.toString() === b.toString()
  const sameType = a instanceof Date ? b instanceof Date : sameTag(a, b)
  if (a instanceof Double || a instanceof Long) return sameType && compareNumbers(a as Numeric, b as Numeric) === 0
  return sameType && compareValues(a, b) === 0
}

function sameTag(a: object, b: object): boolean {
  return '_bsontype' in a && '_bsontype' in b && a._bsontype === b._bsontype
}

/** By code points, which is the order of the UTF-8 bytes. */
function compareText(a: string, b: string): number {
  if (a === b) return 0
  const length = Math.min(a.length, b.length)
  for (let index = 0; index < length; index++) {
    const left = a.charCodeAt(index)
    const right = b.charCodeAt(index)
    if (left === right) continue
    const surrogates = Number(isSurrogate(left)) - Number(isSurrogate(right))
    return surrogates === 0 ? Math.sign(left - right) : surrogates
  }
  return Math.sign(a.length - b.length)
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff
}

function compareDocuments(a: Doc, b: Doc): number {
  const left = Object.entries(a)
  const right = Object.entries(b)
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const [leftField, leftValue] = left[index] as [string, Value]
    const [rightField, rightValue] = right[index] as [string, Value]
    const order =
      Math.sign(typeRank(leftValue) - typeRank(rightValue)) ||
      compareText(leftField, rightField) ||
      compareValues(leftValue, rightValue)
    if (order !== 0) return order
  }
  return Math.sign(left.length - right.length)
}

function compareArrays(a: Value[], b: Value[]): number {
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    const order = compareValues(a[index], b[index])
    if (order !== 0) return order
  }
  return Math.sign(a.length - b.length)
}

function compareBinary(a: Binary, b: Binary): number {
  return (
    Math.sign(a.position - b.position) ||
    Math.sign(a.sub_type - b.sub_type) ||
    Buffer.compare(a.buffer.subarray(0, a.position), b.buffer.subarray(0, b.position))
  )
}

function regexText(value: BSONRegExp): string {
  return `${value.pattern}/${value.options}`
}

function codeText(value: Code): string {
  return `${value.code}/${JSON.stringify(value.scope)}`
}

/** The integer that a number stands for, `undefined` when it has a fraction or is too large to be exact. */
export function wholeNumber(value: unknown): number | undefined {
  if (!isNumeric(value)) return undefined
  const number = Number(value.toString())
  return Number.isSafeInteger(number) ? number : undefined
}
