import { Decimal128, Double, Long } from 'bson'
import { ServerError } from '../server-error.ts'
import { isWrittenAsInteger } from './document.ts'

export type Numeric = number | Double | Long | Decimal128

/** A finite number without loss: `coefficient × 10^exponent`. */
interface Exact {
  coefficient: bigint
  exponent: number
}

/** Orders numbers of any types by their exact values; NaN comes before everything. */
export function compareNumbers(a: Numeric, b: Numeric): number {
  const left = asDouble(a)
  const right = asDouble(b)
  if (left !== undefined && right !== undefined) return compareDoubles(left, right)
  const roughLeft = roughly(a)
  const roughRight = roughly(b)
  if (Number.isNaN(roughLeft) || Number.isNaN(roughRight)) return compareDoubles(roughLeft, roughRight)
  if (isInfinite(a) || isInfinite(b)) return compareDoubles(infinityOrZero(a), infinityOrZero(b))
  return compareExact(exactly(a), exactly(b))
}

/** One text for all numbers that are equal, whatever their types. */
export function numberKey(value: Numeric): string {
  const double = asDouble(value)
  if (double !== undefined) return doubleKey(double)
  const rough = roughly(value)
  if (Number.isNaN(rough)) return 'NaN'
  if (isInfinite(value)) return rough > 0 ? 'Infinity' : '-Infinity'
  const { coefficient, exponent } = normalized(exactly(value))
  if (exponent >= 0 && exponent < 400) return (coefficient * 10n ** BigInt(exponent)).toString()
  const sameDouble = Number.isFinite(rough) && compareExact(exactly(rough), { coefficient, exponent }) === 0
  return sameDouble ? doubleKey(rough) : `${coefficient}e${exponent}`
}

/** Adds or multiplies as the server does: the wider type wins, 32-bit results that overflow become 64-bit. */
export function calculate(operation: 'add' | 'multiply', a: Numeric, b: Numeric): Numeric {
  if (a instanceof Decimal128 || b instanceof Decimal128) return decimalResult(operation, a, b)
  if (isFloating(a) || isFloating(b)) {
    const result = operation === 'add' ? roughly(a) + roughly(b) : roughly(a) * roughly(b)
    return isWrittenAsInteger(result) ? new Double(result) : result
  }
  const left = BigInt(a.toString())
  const right = BigInt(b.toString())
  const result = operation === 'add' ? left + right : left * right
  if (BigInt.asIntN(64, result) !== result)
    throw new ServerError('BadValue', `the result of this ${operation} does not fit 64 bits`)
  const wide = a instanceof Long || b instanceof Long || BigInt.asIntN(32, result) !== result
  return wide ? Long.fromBigInt(result) : Number(result)
}

/** The nearest double. */
export function roughly(value: Numeric): number {
  if (typeof value === 'number') return value
  if (value instanceof Double) return value.value
  return Number(value.toString())
}

function asDouble(value: Numeric): number | undefined {
  if (typeof value === 'number') return value
  return value instanceof Double ? value.value : undefined
}

function isFloating(value: Numeric): boolean {
  return value instanceof Double || (typeof value === 'number' && !isWrittenAsInteger(value))
}

function isInfinite(value: Numeric): boolean {
  return value instanceof Decimal128 ? /inf/i.test(value.toString()) : !Number.isFinite(roughly(value))
}

function infinityOrZero(value: Numeric): number {
  return isInfinite(value) ? roughly(value) : 0
}

function compareDoubles(a: number, b: number): number {
  if (a < b) return -1
  if (a > b) return 1
  if (a === b) return 0
  return Number(Number.isNaN(b)) - Number(Number.isNaN(a))
}

function doubleKey(value: number): string {
  if (Number.isInteger(value)) return Math.abs(value) < 1e21 ? String(value + 0) : BigInt(value).toString()
  return `${value}`
}

function exactly(value: Numeric): Exact {
  const double = asDouble(value)
  if (double === undefined) return parseExact(value.toString())
  if (Number.isInteger(double)) return { coefficient: BigInt(double), exponent: 0 }
  let scaled = double
  let halvings = 0
  while (!Number.isInteger(scaled)) {
    scaled *= 2
    halvings++
  }
  return { coefficient: BigInt(scaled) * 5n ** BigInt(halvings), exponent: -halvings }
}

function parseExact(text: string): Exact {
  const [, sign = '', whole = '0', fraction = '', power = '0'] =
    /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? []
  const magnitude = BigInt(whole + fraction)
  return { coefficient: sign === '-' ? -magnitude : magnitude, exponent: Number(power) - fraction.length }
}

function normalized({ coefficient, exponent }: Exact): Exact {
  if (coefficient === 0n) return { coefficient, exponent: 0 }
  let rest = coefficient
  let shift = exponent
  while (rest % 10n === 0n) {
    rest /= 10n
    shift++
  }
  return { coefficient: rest, exponent: shift }
}

function compareExact(a: Exact, b: Exact): number {
  const lowest = Math.min(a.exponent, b.exponent)
  const left = a.coefficient * 10n ** BigInt(a.exponent - lowest)
  const right = b.coefficient * 10n ** BigInt(b.exponent - lowest)
  return left < right ? -1 : left > right ? 1 : 0
}

function decimalResult(operation: 'add' | 'multiply', a: Numeric, b: Numeric): Decimal128 {
  const special = [a, b].some((value) => isInfinite(value) || Number.isNaN(roughly(value)))
  if (special) {
    const result = operation === 'add' ? roughly(a) + roughly(b) : roughly(a) * roughly(b)
    return Decimal128.fromString(String(result))
  }
  const left = decimalOperand(a)
  const right = decimalOperand(b)
  if (operation === 'multiply')
    return toDecimal({ coefficient: left.coefficient * right.coefficient, exponent: left.exponent + right.exponent })
  const exponent = Math.min(left.exponent, right.exponent)
  const shifted = (operand: Exact): bigint => operand.coefficient * 10n ** BigInt(operand.exponent - exponent)
  return toDecimal({ coefficient: shifted(left) + shifted(right), exponent })
}

/** A double takes part with the 15 digits that it can be trusted for. */
function decimalOperand(value: Numeric): Exact {
  const double = asDouble(value)
  if (double === undefined || Number.isInteger(double)) return exactly(value)
  return parseExact(double.toPrecision(15))
}

function toDecimal({ coefficient, exponent }: Exact): Decimal128 {
  return Decimal128.fromStringWithRounding(`${coefficient}E${exponent}`)
}

/** A sum divided by a count: a decimal for a decimal sum, else a double. */
export function divideByCount(sum: Numeric, count: number): Numeric {
  if (!(sum instanceof Decimal128)) {
    const mean = roughly(sum) / count
    return isWrittenAsInteger(mean) ? new Double(mean) : mean
  }
  if (isInfinite(sum) || Number.isNaN(roughly(sum))) return sum
  const { coefficient, exponent } = exactly(sum)
  return toDecimal(normalized({ coefficient: (coefficient * 10n ** 34n) / BigInt(count), exponent: exponent - 34 }))
}

/** The number with its sign turned. */
export function negated(value: Numeric): Numeric {
  return calculate('multiply', value, -1)
}
