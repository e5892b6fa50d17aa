import type { JsonObject } from '../core/json.ts'
import { Refusal } from './refusal.ts'

/* Money in whole cents: exact, and large enough for any order. */

/** Reads `12.30`; `numeric(14,2)` never has more places. */
export function cents(decimal: string): bigint {
  const [, sign = '', whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(decimal) ?? []
  const value = BigInt(whole) * 100n + BigInt(fraction.padEnd(2, '0'))
  return sign === '-' ? -value : value
}

/** Writes `12.30`. */
export function decimalText(amount: bigint): string {
  const digits = (amount < 0n ? -amount : amount).toString().padStart(3, '0')
  return `${amount < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

export function total(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, amount) => sum + amount, 0n)
}

export function smaller(one: bigint, other: bigint): bigint {
  if (one < other) return one
  return other
}

/** A share of an amount, to the cent, halves away from zero: `share(1999n, 15n, 100n)` is 15 % of 19.99. */
export function share(amount: bigint, numerator: bigint, denominator: bigint): bigint {
  const doubled = amount * numerator * 2n
  const half = doubled < 0n ? -denominator : denominator
  return (doubled + half) / (denominator * 2n)
}

/**
 * Splits an amount by weights, so that the parts add up to it exactly: each part is rounded towards zero, and the cents
 * that are left go one by one to the largest remainders. Weights of zero get nothing unless all are zero; then the first
 * gets everything.
 */
export function split(amount: bigint, weights: readonly bigint[]): bigint[] {
  const sum = total(weights)
  if (sum === 0n) return weights.map((_, index) => (index === 0 ? amount : 0n))
  const parts = weights.map((weight) => (amount * weight) / sum)
  const remainders = weights.map((weight, index) => ({ index, size: absolute((amount * weight) % sum) }))
  remainders.sort((a, b) => (a.size === b.size ? a.index - b.index : a.size > b.size ? -1 : 1))
  const cent = amount < 0n ? -1n : 1n
  const left = Number(absolute(amount - total(parts)))
  for (const { index } of remainders.slice(0, left)) parts[index] = (parts[index] ?? 0n) + cent
  return parts
}

/** Reads an amount above zero, a decimal text such as `12.30`. Refused with 400 when it is anything else. */
export function moneyField(body: JsonObject, name: string, called = name): string {
  const value = body[name]
  if (typeof value !== 'string' || !/^\d{1,10}\.\d{2}$/.test(value) || cents(value) === 0n)
    throw new Refusal(400, 'invalid', `${called} must be a decimal text above zero, such as "12.30"`)
  return value
}

function absolute(amount: bigint): bigint {
  return amount < 0n ? -amount : amount
}
