import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  compare,
  Decimal,
  decimalOf,
  minus,
  negative,
  plus,
  round,
  times,
} from '../../../src/scenario/expression/decimal.ts'

const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.integer({ min: 0, max: 20 }))
  .map(([units, scale]) => new Decimal(units, scale))

const same = (a: Decimal, b: Decimal) => expect(compare(a, b), `${a} and ${b}`).toBe(0)

function read(text: string | number | bigint): Decimal {
  const value = decimalOf(text)
  if (value === undefined) throw new Error(`${text} is no decimal`)
  return value
}

test.each([
  ['12.50', '12.50'],
  ['-0.05', '-0.05'],
  ['007.10', '7.10'],
  ['+3', '3'],
  ['1e3', '1000'],
  ['1.5E-3', '0.0015'],
  [0.1, '0.1'],
  [1e21, '1000000000000000000000'],
  [1e-7, '0.0000001'],
  [9007199254740993n, '9007199254740993'],
])('%s reads as %s', (from, text) => {
  expect(String(read(from))).toBe(text)
})

test.each(['', ' 1', '1 ', '1,5', '.5', '5.', '1e', '0x1', 'NaN', '--1', '1e99999', '9'.repeat(401)])(
  '"%s" is no decimal',
  (text) => {
    expect(decimalOf(text)).toBeUndefined()
  },
)

test('numbers that are not finite are no decimals', () => {
  expect([NaN, Infinity, -Infinity].map(decimalOf)).toEqual([undefined, undefined, undefined])
})

test('a tenth and two tenths are three tenths', () => {
  same(plus(read(0.1), read(0.2)), read('0.3'))
})

test('what is written is read back', () => {
  fc.assert(
    fc.property(decimal, (a) => {
      expect(read(String(a))).toEqual(a)
    }),
  )
})

test('arithmetic keeps the laws of arithmetic', () => {
  fc.assert(
    fc.property(decimal, decimal, decimal, (a, b, c) => {
      same(plus(a, b), plus(b, a))
      same(plus(plus(a, b), c), plus(a, plus(b, c)))
      same(times(a, plus(b, c)), plus(times(a, b), times(a, c)))
      same(minus(plus(a, b), b), a)
      same(negative(negative(a)), a)
      expect(Math.sign(compare(a, b))).toBe(-Math.sign(compare(b, a)) || 0)
      expect(compare(plus(a, read('0.001')), a)).toBeGreaterThan(0)
    }),
  )
})

test('whole numbers behave as bigints do', () => {
  fc.assert(
    fc.property(fc.bigInt(), fc.bigInt(), (a, b) => {
      expect(String(plus(read(a), read(b)))).toBe(String(a + b))
      expect(String(times(read(a), read(b)))).toBe(String(a * b))
      expect(compare(read(a), read(b))).toBe(a < b ? -1 : a > b ? 1 : 0)
    }),
  )
})

test.each([
  ['1.005', 2, '1.00'],
  ['1.015', 2, '1.02'],
  ['1.0151', 2, '1.02'],
  ['-1.005', 2, '-1.00'],
  ['-1.015', 2, '-1.02'],
  ['2.5', 0, '2'],
  ['3.5', 0, '4'],
  ['12', 2, '12.00'],
  ['0.0049', 2, '0.00'],
])('%s to %i places is %s', (from, places, to) => {
  const rounded = round(read(from), places)
  same(rounded, read(to))
  expect(rounded.scale).toBe(places)
})

test('rounding is off by half a place at most, and the same in both directions', () => {
  fc.assert(
    fc.property(decimal, fc.integer({ min: 0, max: 25 }), (value, places) => {
      const difference = minus(round(value, places), value)
      const size = difference.units < 0n ? negative(difference) : difference
      expect(compare(times(size, read(2)), new Decimal(1n, places))).toBeLessThanOrEqual(0)
      same(round(negative(value), places), negative(round(value, places)))
      same(round(round(value, places), places), round(value, places))
    }),
  )
})
