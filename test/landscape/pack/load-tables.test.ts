import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { SqlStore } from '../../../src/core/sql-store.ts'
import { loadTables } from '../../../src/landscape/pack/load-tables.ts'
import { readPack } from '../../../src/landscape/pack/read-pack.ts'
import { type Databases, startDatabases } from '../../scenario/databases.ts'
import { head, writtenPack } from './written-pack.ts'

const schema = `
drop schema public cascade;
create schema public;
create table owner (code text primary key, born date);
create table "order" (
  id bigint generated always as identity primary key,
  number serial unique,
  owner text references owner,
  amount numeric(14,2),
  done boolean not null default false,
  detail jsonb,
  tags text[]
);
`

let databases: Databases
let store: SqlStore

beforeAll(async () => {
  databases = await startDatabases(['erp'])
  store = databases.stores.erp as SqlStore
})
afterAll(async () => {
  await databases?.[Symbol.asyncDispose]()
})
beforeEach(async () => {
  await store.script(schema)
})

async function load(orders: string, owners = 'code,born\nann,1990-05-06\n', order = ['owner', 'order']): Promise<void> {
  const parts = order.map((table) => `    ${table}: ${table}.csv\n`).join('')
  await using written = await writtenPack({
    'pack.yaml': `${head}tables:\n  erp:\n${parts}`,
    'owner.csv': owners,
    'order.csv': orders,
  })
  await loadTables(await readPack(written.directory), 'erp', store)
}

test('every type comes in as the column has it; columns that the file leaves out keep their defaults', async () => {
  await load('id,owner,amount,detail,tags\n7,ann,12.50,"{""a"":[1,null]}","{x,y}"\n9,,0.10,,\n')
  const { rows } = await store.query('select id, number, owner, amount, done, detail, tags from "order" order by id')
  expect(rows).toEqual([
    { id: 7, number: 1, owner: 'ann', amount: '12.50', done: false, detail: { a: [1, null] }, tags: ['x', 'y'] },
    { id: 9, number: 2, owner: null, amount: '0.10', done: false, detail: null, tags: null },
  ])
})

test('numbering goes on behind the highest number that was loaded', async () => {
  await load('id,number\n41,7001\n12,7000\n')
  const { rows } = await store.query('insert into "order" (owner) values (null) returning id, number')
  expect(rows).toEqual([{ id: 42, number: 7002 }])
})

test('numbering starts at one in a table that stays empty', async () => {
  await load('id,number\n')
  const { rows } = await store.query('insert into "order" (owner) values (null) returning id, number')
  expect(rows).toEqual([{ id: 1, number: 1 }])
})

test('more rows than one statement takes', async () => {
  const lines = Array.from({ length: 12_001 }, (_, index) => `${index + 1},${index + 1}\n`)
  await load(`id,number\n${lines.join('')}`)
  expect((await store.query('select count(*) as n, max(id) as last from "order"')).rows).toEqual([
    { n: 12_001, last: 12_001 },
  ])
})

test.each([
  { what: 'a broken reference', orders: 'id,owner\n1,nobody\n', code: 'pack.refused', says: 'order_owner_fkey' },
  { what: 'a value of the wrong type', orders: 'id,amount\n1,much\n', code: 'pack.refused', says: '22P02' },
  {
    what: 'an unknown column',
    orders: 'id,amuont\n1,1\n',
    code: 'pack.unknown-column',
    says: 'did you mean "amount"?',
  },
  { what: 'an uneven row', orders: 'id,amount\n1\n', code: 'pack.bad-csv', says: 'expected 2 fields, found 1' },
])('$what is told with the file, and nothing was loaded', async ({ orders, code, says }) => {
  await expect(load(orders)).rejects.toMatchObject({
    kind: 'usage',
    problems: [{ code, message: expect.stringContaining(says), place: { file: expect.stringMatching(/order\.csv$/) } }],
  })
  expect((await store.query('select * from owner')).rows).toEqual([])
})

test('a refusal does not quote the value', async () => {
  await expect(load('id,amount\n1,much\n')).rejects.not.toThrow(/much/)
})

test('an unknown table is told with the nearest name', async () => {
  await using written = await writtenPack({ 'pack.yaml': `${head}tables:\n  erp:\n    ordr: a.csv\n`, 'a.csv': 'id\n' })
  const pack = await readPack(written.directory)
  await expect(loadTables(pack, 'erp', store)).rejects.toMatchObject({
    problems: [{ code: 'pack.unknown-table', message: expect.stringContaining('did you mean "order"?') }],
  })
})

test('a system that the pack does not know is left alone', async () => {
  await using written = await writtenPack({ 'pack.yaml': head })
  await loadTables(await readPack(written.directory), 'erp', store)
  expect((await store.query('select * from owner')).rows).toEqual([])
})

const scripted = async (script: string): Promise<void> => {
  await using written = await writtenPack({
    'pack.yaml': `${head}sizes:\n  s: { owners: 3 }\n  m: { owners: 5 }\ntables:\n  erp:\n    owner: owner.csv\nscripts:\n  erp: make.sql\n`,
    'owner.csv': 'code,born\nann,1990-05-06\n',
    'make.sql': script,
  })
  await loadTables(await readPack(written.directory, 'm'), 'erp', store)
}

test('a script makes rows behind those of the files, as many as its size says', async () => {
  await scripted(`insert into owner (code) select 'o' || n from generate_series(1, current_setting('pack.owners')::int) n;
    insert into "order" (owner) select code from owner order by code`)
  expect((await store.query('select owner from "order" order by id')).rows.map(({ owner }) => owner)).toEqual([
    'ann',
    'o1',
    'o2',
    'o3',
    'o4',
    'o5',
  ])
})

test.each([
  { script: 'insert into nothing values (1)', says: 'relation "nothing" does not exist' },
  { script: `insert into owner values ('ann')`, says: 'owner_pkey' },
  { script: `insert into "order" (amount) values ('much'::text::numeric)`, says: 'SQLSTATE 22P02' },
  { script: `select current_setting('pack.orders')`, says: 'pack.orders' },
])('what the database refuses of $script is told with the file, and nothing was loaded', async ({ script, says }) => {
  await expect(scripted(script)).rejects.toMatchObject({
    kind: 'usage',
    problems: [
      {
        code: 'pack.refused',
        message: expect.stringContaining(says),
        place: { file: expect.stringMatching(/make\.sql$/) },
      },
    ],
  })
  expect((await store.query('select * from owner')).rows).toEqual([])
})
