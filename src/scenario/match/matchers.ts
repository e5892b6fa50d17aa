import type { Difference } from '../../core/events.ts'
import { isJsonObject } from '../../core/json.ts'
import { compare as compareDecimals, type Decimal } from '../expression/decimal.ts'
import { decimalOf, distance } from './decimal.ts'
import { deepEqual } from './deep-equal.ts'
import { isPattern, patternFound } from './pattern-search.ts'
import { momentOf, orderOf } from './scalar.ts'
import type { Path } from './shown.ts'
import { matchUnordered } from './unordered.ts'
import { isValueType, valueTypes } from './value-types.ts'

/** What a matcher looks at. */
export interface Probe {
  /** `undefined` when there is nothing. */
  actual: unknown
  path: Path
  compare(expected: unknown, actual: unknown, path: Path): Difference[]
}

interface Matcher {
  /** What its operand must be, for messages. */
  takes: string
  accepts(operand: unknown): boolean
  /** Whether it holds, or what exactly differs. */
  check(operand: never, probe: Probe): boolean | Difference[]
}

const anything = { takes: 'a value or a matcher', accepts: () => true }
const comparable = {
  takes: 'a number, a date, or a date and time with its zone',
  accepts: (operand: unknown) => decimalOf(operand) !== undefined || momentOf(operand) !== undefined,
}
const text = { takes: 'a text', accepts: (operand: unknown) => typeof operand === 'string' }
const list = { takes: 'a list', accepts: Array.isArray }
const flag = { takes: 'true or false', accepts: (operand: unknown) => typeof operand === 'boolean' }

const matches = ({ compare, path }: Probe, expected: unknown, actual: unknown): boolean =>
  compare(expected, actual, path).length === 0

/** Everything an expectation can ask for besides values. `not` and all others, save `exists` and `optional`, need a value to be there. */
export const matchers = {
  /** Deep and exact: the same types, and no key more or less. */
  equals: { ...anything, check: (operand: unknown, { actual }) => deepEqual(operand, actual) },
  /** There is a value, and it does not match. */
  not: {
    ...anything,
    check: (operand: unknown, probe) =>
      (probe.actual !== undefined || asksForPresence(operand)) && !matches(probe, operand, probe.actual),
  },
  gt: { ...comparable, check: (operand: unknown, { actual }) => (orderOf(actual, operand) ?? 0) > 0 },
  gte: { ...comparable, check: (operand: unknown, { actual }) => (orderOf(actual, operand) ?? -1) >= 0 },
  lt: { ...comparable, check: (operand: unknown, { actual }) => (orderOf(actual, operand) ?? 0) < 0 },
  lte: { ...comparable, check: (operand: unknown, { actual }) => (orderOf(actual, operand) ?? 1) <= 0 },
  /** Both ends included. */
  between: {
    takes: 'a list of two numbers or two dates, the lower one first',
    accepts: (operand) => Array.isArray(operand) && operand.length === 2 && (orderOf(operand[0], operand[1]) ?? 1) <= 0,
    check: ([low, high]: unknown[], { actual }) =>
      (orderOf(actual, low) ?? -1) >= 0 && (orderOf(actual, high) ?? 1) <= 0,
  },
  approx: {
    takes: '{ value, tolerance }, both numbers, the tolerance not below 0',
    accepts: (operand) => isTolerance(operand),
    check: (operand: { value: unknown; tolerance: unknown }, { actual }) => {
      const numbers = [actual, operand.value, operand.tolerance].map(decimalOf)
      if (!allKnown(numbers)) return false
      const [is, value, tolerance] = numbers as [Decimal, Decimal, Decimal]
      return compareDecimals(distance(is, value), tolerance) <= 0
    },
  },
  oneOf: {
    ...list,
    check: (operand: unknown[], probe) => operand.some((choice) => matches(probe, choice, probe.actual)),
  },
  /** A text holds a text; a list has an item that matches. A list of those: all of them. */
  contains: {
    ...anything,
    check: (operand: unknown, probe) =>
      (Array.isArray(operand) ? operand : [operand]).every((wanted) => isIn(wanted, probe)),
  },
  startsWith: {
    ...text,
    check: (operand: string, { actual }) => typeof actual === 'string' && actual.startsWith(operand),
  },
  endsWith: { ...text, check: (operand: string, { actual }) => typeof actual === 'string' && actual.endsWith(operand) },
  /** Found anywhere in the text, unless the pattern has `^` and `$`. */
  matches: {
    takes: 'a regular expression of up to 1000 characters',
    accepts: isPattern,
    check: (operand: string, { actual }) => typeof actual === 'string' && patternFound(operand, actual),
  },
  /** Of a text (in characters) or a list: a number, or a matcher of numbers. */
  length: {
    takes: 'a whole number, or a matcher of numbers',
    accepts: (operand) => decimalOf(operand) !== undefined || isJsonObject(operand),
    check: (operand: unknown, probe) => {
      const length = lengthOf(probe.actual)
      return length !== undefined && matches(probe, operand, length)
    },
  },
  /** A text, list or object with nothing in it. */
  empty: {
    ...flag,
    check: (operand: boolean, { actual }) => sizeOf(actual) !== undefined && (sizeOf(actual) === 0) === operand,
  },
  /** Whether there is a value; `null` is one. */
  exists: { ...flag, check: (operand: boolean, { actual }) => (actual !== undefined) === operand },
  type: {
    takes: `one of ${Object.keys(valueTypes).join(', ')}`,
    accepts: isValueType,
    check: (operand: keyof typeof valueTypes, { actual }) => valueTypes[operand](actual),
  },
  /** Every item matches. An empty list does not hold: nothing was looked at. */
  each: {
    ...anything,
    check: (operand: unknown, { actual, path, compare }) =>
      Array.isArray(actual) &&
      actual.length > 0 &&
      actual.flatMap((item, index) => compare(operand, item, [...path, index])),
  },
  /** At least one item matches. */
  any: {
    ...anything,
    check: (operand: unknown, probe) =>
      Array.isArray(probe.actual) && probe.actual.some((item) => matches(probe, operand, item)),
  },
  /** As many items, each matching one of the list, in any order. */
  unordered: {
    ...list,
    check: (operand: unknown[], { actual, path, compare }) =>
      Array.isArray(actual) && matchUnordered(operand, actual, path, compare),
  },
  /** Nothing, `null`, or a match. */
  optional: {
    ...anything,
    check: (operand: unknown, { actual, path, compare }) =>
      actual === undefined || actual === null || compare(operand, actual, path),
  },
} as const satisfies Record<string, Matcher>

export type MatcherName = keyof typeof matchers

function asksForPresence(operand: unknown): boolean {
  return isJsonObject(operand) && 'exists' in operand
}

function isTolerance(operand: unknown): boolean {
  if (!isJsonObject(operand) || Object.keys(operand).some((key) => key !== 'value' && key !== 'tolerance')) return false
  const tolerance = decimalOf(operand.tolerance)
  return decimalOf(operand.value) !== undefined && tolerance !== undefined && tolerance.units >= 0n
}

function allKnown(numbers: readonly (Decimal | undefined)[]): boolean {
  return numbers.every((number) => number !== undefined)
}

function isIn(wanted: unknown, probe: Probe): boolean {
  if (Array.isArray(probe.actual)) return probe.actual.some((item) => matches(probe, wanted, item))
  return typeof probe.actual === 'string' && !isJsonObject(wanted) && probe.actual.includes(String(wanted))
}

function lengthOf(value: unknown): number | undefined {
  if (typeof value === 'string') return [...value].length
  return Array.isArray(value) ? value.length : undefined
}

function sizeOf(value: unknown): number | undefined {
  return lengthOf(value) ?? (isJsonObject(value) ? Object.keys(value).length : undefined)
}
