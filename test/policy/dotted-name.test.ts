import fc from 'fast-check'
import { expect, test } from 'vitest'
import { quotedPart, splitName } from '../../src/policy/dotted-name.ts'

test.each<[string, string[] | undefined]>([
  ['erp.item', ['erp', 'item']],
  ['shop."order".id', ['shop', 'order', 'id']],
  ['shop."a.b"."c""d"', ['shop', 'a.b', 'c"d']],
  ['erp.*', ['erp', '*']],
  ['', undefined],
  ['a.', undefined],
  ['.a', undefined],
  ['a..b', undefined],
  ['a."b', undefined],
  ['a."b"c', undefined],
  ['a.""', undefined],
])('%s', (text, parts) => {
  expect(splitName(text)).toEqual(parts)
})

test('parts in quotes, where they need them, are read back', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1 }), { minLength: 1 }), (parts) => {
      expect(splitName(parts.map(quotedPart).join('.'))).toEqual(parts)
    }),
  )
})
