import { BSONRegExp } from 'bson'
import { notSupported, ServerError } from '../server-error.ts'
import { type Doc, isNumeric, typeName, type Value } from '../values/document.ts'
import { roughly } from '../values/numbers.ts'
import { compareValues, equalValues, typeRank, valueKey, wholeNumber } from '../values/order.ts'
import type { MatchDetails, ValueMatcher } from './filter.ts'
import { fromRegex } from './regex.ts'

type Build = (operand: Value, siblings: Doc) => ValueMatcher

const operators: Readonly<Record<string, Build>> = {
  $eq: equality,
  $ne: (operand) => {
    if (operand instanceof BSONRegExp) throw new ServerError('BadValue', "can't have regex as arg to $ne")
    return { ...equality(operand), negated: true }
  },
  $gt: (operand) => comparison(operand, (order) => order > 0),
  $gte: (operand) => comparison(operand, (order) => order >= 0),
  $lt: (operand) => comparison(operand, (order) => order < 0),
  $lte: (operand) => comparison(operand, (order) => order <= 0),
  $in: (operand) => membership('$in', operand),
  $nin: (operand) => ({ ...membership('$nin', operand), negated: true }),
  $exists: (operand) => ({
    wholeArray: true,
    negated: !isTrue(operand),
    test: (value) => value !== undefined,
  }),
  $type: types,
  $size: (operand) => {
    const size = wholeNumber(operand)
    if (size === undefined || size < 0) throw new ServerError('BadValue', '$size needs a whole number from 0')
    return { wholeArray: true, test: (value) => Array.isArray(value) && value.length === size }
  },
  $regex: (operand, siblings) => {
    const options = siblings.$options
    if (options !== undefined && typeof options !== 'string')
      throw new ServerError('BadValue', '$options has to be a string')
    if (operand instanceof BSONRegExp) return fromRegex(operand.pattern, options ?? operand.options)
    if (typeof operand !== 'string') throw new ServerError('BadValue', '$regex has to be a string')
    return fromRegex(operand, options ?? '')
  },
  $mod: (operand) => {
    const [divisor, remainder] = Array.isArray(operand) && operand.length === 2 ? operand.map(truncated) : []
    if (divisor === undefined || remainder === undefined || divisor === 0)
      throw new ServerError('BadValue', '$mod needs a divisor other than 0 and a remainder')
    return { test: (value) => isNumeric(value) && Math.trunc(roughly(value)) % divisor === remainder }
  },
}

const notHere = new Set([
  ...['$bitsAllSet', '$bitsAllClear', '$bitsAnySet', '$bitsAnyClear', '$near', '$nearSphere', '$geoWithin'],
  ...['$geoIntersects', '$within', '$geoNear', '$uniqueDocs', '$maxDistance', '$minDistance'],
])

/** The matcher of one operator beside a path. Throws `BadValue` for an unknown one. */
export function matcherOf(operator: string, operand: Value, siblings: Doc): ValueMatcher {
  const build = Object.hasOwn(operators, operator) ? operators[operator] : undefined
  if (build !== undefined) return build(operand, siblings)
  if (operator === '$comment') return { wholeArray: true, test: () => true }
  if (operator === '$options') throw new ServerError('BadValue', '$options needs a $regex')
  if (notHere.has(operator)) throw notSupported(operator)
  throw new ServerError('BadValue', `unknown operator: ${operator}`)
}

/** `$elemMatch`: some element of the array passes. */
export function elementMatch(passes: (element: Value) => boolean): ValueMatcher {
  return {
    wholeArray: true,
    test: (value: Value | undefined, details?: MatchDetails) => {
      if (!Array.isArray(value)) return false
      const position = value.findIndex(passes)
      if (position >= 0 && details !== undefined) details.position = position
      return position >= 0
    },
  }
}

/** How the server reads a flag: any number but 0, and anything that is not null or false. */
export function isTrue(value: Value | undefined): boolean {
  if (value === undefined || value === null || value === false) return false
  return !isNumeric(value) || roughly(value) !== 0
}

function equality(operand: Value): ValueMatcher {
  if (operand === null) return { test: (value) => value === null || value === undefined }
  if (typeof operand === 'string') return { test: (value) => value === operand }
  return { test: (value) => value !== undefined && equalValues(value, operand) }
}

function comparison(operand: Value, holds: (order: number) => boolean): ValueMatcher {
  if (operand instanceof BSONRegExp) throw new ServerError('BadValue', 'cannot compare with a regex')
  const rank = typeRank(operand)
  if (rank === -1 || rank === 127) return { test: (value) => holds(compareValues(value ?? null, operand)) }
  const nan = isNumeric(operand) && Number.isNaN(roughly(operand))
  return {
    test: (found) => {
      const value = found === undefined ? null : found
      if (typeRank(value) !== rank) return false
      if (isNumeric(value) && Number.isNaN(roughly(value)) !== nan) return false
      return holds(compareValues(value, operand))
    },
  }
}

function membership(operator: string, operand: Value): ValueMatcher {
  if (!Array.isArray(operand)) throw new ServerError('BadValue', `${operator} needs an array`)
  const patterns: ValueMatcher[] = []
  const keys = new Set<string>()
  for (const value of operand) {
    if (value instanceof BSONRegExp) patterns.push(fromRegex(value.pattern, value.options))
    else keys.add(valueKey(value))
  }
  return {
    test: (value) =>
      (keys.size > 0 && keys.has(valueKey(value === undefined ? null : value))) ||
      patterns.some((pattern) => pattern.test(value)),
  }
}

function truncated(value: Value): number | undefined {
  return isNumeric(value) ? Math.trunc(roughly(value)) : undefined
}

const typeNumbers: Readonly<Record<number, string>> = {
  ...{ 1: 'double', 2: 'string', 3: 'object', 4: 'array', 5: 'binData', 6: 'undefined', 7: 'objectId', 8: 'bool' },
  ...{
    9: 'date',
    10: 'null',
    11: 'regex',
    12: 'dbPointer',
    13: 'javascript',
    14: 'symbol',
    15: 'javascriptWithScope',
    16: 'int',
  },
  ...{ 17: 'timestamp', 18: 'long', 19: 'decimal', 127: 'maxKey', [-1]: 'minKey' },
}

function types(operand: Value): ValueMatcher {
  const names = new Set((Array.isArray(operand) ? operand : [operand]).map(typeAlias))
  if (names.size === 0) throw new ServerError('FailedToParse', '$type must match at least one type')
  return {
    test: (value) => value !== undefined && (names.has(typeName(value)) || (names.has('number') && isNumeric(value))),
  }
}

function typeAlias(value: Value): string {
  if (value === 'number') return value
  const number = wholeNumber(value)
  const name = number === undefined ? value : typeNumbers[number]
  if (typeof name === 'string' && Object.values(typeNumbers).includes(name)) return name
  throw new ServerError('BadValue', 'unknown type name or number in $type')
}
