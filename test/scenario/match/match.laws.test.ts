import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Json } from '../../../src/core/json.ts'
import { isMatcher, match } from '../../../src/scenario/match/match.ts'

const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json>
const literal = json.filter((value) => !holdsMatcher(value))

/** Whole part and fraction of a number that is far beyond floating point. */
const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.integer({ min: 0, max: 20 }))
  .map(([units, scale]) => ({ units, scale }))

test('a value matches itself', () => {
  fc.assert(
    fc.property(literal, (value) => {
      expect(match(value, structuredClone(value))).toEqual([])
      expect(match({ equals: value }, structuredClone(value))).toEqual([])
    }),
  )
})

test('an object matches with keys left out of the expectation, at any depth', () => {
  fc.assert(
    fc.property(literal, fc.infiniteStream(fc.boolean()), (value, draws) => {
      expect(match(thinned(value, draws), value)).toEqual([])
    }),
  )
})

test('a value that was changed at one place differs at one place', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.integer(), { minLength: 1 }), { minLength: 1 }),
      fc.nat(),
      fc.nat(),
      (table, a, b) => {
        const row = a % table.length
        const cell = b % (table[row]?.length ?? 1)
        const changed = table.map((cells, y) => cells.map((value, x) => (y === row && x === cell ? value + 1 : value)))
        expect(match(table, changed).map(({ path }) => path)).toEqual([`$[${row}][${cell}]`])
      },
    ),
  )
})

test('decimals are the same whatever zeros they end with, and ordered as numbers', () => {
  fc.assert(
    fc.property(decimal, decimal, fc.nat({ max: 5 }), (a, b, zeros) => {
      expect(match(text(a), padded(a, zeros))).toEqual([])
      const order = compared(a, b)
      expect(match({ lt: text(b) }, padded(a, zeros)).length === 0).toBe(order < 0)
      expect(match({ lte: text(b) }, padded(a, zeros)).length === 0).toBe(order <= 0)
      expect(match({ gt: text(b) }, padded(a, zeros)).length === 0).toBe(order > 0)
      expect(match({ gte: text(b) }, padded(a, zeros)).length === 0).toBe(order >= 0)
      expect(match(text(b), text(a)).length === 0).toBe(order === 0)
    }),
  )
})

test('a number and its own text are the same', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(match(value, value)).toEqual([])
      if (!/e/.test(String(value))) expect(match(value, String(value))).toEqual([])
    }),
  )
})

test('the order of an unordered list does not matter, what is in it does', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer(), { minLength: 1 }), fc.integer(), (items, seed) => {
      const moved = items.map((item, index) => ({ item, key: Math.sin(index + seed) })).sort((x, y) => x.key - y.key)
      const shuffled = moved.map(({ item }) => item)
      expect(match({ unordered: items }, shuffled)).toEqual([])
      expect(match({ unordered: items }, [...shuffled.slice(1), 0.5])).toHaveLength(2)
    }),
  )
})

test('what is there either matches or does not', () => {
  fc.assert(
    fc.property(literal, literal, (expected, actual) => {
      const holds = match(expected, actual).length === 0
      expect(match({ not: expected }, actual).length === 0).toBe(!holds)
    }),
  )
})

function holdsMatcher(value: Json): boolean {
  if (Array.isArray(value)) return value.some(holdsMatcher)
  if (typeof value !== 'object' || value === null) return false
  return isMatcher(value) || Object.values<Json>(value).some(holdsMatcher)
}

function thinned(value: Json, draws: Iterator<boolean>): Json {
  if (Array.isArray(value)) return value.map((item) => thinned(item, draws))
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).filter(() => draws.next().value === true)
  return Object.fromEntries(kept.map(([key, inner]) => [key, thinned(inner, draws)]))
}

interface Decimal {
  units: bigint
  scale: number
}

function text({ units, scale }: Decimal): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0')
  const sign = units < 0n ? '-' : ''
  return scale === 0 ? `${sign}${digits}` : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

function padded({ units, scale }: Decimal, zeros: number): string {
  return text({ units: units * 10n ** BigInt(zeros), scale: scale + zeros })
}

function compared(a: Decimal, b: Decimal): number {
  const left = a.units * 10n ** BigInt(b.scale)
  const right = b.units * 10n ** BigInt(a.scale)
  return left < right ? -1 : left > right ? 1 : 0
}
