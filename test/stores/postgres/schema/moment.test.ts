import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { SqlStore } from '../../../../src/core/sql-store.ts'
import {
  changedTables,
  type Moment,
  readMoment,
  type TablePart,
} from '../../../../src/stores/postgres/schema/moment.ts'
import { readSchema } from '../../../../src/stores/postgres/schema/read-schema.ts'
import { type Databases, startDatabases } from '../../../scenario/databases.ts'

let databases: Databases
let store: SqlStore

beforeAll(async () => {
  databases = await startDatabases(['moments', 'beside'])
  store = databases.stores.moments as SqlStore
})
afterAll(() => databases[Symbol.asyncDispose]())
beforeEach(async () => {
  await store.script(`
    drop table if exists customer, spare;
    create table customer (id int primary key, name text) with (autovacuum_enabled = off);
    insert into customer select n, repeat('x', 500) from generate_series(1, 100) as n;
    create table spare (id int);
  `)
})

const moment = (): Promise<Moment> =>
  store.transaction(async (session) => readMoment(session, await readSchema(session)))

/** The first three pages have been read, of 15 rows each. */
const parts: TablePart[] = [
  { table: 'customer', from: 0, to: 3, rows: 45 },
  { table: 'customer', from: 3, to: null, rows: undefined },
  { table: 'spare', from: 0, to: null, rows: 0 },
]

async function changesBy(change: () => Promise<unknown>): Promise<readonly string[]> {
  const before = JSON.parse(JSON.stringify(await moment())) as Moment
  await change()
  return changedTables(store, before, await moment(), parts)
}

test('nothing has changed when nobody has written', async () => {
  expect(await changesBy(async () => undefined)).toEqual([])
})

test('nothing has changed when only other databases, catalogs and sequences have', async () => {
  expect(
    await changesBy(async () => {
      await databases.stores.beside?.script('create table if not exists t (id int); insert into t values (1)')
      await store.script('create sequence if not exists other; select nextval($$other$$); analyze customer')
    }),
  ).toEqual([])
})

test('nothing has changed when a change was rolled back', async () => {
  expect(
    await changesBy(() =>
      store
        .transaction(async (session) => {
          await session.query('delete from customer where id = 1')
          throw new Error('no')
        })
        .catch(() => undefined),
    ),
  ).toEqual([])
})

test.each([
  ['an insert', 'insert into spare values (1)', ['table spare']],
  ['an update of what was read', `update customer set name = repeat('y', 500) where id = 1`, ['table customer']],
  ['an update of what was not', `update customer set name = repeat('y', 500) where id = 100`, ['table customer']],
  ['a deletion of what was read', 'delete from customer where id = 1', ['table customer']],
  ['a deletion of what was not', 'delete from customer where id = 100', []],
  [
    'a deletion and its replacement',
    'delete from customer where id = 1; insert into customer values (1)',
    ['table customer'],
  ],
  ['an emptied table', 'truncate spare', ['table spare']],
  ['a rewritten table', 'vacuum full customer', ['table customer']],
  ['a new column', 'alter table spare add note text', ['tables, columns or types']],
  ['a new table', 'create table if not exists newer (id int)', ['tables, columns or types']],
])('%s', async (_, sql, expected) => {
  const changes = await changesBy(async () => {
    for (const statement of sql.split(';')) await store.query(statement)
  })
  expect(changes).toEqual(expected)
})

test('a change by a transaction that was not over at the moment', async () => {
  const before = await store.transaction(async (session) => {
    await session.query('savepoint s')
    await session.query('insert into spare values (1)')
    return moment()
  })
  expect(await changedTables(store, before, await moment(), parts)).toEqual(['table spare'])
})
