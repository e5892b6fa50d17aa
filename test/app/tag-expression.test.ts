import { expect, test } from 'vitest'
import { compileTagExpression } from '../../src/app/tag-expression.ts'

test.each([
  ['stock', ['stock'], true],
  ['stock', ['stocks'], false],
  ['not slow', [], true],
  ['stock and not slow', ['stock', 'slow'], false],
  ['a or b and c', ['a'], true],
  ['(a or b) and c', ['a'], false],
  ['not (a or b)', ['b'], false],
  ['not not a', ['a'], true],
])('%s of %j is %s', (source, tags, fits) => {
  expect(compileTagExpression(source)(new Set(tags))).toBe(fits)
})

test.each([
  ['', 'column 1: expected a tag, it ends'],
  ['a b', 'column 3: expected "and", "or" or the end, found "b"'],
  ['a and or b', 'column 7: expected a tag, found "or"'],
  ['(a or b', 'column 8: expected ")", it ends'],
  ['a)', 'column 2: expected "and", "or" or the end, found ")"'],
])('%j is refused with its column', (source, message) => {
  expect(() => compileTagExpression(source)).toThrow(message)
})
