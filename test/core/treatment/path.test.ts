import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  compareSpecificity,
  coversPath,
  formatPath,
  type Path,
  type PathSegment,
  parsePath,
} from '../../../src/core/treatment/path.ts'

test.each<[string, string]>([
  ['address.city', 'key address, key city'],
  ['phones[].number', 'key phones, elements, key number'],
  ['values.*[].data', 'key values, any, elements, key data'],
  ['matrix[][]', 'key matrix, elements, elements'],
  ['attributes."net.weight"', 'key attributes, key net.weight'],
  ['"a""b"."*"', 'key a"b, key *'],
  ['""', 'key '],
  ['*', 'any'],
])('%s is %s', (text, path) => {
  expect(
    parsePath(text)
      ?.map((segment) => (segment.kind === 'key' ? `key ${segment.name}` : segment.kind))
      .join(', '),
  ).toBe(path)
  expect(formatPath(parsePath(text) ?? [])).toBe(text)
})

test.each(['', '.', 'a.', '.a', 'a..b', '[]', 'a[', 'a[0]', 'a]', 'a"b', '"a', '"a"b', '*a', 'a*', '**'])(
  '%j is no path',
  (text) => {
    expect(parsePath(text)).toBeUndefined()
  },
)

const key = fc.oneof(fc.constantFrom('a', 'b', 'c'), fc.string()).map((name): PathSegment => ({ kind: 'key', name }))
const elements = fc.constant<PathSegment>({ kind: 'elements' })
const any = fc.constant<PathSegment>({ kind: 'any' })
const pattern: fc.Arbitrary<Path> = fc
  .tuple(fc.oneof(key, any), fc.array(fc.oneof(key, any, elements), { maxLength: 5 }))
  .map(([first, rest]) => [first, ...rest])

test('what is written is read back', () => {
  fc.assert(fc.property(pattern, (path) => void expect(parsePath(formatPath(path))).toEqual(path)))
})

test('a pattern covers itself, what is below it, and any key where it has *', () => {
  fc.assert(
    fc.property(pattern, pattern, (path, below) => {
      expect(coversPath(path, path)).toBe(true)
      expect(coversPath(path, [...path, ...below])).toBe(true)
      expect(coversPath([...path, ...below], path)).toBe(false)
      const wider = path.map((segment): PathSegment => (segment.kind === 'key' ? { kind: 'any' } : segment))
      expect(coversPath(wider, path)).toBe(true)
      expect(compareSpecificity(path, wider)).toBeLessThanOrEqual(0)
    }),
  )
})

test('of all patterns, one order comes out however they are written', () => {
  fc.assert(
    fc.property(pattern, pattern, pattern, (a, b, c) => {
      expect(Math.sign(compareSpecificity(a, b))).toBe(-Math.sign(compareSpecificity(b, a)) + 0)
      if (compareSpecificity(a, b) <= 0 && compareSpecificity(b, c) <= 0)
        expect(compareSpecificity(a, c)).toBeLessThanOrEqual(0)
    }),
  )
})
