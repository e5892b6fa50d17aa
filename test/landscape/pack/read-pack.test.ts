import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readPack } from '../../../src/landscape/pack/read-pack.ts'
import { head, writtenPack } from './written-pack.ts'

const files = {
  'pack.yaml': `${head}tables:\n  erp:\n    z: erp/z.csv\n    a: erp/a.csv\ncollections:\n  pim:\n    product: p.jsonl\n`,
  'erp/z.csv': 'n\n1\n',
  'erp/a.csv': 'n\n2\n',
  'p.jsonl': '{}\n',
}

test('reads what the pack says, tables in the order of the file', async () => {
  await using pack = await writtenPack(files)
  const { directory } = pack
  expect(await readPack(directory)).toMatchObject({
    name: 'small',
    title: 'Small',
    directory,
    now: Date.UTC(2026, 2, 2, 8),
    tables: {
      erp: [
        { name: 'z', file: join(directory, 'erp/z.csv') },
        { name: 'a', file: join(directory, 'erp/a.csv') },
      ],
    },
    collections: { pim: [{ name: 'product', file: join(directory, 'p.jsonl') }] },
  })
})

test('the hash is that of the content: the same elsewhere, another for any changed byte', async () => {
  await using one = await writtenPack(files)
  await using other = await writtenPack(files)
  const { hash } = await readPack(one.directory)
  expect(hash).toMatch(/^[0-9a-f]{64}$/)
  expect((await readPack(other.directory)).hash).toBe(hash)
  await other.write('erp/z.csv', 'n\n3\n')
  expect((await readPack(other.directory)).hash).not.toBe(hash)
})

test('bytes that move from one file to the next change the hash', async () => {
  await using one = await writtenPack({ ...files, 'erp/z.csv': 'ab', 'erp/a.csv': 'c' })
  const { hash } = await readPack(one.directory)
  await one.write('erp/z.csv', 'a')
  await one.write('erp/a.csv', 'bc')
  expect((await readPack(one.directory)).hash).not.toBe(hash)
})

test('a directory without a pack is told with a remedy', async () => {
  await using empty = await writtenPack({})
  await expect(readPack(empty.directory)).rejects.toMatchObject({
    kind: 'usage',
    problems: [
      { code: 'pack.missing', message: expect.stringContaining('does not exist'), remedy: expect.any(String) },
    ],
  })
})

test('every missing file is told with its place', async () => {
  await using pack = await writtenPack({ 'pack.yaml': files['pack.yaml'], 'erp/a.csv': 'n\n' })
  await expect(readPack(pack.directory)).rejects.toMatchObject({
    problems: [
      { code: 'pack.missing-file', place: { line: 7, column: 8 } },
      { code: 'pack.missing-file', place: { line: 11, column: 14 } },
    ],
  })
})

test.each([
  { what: 'an unknown key', text: `${head}tabels: {}\n`, code: 'pack.unknown-key', line: 5 },
  { what: 'a missing key', text: 'version: 1\nname: small\ntitle: Small\n', code: 'pack.missing-key', line: 1 },
  { what: 'a file name that is not text', text: `${head}tables:\n  erp: { a: 1 }\n`, code: 'pack.wrong-type', line: 6 },
  { what: 'a path out of the pack', text: `${head}tables:\n  erp: { a: x/../../b }\n`, code: 'pack.outside', line: 6 },
  { what: 'an absolute path', text: `${head}collections:\n  pim: { a: /etc/b }\n`, code: 'pack.outside', line: 6 },
  { what: 'a local time', text: head.replace('00Z', '00'), code: 'pack.pattern', line: 4 },
  { what: 'the 31st of February', text: head.replace('03-02T', '02-31T'), code: 'pack.no-such-time', line: 4 },
])('$what is refused with its place', async ({ text, code, line }) => {
  await using pack = await writtenPack({ 'pack.yaml': text })
  await expect(readPack(pack.directory)).rejects.toMatchObject({ kind: 'usage', problems: [{ code, place: { line } }] })
})

const sized = {
  'pack.yaml': `${head}sizes:\n  s: { articles: 10 }\n  l: { articles: 1000, customers: 5 }\nscripts:\n  erp: erp/make.sql\nqueries:\n  pim:\n    product: { system: erp, file: p.sql }\n`,
  'erp/make.sql': 'select 1',
  'p.sql': 'select 1',
}

test('a pack with sizes is read in the one that is asked for, else in the first one', async () => {
  await using pack = await writtenPack(sized)
  const { directory } = pack
  const small = await readPack(directory)
  expect(small).toMatchObject({
    size: 's',
    numbers: { articles: 10 },
    scripts: { erp: join(directory, 'erp/make.sql') },
    queries: { pim: [{ name: 'product', system: 'erp', file: join(directory, 'p.sql') }] },
  })
  const large = await readPack(directory, 'l')
  expect(large).toMatchObject({ size: 'l', numbers: { articles: 1000, customers: 5 } })
  expect(large.hash).not.toBe(small.hash)
  await pack.write('p.sql', 'select 2')
  expect((await readPack(directory)).hash).not.toBe(small.hash)
})

test('an unknown size is refused, and any size of a pack that has one only', async () => {
  await using pack = await writtenPack(sized)
  await expect(readPack(pack.directory, 'll')).rejects.toMatchObject({
    kind: 'usage',
    problems: [{ code: 'pack.unknown-size', message: expect.stringContaining('did you mean "l"?') }],
  })
  await using plain = await writtenPack(files)
  await expect(readPack(plain.directory, 's')).rejects.toMatchObject({ problems: [{ code: 'pack.unknown-size' }] })
})

test.each([
  { what: 'a number that is none', text: `${head}sizes:\n  s: { articles: many }\n`, code: 'pack.wrong-type', line: 6 },
  { what: 'the name of a number', text: `${head}sizes:\n  s: { "a-b": 1 }\n`, code: 'pack.number-name', line: 6 },
  { what: 'a script out of the pack', text: `${head}scripts:\n  erp: ../make.sql\n`, code: 'pack.outside', line: 6 },
  {
    what: 'a query out of the pack',
    text: `${head}queries:\n  pim: { p: { system: erp, file: /p.sql } }\n`,
    code: 'pack.outside',
    line: 6,
  },
  {
    what: 'a query of nobody',
    text: `${head}queries:\n  pim: { p: { file: p.sql } }\n`,
    code: 'pack.missing-key',
    line: 6,
  },
])('$what is refused with its place', async ({ text, code, line }) => {
  await using pack = await writtenPack({ 'pack.yaml': text })
  await expect(readPack(pack.directory)).rejects.toMatchObject({ kind: 'usage', problems: [{ code, place: { line } }] })
})
