import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { byteSink } from '../../../../src/core/rows/byte-sink.ts'
import type { Chunk, TransferSource } from '../../../../src/core/transfer/ports.ts'
import { type Databases, startDatabases } from '../../../scenario/databases.ts'
import { copyAll, openSource } from './round-trip.ts'

let databases: Databases
const never = new AbortController().signal

/* One row a page, so that few rows make many chunks. */
const large = `create table large (id integer, filler text) with (fillfactor = 10);
  alter table large alter filler set storage plain;
  insert into large select i, repeat('x', 7000) from generate_series(1, 12000) i;`

const odd = `
  create schema "Sales Dept";
  create table "Sales Dept"."select" ("from" integer, "a ""quoted"" name" text, "ünï" text);
  create table empty (id integer);
  create table no_columns ();
  create table only_generated (a integer generated always as (7) stored);
  create table computed (a integer, b integer generated always as (a * 2) stored, c text);
  create table dropped (a integer, gone text, b text);
  create table parent (a integer);
  create table child (b text) inherits (parent);
  create table measured (at date, value integer) partition by range (at);
  create table measured_2025 partition of measured for values from ('2025-01-01') to ('2026-01-01');
  create table measured_2026 partition of measured for values from ('2026-01-01') to ('2027-01-01') partition by list (value);
  create table measured_2026_1 partition of measured_2026 for values in (1);
  create table measured_2026_rest partition of measured_2026 default;
  alter table dropped drop column gone;`

const oddRows = `
  insert into "Sales Dept"."select" values (1, 'x', 'y'), (null, null, '');
  insert into no_columns select from generate_series(1, 3);
  insert into only_generated select from generate_series(1, 2);
  insert into computed (a, c) values (1, 'one'), (2, null);
  insert into dropped values (1, 'b');
  insert into parent values (1); insert into child values (2, 'two');
  insert into measured values ('2025-03-01', 5), ('2026-03-01', 1), ('2026-03-02', 2);`

beforeAll(async () => {
  databases = await startDatabases(['large', 'odd', 'arrived', 'moment', 'locked'])
  await databases.stores.large?.script(large)
  for (const name of ['odd', 'arrived']) await databases.stores[name]?.script(odd)
  await databases.stores.odd?.script(oddRows)
})
afterAll(() => databases[Symbol.asyncDispose]())

async function digestOf(source: TransferSource, chunk: Chunk): Promise<string> {
  const hash = createHash('sha256')
  let rows = 0
  for await (const batch of source.read(chunk, undefined, never)) {
    hash.update(batch.bytes)
    rows += batch.rows
  }
  return `${rows} ${hash.digest('hex')}`
}

test('chunks hold each row once, and the same bytes whoever reads them at the same time', async () => {
  await using first = await openSource(databases.url('large'))
  await using second = await openSource(databases.url('large'))
  const chunks = await first.chunks()
  expect(chunks.length).toBeGreaterThan(2)
  expect(await second.chunks()).toEqual(chunks)
  expect(chunks[1]?.id).toBe('large/00001')
  const one: string[] = []
  for (const chunk of chunks) one.push(await digestOf(first, chunk))
  expect(await Promise.all(chunks.map((chunk) => digestOf(second, chunk)))).toEqual(one)
  const counts = one.map((text) => Number(text.split(' ')[0]))
  expect(counts.reduce((sum, count) => sum + count)).toBe(12_000)
  expect(Math.min(...counts)).toBeGreaterThan(1000)
})

test('all readers see the moment at which the source was opened', async () => {
  const store = databases.stores.moment
  await store?.script('create table entry (id integer); insert into entry values (1)')
  await using source = await openSource(databases.url('moment'))
  await store?.script('insert into entry values (2); update entry set id = 9; create table later (id integer)')
  const [chunk] = await source.chunks()
  const seen: unknown[] = []
  const table = source.schema.tables[0]
  if (chunk === undefined || table === undefined) throw new Error('no table')
  await source.scan(table, ['id'], (row) => seen.push(row.value(0)), never)
  expect(seen).toEqual([1])
  expect((await digestOf(source, chunk)).split(' ')[0]).toBe('1')
  expect(source.schema.tables.map(({ name }) => name)).toEqual(['entry'])
})

test('odd tables arrive with the rows of their own', async () => {
  await using source = await openSource(databases.url('odd'))
  await copyAll(source, databases.url('arrived'))
  const tables = [
    '"Sales Dept"."select"',
    'empty',
    'no_columns',
    'only_generated',
    'computed',
    'dropped',
    'only parent',
    'child',
    'measured_2025',
    'measured_2026_1',
    'measured_2026_rest',
  ]
  for (const table of tables) {
    const query = `select t::text as row from ${table} t order by 1`
    const [expected, found] = [await databases.stores.odd?.query(query), await databases.stores.arrived?.query(query)]
    expect({ table, rows: found?.rows }).toEqual({ table, rows: expected?.rows })
  }
})

test('a register sees values and texts of the columns that it asked for', async () => {
  await using source = await openSource(databases.url('odd'))
  const table = source.schema.tables.find(({ name }) => name === 'Sales Dept.select')
  if (table === undefined) throw new Error('no table')
  const seen: unknown[] = []
  const sink = byteSink(64)
  await source.scan(
    table,
    ['ünï', 'from'],
    (row) => {
      seen.push([row.value(0), row.value(1), row.appendText(1, sink)])
    },
    never,
  )
  expect(seen).toEqual([
    ['y', 1, true],
    ['', null, false],
  ])
  expect(Buffer.from(sink.bytes.subarray(0, sink.length)).toString()).toBe('1')
})

test('an iteration that is closed early ends what runs on the server', async () => {
  await using source = await openSource(databases.url('large'))
  const [chunk] = await source.chunks()
  for await (const _ of source.read(chunk as Chunk, undefined, never)) break
  expect(await runningCopies()).toBe(0)
  expect((await digestOf(source, chunk as Chunk)).length).toBeGreaterThan(64)
})

test('an abort ends the reading, and what runs on the server', async () => {
  await using source = await openSource(databases.url('large'))
  const [chunk] = await source.chunks()
  const controller = new AbortController()
  const reading = (async () => {
    for await (const _ of source.read(chunk as Chunk, undefined, controller.signal)) controller.abort()
  })()
  await expect(reading).rejects.toMatchObject({ code: 'interrupted' })
  expect(await runningCopies()).toBe(0)
})

test('a server that goes away is the environment’s failure, and can be resumed', async () => {
  await using source = await openSource(databases.url('large'))
  const [chunk] = await source.chunks()
  const reading = (async () => {
    for await (const _ of source.read(chunk as Chunk, undefined, never))
      await databases.stores.odd?.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'trial' and query like 'copy%'`,
      )
  })()
  await expect(reading).rejects.toMatchObject({ kind: 'environment', code: 'source.lost' })
  await expect(reading).rejects.toMatchObject({ problems: [{ remedy: expect.stringContaining('--resume') }] })
})

test('a database that cannot be reached says so', async () => {
  await expect(openSource('postgres://nobody:secret@127.0.0.1:1/none')).rejects.toMatchObject({
    kind: 'environment',
    code: 'source.unreachable',
    message: expect.not.stringContaining('secret'),
  })
})

/** After a moment at most, since the server has to notice that nobody listens. */
async function runningCopies(): Promise<number> {
  const query = `select count(*)::int as running from pg_stat_activity
    where application_name = 'trial' and state = 'active' and query like 'copy%'`
  for (let attempt = 0; ; attempt += 1) {
    const running = (await databases.stores.odd?.query(query))?.rows[0]?.running as number
    if (running === 0 || attempt === 200) return running
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
