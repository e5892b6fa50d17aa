import { compare } from '../expression/decimal.ts'
import { decimalOf } from './decimal.ts'

const isoDate = /^\d{4}-\d\d-\d\d$/
/** With a zone, and no finer than the milliseconds that a `Date` holds. */
const isoDateTime = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d(:?\d\d)?)$/

/** The same number however it is written, the same moment however it is written, or just the same. */
export function sameScalar(a: unknown, b: unknown): boolean {
  return Object.is(a, b) || orderOf(a, b) === 0
}

/** Below zero when `a` is less or earlier; `undefined` when the two are not both numbers or both moments. */
export function orderOf(a: unknown, b: unknown): number | undefined {
  const numbers = [decimalOf(a), decimalOf(b)]
  if (numbers[0] !== undefined && numbers[1] !== undefined) return compare(numbers[0], numbers[1])
  const moments = [momentOf(a), momentOf(b)]
  if (moments[0] === undefined || moments[1] === undefined) return undefined
  return Math.sign(moments[0] - moments[1])
}

/** Milliseconds since 1970 of a `Date`, an ISO 8601 date (its first moment in UTC) or an ISO 8601 date and time. */
export function momentOf(value: unknown): number | undefined {
  const moment =
    value instanceof Date
      ? value.getTime()
      : typeof value === 'string' && (isDateTime(value) || isDate(value))
        ? Date.parse(value)
        : Number.NaN
  return Number.isNaN(moment) ? undefined : moment
}

/** `2026-03-01`, and the day exists. */
export function isDate(text: string): boolean {
  if (!isoDate.test(text)) return false
  const moment = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text)
}

/** `2026-03-01T10:00:00Z`, with a zone, and the moment exists. */
export function isDateTime(text: string): boolean {
  return isoDateTime.test(text) && isDate(text.slice(0, 10)) && !Number.isNaN(Date.parse(text))
}
