import fc from 'fast-check'
import { expect, test } from 'vitest'
import { percentile } from '../../../src/scenario/expression/percentile.ts'

test.each([
  [[15, 20, 35, 40, 50], 5, 15],
  [[15, 20, 35, 40, 50], 30, 20],
  [[15, 20, 35, 40, 50], 40, 20],
  [[50, 40, 35, 20, 15], 50, 35],
  [[15, 20, 35, 40, 50], 100, 50],
  [[15, 20, 35, 40, 50], 0, 15],
  [[7], 99.9, 7],
])('of %j, %d per cent lie at or below %d', (values, share, expected) => {
  expect(percentile(values, share)).toBe(expected)
})

test('whole numbers of expressions count as numbers', () => {
  expect(percentile([3n, 1n, 2n], 50)).toBe(2)
})

test.each<[string, unknown[], number]>([
  ['nothing', [], 50],
  ['texts', ['1', '2'], 50],
  ['what is not finite', [1, Number.NaN], 50],
  ['more than all', [1], 101],
  ['less than none', [1], -1],
  ['no share', [1], Number.NaN],
])('%s has none', (_, values, share) => {
  expect(percentile(values, share)).toBeUndefined()
})

test('at least so many lie at or below it, and fewer below', () => {
  fc.assert(
    fc.property(fc.array(fc.integer(), { minLength: 1 }), fc.integer({ min: 1, max: 100 }), (values, share) => {
      const found = percentile(values, share) as number
      const atOrBelow = values.filter((value) => value <= found).length
      const below = values.filter((value) => value < found).length
      expect(values).toContain(found)
      expect(atOrBelow).toBeGreaterThanOrEqual((share / 100) * values.length)
      expect(below).toBeLessThan((share / 100) * values.length)
    }),
  )
})
