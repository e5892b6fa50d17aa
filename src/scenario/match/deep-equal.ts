import { isJsonObject } from '../../core/json.ts'
import { orderOf } from './scalar.ts'

/** The same types and values all the way down, no key more or less. A `Date` is its ISO text. */
export function deepEqual(a: unknown, b: unknown): boolean {
  if (a instanceof Date || b instanceof Date) return isoText(a) === isoText(b)
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => deepEqual(item, b[index]))
  }
  if (isJsonObject(a)) {
    const keys = Object.keys(a)
    return (
      isJsonObject(b) &&
      Object.keys(b).length === keys.length &&
      keys.every((key) => Object.hasOwn(b, key) && deepEqual(a[key], b[key]))
    )
  }
  return sameExactly(a, b)
}

/** Expressions give whole numbers as `bigint`, answers as `number`. */
function sameExactly(a: unknown, b: unknown): boolean {
  if (typeof a === 'string' || typeof b === 'string') return a === b
  return Object.is(a, b) || orderOf(a, b) === 0
}

function isoText(value: unknown): unknown {
  return value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString() : value
}
