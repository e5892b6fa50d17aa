import { expect, test } from 'vitest'
import { StandinError } from '../../../src/core/error.ts'
import { readCsv } from '../../../src/landscape/pack/csv.ts'

test('reads columns and rows, nothing as null and "" as empty text', () => {
  expect(readCsv('a.csv', 'sku,note,price\n100-0001,,1.50\n100-0002,"",2\n')).toEqual({
    columns: ['sku', 'note', 'price'],
    rows: [
      ['100-0001', null, '1.50'],
      ['100-0002', '', '2'],
    ],
  })
})

test('reads quotes, commas and line breaks within quotes', () => {
  const { rows } = readCsv('a.csv', 'a,b\r\n"{""x"":1, ""y"":2}","two\nlines"\r\n')
  expect(rows).toEqual([['{"x":1, "y":2}', 'two\nlines']])
})

test('a last line without a line break counts, also when its last field is empty', () => {
  expect(readCsv('a.csv', 'a,b\n1,').rows).toEqual([['1', null]])
  expect(readCsv('a.csv', 'a\n1').rows).toEqual([['1']])
})

test('a table of one column can hold null and empty text', () => {
  expect(readCsv('a.csv', 'a\n\n""\n').rows).toEqual([[null], ['']])
})

test.each([
  { what: 'an uneven row', text: 'a,b\n1,2\n3\n', line: 3, column: 1 },
  { what: 'a quote within a field', text: 'a,b\n1,x"y\n', line: 2, column: 3 },
  { what: 'a quote that is not closed', text: 'a,b\n1,"x\n', line: 2, column: 3 },
  { what: 'something behind a closed quote', text: 'a,b\n"1"x,2\n', line: 2, column: 1 },
  { what: 'a column without a name', text: 'a,,c\n1,2,3\n', line: 1, column: 1 },
  { what: 'an empty file', text: '', line: 1, column: 1 },
])('$what is told with its place', ({ text, line, column }) => {
  expect(problemsOf(() => readCsv('a.csv', text))).toMatchObject([{ code: 'pack.bad-csv', place: { line, column } }])
})

function problemsOf(action: () => unknown): unknown {
  try {
    action()
  } catch (thrown) {
    if (thrown instanceof StandinError) return thrown.problems
    throw thrown
  }
  return []
}
