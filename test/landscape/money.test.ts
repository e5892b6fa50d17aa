import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cents, decimalText, share, split, total } from '../../src/landscape/money.ts'

const amount = fc.bigInt({ min: -1_000_000_000_000n, max: 1_000_000_000_000n })
const weights = fc.array(fc.bigInt({ min: 0n, max: 1_000_000_000n }), { minLength: 1, maxLength: 12 })

test('amounts are read as they are written', () => {
  fc.assert(fc.property(amount, (value) => cents(decimalText(value)) === value))
})

test('parts add up to the amount, and none is more than a cent off its share', () => {
  fc.assert(
    fc.property(amount, weights, (whole, by) => {
      const parts = split(whole, by)
      const sum = total(by)
      const isNear = (part: bigint, weight: bigint): boolean => {
        const off = part * sum - whole * weight
        return off < sum && off > -sum
      }
      return total(parts) === whole && (sum === 0n || parts.every((part, index) => isNear(part, by[index] ?? 0n)))
    }),
  )
})

test.each([
  [1005n, 50n, 100n, 503n],
  [-1005n, 50n, 100n, -503n],
  [1004n, 50n, 100n, 502n],
  [1999n, 1250n, 10_000n, 250n],
])('of %s cents, %s in %s are %s', (whole, numerator, denominator, expected) => {
  expect(share(whole, numerator, denominator)).toBe(expected)
})
