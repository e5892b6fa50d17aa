import fc from 'fast-check'
import { expect, test } from 'vitest'
import { patternObjection } from '../../../src/scenario/expression/pattern-bound.ts'

test.each(['^[A-Z]{2}-\\d+$', '(ab)+', 'a|b', '(a|b)c', '(a|b)?', '[(a+)+]', '\\(a+\\)+', '(\\d{2}-){3}', '.*x.*', ''])(
  '%s is fine',
  (pattern) => {
    expect(patternObjection(pattern)).toBeUndefined()
  },
)

test.each([
  ['(a+)+', 'repeats a group that repeats something itself'],
  ['((a+)b)*', 'repeats a group that repeats something itself'],
  ['(a?b?)*', 'repeats a group that repeats something itself'],
  ['(?:a{1,9}){9}', 'repeats a group that repeats something itself'],
  ['(a|a)*', 'repeats a group of alternatives'],
  ['((a|b)c){2,}', 'repeats a group of alternatives'],
  ['(a)\\1', 'refers back to a group'],
  ['(?=a)', 'looks ahead or behind, or names a group'],
  ['(', 'is not a regular expression'],
  ['a*b*c*d*e*', 'repeats more than 4 things'],
  ['a'.repeat(201), 'is longer than 200 characters'],
])('%s is not', (pattern, objection) => {
  expect(patternObjection(pattern)).toBe(objection)
})

test('what is accepted runs in time that grows slowly', () => {
  const piece = fc.constantFrom(
    'a',
    'b',
    '[ab]',
    '.',
    '(',
    ')',
    '(?:',
    '|',
    '*',
    '+',
    '?',
    '{2}',
    '{1,3}',
    'x',
    '^',
    '$',
  )
  const text = `${'ab'.repeat(30)}!`
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const pattern = pieces.join('')
      if (patternObjection(pattern) !== undefined) return
      const start = performance.now()
      new RegExp(pattern).test(text)
      expect(performance.now() - start, pattern).toBeLessThan(1_000)
    }),
    { numRuns: 3_000 },
  )
})
