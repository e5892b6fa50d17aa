import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { StandinError } from '../../../src/core/error.ts'
import { openSnapshot } from '../../../src/stores/files/snapshot-source.ts'
import { memorySource, numberedRows } from '../../clone/memory-source.ts'
import { toSnapshot } from '../../clone/transferred.ts'
import { contentOf, scratch } from './scratch.ts'

const never = new AbortController().signal

function sources() {
  return {
    shop: memorySource([
      { name: 'customer', chunks: [numberedRows(100), numberedRows(50, 100), []] },
      { name: 'Customer', chunks: [numberedRows(3)] },
      { name: '../odd/näme', chunks: [numberedRows(2)] },
      { name: 'empty', chunks: [] },
    ]),
    erp: memorySource([{ name: 'item', chunks: [['a'.repeat(500_000)], numberedRows(5)] }]),
  }
}

async function rowsOf(directory: string, system: string, table: string): Promise<string[]> {
  const { sources: opened } = await openSnapshot(directory, never)
  const source = opened.get(system)
  const lines: string[] = []
  for (const chunk of (await source?.chunks()) ?? []) {
    if (chunk.table !== table) continue
    for await (const { bytes } of source?.read(chunk, undefined, never) ?? [])
      lines.push(...Buffer.from(bytes).toString().split('\n').slice(0, -1))
  }
  return lines
}

async function problemsOf(attempt: Promise<unknown>): Promise<string[]> {
  const thrown = await attempt.then(
    () => undefined,
    (caught: unknown) => caught,
  )
  if (!(thrown instanceof StandinError)) throw new Error(`expected a StandinError, got ${String(thrown)}`)
  return thrown.problems.map(({ code, message }) => `${thrown.kind} ${code} ${message}`)
}

test('what was written is read again, row for row, with its definition', async () => {
  using place = scratch()
  const directory = join(place.path, 'snapshot')
  await toSnapshot(sources(), directory, {})
  expect(await rowsOf(directory, 'shop', 'customer')).toEqual(numberedRows(150))
  expect(await rowsOf(directory, 'shop', 'Customer')).toEqual(numberedRows(3))
  expect(await rowsOf(directory, 'shop', '../odd/näme')).toEqual(numberedRows(2))
  expect(await rowsOf(directory, 'erp', 'item')).toEqual(['a'.repeat(500_000), ...numberedRows(5)])
  const { sources: opened } = await openSnapshot(directory, never)
  const [before, after] = [sources().shop, opened.get('shop')]
  expect(await after?.definition()).toEqual(await before.definition())
  expect(after?.schema.tables.map(({ name, rows }) => [name, rows])).toEqual([
    ['customer', 150],
    ['Customer', 3],
    ['../odd/näme', 2],
    ['empty', 0],
  ])
  expect(after?.schema.tables[0]?.columns).toEqual(before.schema.tables[0]?.columns)
  expect(readFileSync(join(directory, 'erp/before.sql'), 'utf8')).toBe('create table t ();\n')
  expect(readdirSync(place.path)).toEqual(['snapshot'])
})

test('only the owner may read it', async () => {
  using place = scratch()
  await toSnapshot(sources(), join(place.path, 'snapshot'), {})
  const rights = new Set(Object.values(contentOf(place.path)).map((text) => text.replace(/[0-9a-f]{64}$/, 'file')))
  expect(rights).toEqual(new Set(['700 directory', '600 file']))
})

test('two runs give the same bytes, whatever the number of readers and the size of batches', async () => {
  using place = scratch()
  const rows = Array.from({ length: 8 }, (_, chunk) => numberedRows(20_000, chunk * 20_000))
  const runs = [
    [1, 10],
    [4, 700],
    [3, 20_000],
  ] as const
  const contents = []
  for (const [readers, rowsPerBatch] of runs) {
    const directory = join(place.path, `with-${readers}`)
    await toSnapshot({ erp: memorySource([{ name: 'item', chunks: rows }], { rowsPerBatch }) }, directory, { readers })
    contents.push(contentOf(directory))
  }
  expect(contents[1]).toEqual(contents[0])
  expect(contents[2]).toEqual(contents[0])
})

test('an existing snapshot is replaced as a whole', async () => {
  using place = scratch()
  const directory = join(place.path, 'snapshot')
  await toSnapshot(sources(), directory, {})
  await toSnapshot({ erp: memorySource([{ name: 'item', chunks: [numberedRows(2)] }]) }, directory, {})
  expect(readdirSync(directory).sort()).toEqual(['erp', 'manifest.json'])
  expect(readdirSync(place.path)).toEqual(['snapshot'])
})

test('a directory that is no snapshot is not replaced', async () => {
  using place = scratch()
  writeFileSync(join(place.path, 'thesis.txt'), 'years of work')
  expect(await problemsOf(toSnapshot(sources(), place.path, {}))).toEqual([
    `usage snapshot.not-one ${place.path} is there and is no snapshot, so it is not replaced`,
  ])
  expect(readdirSync(place.path)).toEqual(['thesis.txt'])
  const file = join(place.path, 'thesis.txt')
  expect(await problemsOf(toSnapshot(sources(), file, {}))).toEqual([expect.stringContaining('snapshot.not-one')])
})

test('two processes do not write to the same place', async () => {
  using place = scratch()
  const directory = join(place.path, 'snapshot')
  mkdirSync(`${directory}.partial`)
  writeFileSync(join(`${directory}.partial`, 'owner'), '12345')
  const attempt = toSnapshot(sources(), directory, { isRunning: async (id) => id === 12_345 })
  expect(await problemsOf(attempt)).toEqual([expect.stringContaining('environment snapshot.busy process 12345 is')])
  await toSnapshot(sources(), directory, {})
  expect(readdirSync(place.path)).toEqual(['snapshot'])
})

test('a swap that was cut short is put right by the next run', async () => {
  using place = scratch()
  const directory = join(place.path, 'snapshot')
  await toSnapshot(sources(), directory, {})
  renameSync(directory, `${directory}.replaced`)
  const cut = new AbortController()
  const stopping = memorySource([{ name: 'item', chunks: [numberedRows(9)] }], { beforeBatch: async () => cut.abort() })
  expect(await problemsOf(toSnapshot({ erp: stopping }, directory, { signal: cut.signal }))).toEqual([
    'interrupted interrupted interrupted',
  ])
  expect(readdirSync(place.path)).toEqual(['snapshot'])
  expect(await rowsOf(directory, 'shop', 'customer')).toHaveLength(150)
})

test.each<[string, (directory: string) => void, string]>([
  [
    'a changed byte',
    (directory) => flip(join(directory, 'shop/customer~2/00001.txt.gz')),
    'shop/customer~2/00001.txt.gz: its content has changed (SHA-256)',
  ],
  [
    'a file that was cut off',
    (directory) => truncateSync(join(directory, 'erp/item/00001.txt.gz'), 20),
    'erp/item/00001.txt.gz: it has 20 bytes, expected',
  ],
  ['a missing file', (directory) => rmSync(join(directory, 'erp/after.sql')), 'erp/after.sql: this file is missing'],
  [
    'a file too many',
    (directory) => writeFileSync(join(directory, 'erp/item/00009.txt.gz'), ''),
    'erp/item/00009.txt.gz: the manifest does not know this file',
  ],
  [
    'a changed script',
    (directory) => flip(join(directory, 'erp/before.sql')),
    'erp/before.sql: its content has changed (SHA-256)',
  ],
  [
    'a changed manifest',
    (directory) => edit(join(directory, 'manifest.json'), (text) => text.replace('"rows": 50', '"rows": 51')),
    'manifest.json: it was changed after it was written',
  ],
  [
    'a manifest that is no JSON',
    (directory) => truncateSync(join(directory, 'manifest.json'), 100),
    'manifest.json: it is not JSON',
  ],
])('%s is found before anything is loaded, and named', async (_, damage, message) => {
  using place = scratch()
  const directory = join(place.path, 'snapshot')
  await toSnapshot(sources(), directory, {})
  damage(directory)
  const [problem, ...others] = await problemsOf(openSnapshot(directory, never))
  expect(problem).toContain(message)
  expect(problem).toMatch(/^usage snapshot\.damaged/)
  expect(others).toEqual([])
})

test('all damaged files are named together', async () => {
  using place = scratch()
  const directory = join(place.path, 'snapshot')
  await toSnapshot(sources(), directory, {})
  flip(join(directory, 'erp/before.sql'))
  rmSync(join(directory, 'shop/schema.json'))
  expect(await problemsOf(openSnapshot(directory, never))).toHaveLength(2)
})

test('a directory without a manifest, and a newer format, are refused', async () => {
  using place = scratch()
  expect(await problemsOf(openSnapshot(place.path, never))).toEqual([
    `usage snapshot.missing ${place.path} is no snapshot: it has no manifest.json`,
  ])
  writeFileSync(join(place.path, 'manifest.json'), '{ "format": 2 }')
  expect(await problemsOf(openSnapshot(place.path, never))).toEqual([
    expect.stringContaining('manifest.json has the format 2, and this standin knows formats up to 1'),
  ])
  expect(existsSync(`${place.path}.partial`)).toBe(false)
})

function flip(path: string): void {
  const bytes = readFileSync(path)
  const middle = bytes.length >> 1
  bytes[middle] = (bytes[middle] as number) ^ 1
  writeFileSync(path, bytes)
}

function edit(path: string, change: (text: string) => string): void {
  writeFileSync(path, change(readFileSync(path, 'utf8')))
}
