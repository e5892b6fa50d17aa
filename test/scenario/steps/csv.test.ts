import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { problemsIn, withSteps } from '../parse/outline.ts'
import { runWritten, type Scratch, scratch } from './written.ts'

const declared = 'directories: [inbox]\n'

/** Reads a file of these bytes from the declared directory. */
async function read(bytes: string | Uint8Array, more = '', files: Scratch = scratch()) {
  using _ = files
  writeFileSync(join(files.beside, 'data.csv'), bytes)
  return await runWritten({ scratch: files, steps: `  - name: data\n    csv: { read: ./data.csv${more} }\n` })
}

test('rows by the names of the first line; quotes, line ends and a byte order mark are taken away', async () => {
  const { steps, message } = await read('\uFEFFsku,name\r\n1,"Cup, ""big"""\r\n2,"two\nlines"\r\n')
  expect(message).toBeUndefined()
  expect(steps.data).toEqual({
    name: 'data.csv',
    encoding: 'utf-8',
    bytes: 46,
    columns: ['sku', 'name'],
    rows: [
      { sku: '1', name: 'Cup, "big"' },
      { sku: '2', name: 'two\nlines' },
    ],
  })
})

test('a German export: windows-1252, semicolons, decimal commas and dates', async () => {
  const text = 'Artikel;Bezeichnung;Preis;gültig\r\n1;Tür € 5;1.234,50;02.03.2026\r\n2;Maß;-0,5;31.12.1999\r\n3;;;\r\n'
  const bytes = Buffer.from(text.replace('€', '\x80'), 'latin1')
  const { steps, message } = await read(
    bytes,
    ', delimiter: ";", encoding: windows-1252, columns: { Preis: { decimal: ",", grouping: "." }, gültig: { date: dd.mm.yyyy } }',
  )
  expect(message).toBeUndefined()
  expect(steps.data?.rows).toEqual([
    { Artikel: '1', Bezeichnung: 'Tür € 5', Preis: '1234.50', gültig: '2026-03-02' },
    { Artikel: '2', Bezeichnung: 'Maß', Preis: '-0.5', gültig: '1999-12-31' },
    { Artikel: '3', Bezeichnung: '', Preis: '', gültig: '' },
  ])
})

test.each([
  ['utf-16le', Buffer.from('\uFEFFa,b\n1,ü\n', 'utf16le'), ''],
  ['utf-16be', Buffer.from('\uFEFFa,b\n1,ü\n', 'utf16le').swap16(), ', encoding: utf-16'],
  ['iso-8859-1', Buffer.from('a,b\n1,ü\n', 'latin1'), ', encoding: iso-8859-1'],
  ['cp850', Buffer.from([...Buffer.from('a,b\n1,'), 0x81, 10]), ', encoding: cp850'],
])('%s is read', async (encoding, bytes, more) => {
  const { steps, message } = await read(bytes, more)
  expect(message).toBeUndefined()
  expect(steps.data).toMatchObject({ encoding, rows: [{ a: '1', b: 'ü' }] })
})

test('without names rows are lists; with names of its own the first line is a row', async () => {
  expect((await read('1,2\n3,4\n', ', header: false')).steps.data?.rows).toEqual([
    ['1', '2'],
    ['3', '4'],
  ])
  expect((await read('1,2\n', ', header: [a, b]')).steps.data?.rows).toEqual([{ a: '1', b: '2' }])
  expect((await read('it"s\t2\n', ', header: false, delimiter: "\\t", quote: ""')).steps.data?.rows).toEqual([
    ['it"s', '2'],
  ])
})

test('columns of a fixed width', async () => {
  const fixed = ', fixed: [{ name: sku, width: 8 }, { name: qty, width: 4, align: right }, { name: name, width: 5 }]'
  const { steps } = await read('100-0042   2Tür  \r\n1         12\r\n', fixed)
  expect(steps.data?.rows).toEqual([
    { sku: '100-0042', qty: '2', name: 'Tür' },
    { sku: '1', qty: '12', name: '' },
  ])
})

test.each([
  ['a,b\n1\n', '', 'data.csv: line 2 has another number of values than the first'],
  ['a,b\n1,"x\n', '', /data\.csv: line \d begins a quoted value that is never closed/],
  [
    'a\n1,5\n',
    ', delimiter: ";", columns: { a: { decimal: "." } }',
    'data.csv: record 2: the value of "a" is no number with the decimal sign "."',
  ],
  [
    'a\n31.02.2026\n',
    ', columns: { a: { date: dd.mm.yyyy } }',
    'data.csv: record 2: the value of "a" is no date as dd.mm.yyyy',
  ],
  ['a\n1\n', ', columns: { b: { decimal: "," } }', 'data.csv: there is no column "b"'],
  ['a,a\n1,2\n', '', 'data.csv: two columns have the same name'],
  [
    'a\n1.5\n',
    ', delimiter: ";", columns: { a: { decimal: ",", grouping: "." } }',
    'data.csv: record 2: the value of "a" is no number with the decimal sign ","',
  ],
  ['12345\n', ', fixed: [{ name: a, width: 4 }]', 'data.csv: line 1 has 5 characters, the columns 4'],
])('what does not fit fails the step, with its line and without its value: %j%s', async (text, more, said) => {
  const { message, result } = await read(text, more)
  if (typeof said === 'string') expect(message).toBe(said)
  else expect(message).toMatch(said)
  expect(result.verdict).toBe('failed')
})

test.each([
  [Buffer.from('a\nü\n', 'latin1'), '', 'it is not utf-8 (Name its encoding, for example `encoding: windows-1252`.)'],
  [Buffer.from('a\nü\n'), ', encoding: us-ascii', 'a byte in it is no character of us-ascii'],
  [Buffer.from('\uFEFFa\n'), ', encoding: utf-16', 'it begins with the byte order mark of utf-8, not of utf-16'],
])('bytes that are no text in the encoding are told', async (bytes, more, why) => {
  const { message } = await read(bytes, more)
  expect(message).toBe(`the file cannot be read or written as text: ${why}`)
})

test('what is written can be read again', async () => {
  using files = scratch()
  const shape =
    'delimiter: ";", encoding: iso-8859-15, columns: { price: { decimal: ",", grouping: "." }, day: { date: dd.mm.yy } }'
  const { steps, message } = await runWritten({
    scratch: files,
    head: declared,
    steps: `
  - name: written
    csv: { write: inbox/out.csv, ${shape}, newline: crlf, rows: [{ name: "a;\\"b\\"", price: 1234567.5, day: "2026-03-02" }, { name: "5 €", price: "-12.00", day: null }] }
    expect: { rows: 2 }
  - name: back
    csv: { read: "inbox/*.csv", ${shape} }
`,
  })
  expect(message).toBeUndefined()
  expect(readFileSync(join(files.run, 'inbox/out.csv')).toString('latin1')).toBe(
    'name;price;day\r\n"a;""b""";1.234.567,5;02.03.26\r\n5 \xa4;-12,00;\r\n',
  )
  expect(steps.back?.rows).toEqual([
    { name: 'a;"b"', price: '1234567.5', day: '2026-03-02' },
    { name: '5 €', price: '-12.00', day: '' },
  ])
})

test('columns of a fixed width are written, and a file in UTF-16 has a mark', async () => {
  using files = scratch()
  const { message } = await runWritten({
    scratch: files,
    head: declared,
    steps: `
  - csv: { write: inbox/a.txt, fixed: [{ name: sku, width: 4 }, { name: n, width: 3, align: right }], rows: [{ sku: a, n: 7 }] }
  - csv: { write: inbox/b.csv, encoding: utf-16, header: false, rows: [[ü, 1]] }
`,
  })
  expect(message).toBeUndefined()
  expect(readFileSync(join(files.run, 'inbox/a.txt'), 'utf8')).toBe('a     7\n')
  expect(readFileSync(join(files.run, 'inbox/b.csv')).toString('utf16le')).toBe('\uFEFFü,1\n')
})

test.each([
  ['rows: [{ a: 1 }, { b: 2 }]', 'row 2 has "b", which is no column of the file'],
  ['rows: [1]', 'row 1 is neither an object nor a list'],
  ['rows: "${{ 1 }}"', '"rows" is no list'],
  ['rows: [{ a: x }], columns: { a: { decimal: "," } }', 'row 1: the value of "a" is no decimal number such as 12.50'],
  ['rows: [{ a: 12345 }], fixed: [{ name: a, width: 4 }]', 'row 1: the value of "a" does not fit into 4 characters'],
  [
    'rows: [{ a: "€" }], encoding: iso-8859-1',
    'the file cannot be read or written as text: iso-8859-1 has no character U+20AC',
  ],
])('rows that cannot be written are told: %s', async (rows, said) => {
  using files = scratch()
  const { message, result } = await runWritten({
    scratch: files,
    head: declared,
    steps: `  - csv: { write: inbox/a.csv, ${rows} }\n`,
  })
  expect(message).toBe(said)
  expect(result.verdict).toBe('error')
})

test.each([
  [
    'csv: { read: inbox/a.csv }',
    'scenario.path 4:18 "inbox" is no directory of this scenario; expected one of: ./ (beside this file)',
  ],
  ['csv: { read: ./a.csv, delimiter: ";;" }', 'scenario.csv 4:38 expected one character'],
  ['csv: { read: ./a.csv, encoding: latin1 }', expect.stringContaining('scenario.unknown-value 4:37')],
  [
    'csv: { read: ./a.csv, columns: { a: { date: dd.mm } } }',
    'scenario.csv 4:49 expected dd, mm and yyyy (or yy) once each, such as dd.mm.yyyy',
  ],
  [
    'csv: { read: ./a.csv, columns: { a: { decimal: ",", grouping: "," } } }',
    'scenario.csv 4:41 the decimal sign and the grouping sign must differ',
  ],
  [
    'csv: { read: ./a.csv, fixed: [{ name: a, width: 1 }], quote: "x" }',
    'scenario.csv 4:59 columns of a fixed width have no quote',
  ],
])('%s is refused before anything runs', (step, problem) => {
  expect(problemsIn(withSteps([step]))).toEqual([problem])
})
