import fc from 'fast-check'
import { expect, test } from 'vitest'
import { costOfPattern, patternObjection } from '../../src/core/pattern.ts'

test.each(['^[A-Z]{2}-\\d+$', '(a|b)+', '(?=a)a', '(?<year>\\d{4})', '\\p{L}+', ''])('%s is a pattern', (pattern) => {
  expect(patternObjection(pattern)).toBeUndefined()
})

test.each([
  ['(', 'is not a regular expression'],
  ['\\p{nothing}', 'is not a regular expression'],
  ['a'.repeat(1_001), 'is longer than 1000 characters'],
])('%s is none', (pattern, objection) => {
  expect(patternObjection(pattern)).toBe(objection)
})

test.each([
  '^[A-Z]{2}-\\d+$',
  '(ab)+',
  'a|b',
  '(a|b)c',
  '(a|b)?',
  '[(a+)+]',
  '\\(a+\\)+',
  '(\\d{2}-){3}',
  '.*x.*',
  '(?<!a)b+',
  '',
])('%s costs little', (pattern) => {
  expect(costOfPattern(pattern)).toBeUndefined()
})

test.each([
  ['(a+)+', 'repeats a group that repeats something itself'],
  ['((a+)b)*', 'repeats a group that repeats something itself'],
  ['(a?b?)*', 'repeats a group that repeats something itself'],
  ['(?:a{1,9}){9}', 'repeats a group that repeats something itself'],
  ['(?<x>a+)+', 'repeats a group that repeats something itself'],
  ['(?=(a+)+)b', 'repeats a group that repeats something itself'],
  ['(a|a)*', 'repeats a group of alternatives'],
  ['((a|b)c){2,}', 'repeats a group of alternatives'],
  ['(a)\\1', 'refers back to a group'],
  ['a*b*c*d*e*', 'repeats more than 4 things'],
])('%s can cost a lot', (pattern, cost) => {
  expect(costOfPattern(pattern)).toBe(cost)
})

test('what costs little runs in time that grows slowly', () => {
  const pieces = 'a b [ab] . ( ) (?: | * + ? {2} {1,3} x ^ $ (?= (?<! (?<n>'.split(' ')
  const text = `${'ab'.repeat(30)}!`
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 12 }), (parts) => {
      const pattern = parts.join('')
      if (patternObjection(pattern) !== undefined || costOfPattern(pattern) !== undefined) return
      const start = performance.now()
      new RegExp(pattern).test(text)
      expect(performance.now() - start, pattern).toBeLessThan(1_000)
    }),
    { numRuns: 3_000 },
  )
})
