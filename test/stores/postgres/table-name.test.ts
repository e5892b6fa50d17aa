import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatTableName, quoteName, quoteTable } from '../../../src/stores/postgres/table-name.ts'

test.each([
  ['public', 'customer', 'customer'],
  ['sales', 'customer', 'sales.customer'],
  ['public', 'a.b', '"a.b"'],
  ['a', 'b', 'a.b'],
  ['public', 'say "hi"', '"say ""hi"""'],
])('%s and %s make %s', (schema, table, name) => {
  expect(formatTableName(schema, table)).toBe(name)
})

test('every name leads back to its schema and table', () => {
  const part = fc
    .array(fc.constantFrom('a', 'public', '.', '"', ' ', 'ä'), { minLength: 1 })
    .map((parts) => parts.join(''))
  fc.assert(
    fc.property(part, part, (schema, table) => {
      expect(quoteTable(formatTableName(schema, table))).toBe(`${quoteName(schema)}.${quoteName(table)}`)
    }),
  )
})
