import { type Decimal, minus, negative, decimalOf as numberIn } from '../expression/decimal.ts'

/** A sign, exponent or zeros in front make a text an identifier (`+49`, `1E5`, `0000123`), not a number. */
const decimalText = /^-?(0|[1-9]\d*)(\.\d+)?$/

/** The number that a number or a decimal text says; `undefined` for anything else. */
export function decimalOf(value: unknown): Decimal | undefined {
  if (typeof value === 'string') return decimalText.test(value) ? numberIn(value) : undefined
  return typeof value === 'number' || typeof value === 'bigint' ? numberIn(value) : undefined
}

/** How far two numbers are apart. */
export function distance(a: Decimal, b: Decimal): Decimal {
  const difference = minus(a, b)
  return difference.units < 0n ? negative(difference) : difference
}

/** The shortest text of a number: `7` for `7.000`. */
export function shortest(number: Decimal): string {
  const text = number.toString()
  return number.scale === 0 ? text : text.replace(/\.?0+$/, '')
}
