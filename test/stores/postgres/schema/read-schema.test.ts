import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { StandinError } from '../../../../src/core/error.ts'
import type { SqlStore } from '../../../../src/core/sql-store.ts'
import type { StoreSchema, TableSchema } from '../../../../src/core/transfer/store-schema.ts'
import { readSchema } from '../../../../src/stores/postgres/schema/read-schema.ts'
import { connectSqlStore } from '../../../../src/stores/postgres/sql-store.ts'
import { type Databases, startDatabases } from '../../../scenario/databases.ts'

const everyItem = readFileSync(new URL('../every-item.sql', import.meta.url), 'utf8')

let databases: Databases
let schema: StoreSchema

beforeAll(async () => {
  databases = await startDatabases(['every', 'foreign', 'roles'])
  const every = databases.stores.every as SqlStore
  await every.script(everyItem)
  schema = await every.transaction(readSchema)
})
afterAll(() => databases[Symbol.asyncDispose]())

function table(name: string): TableSchema {
  const found = schema.tables.find((candidate) => candidate.name === name)
  if (found === undefined) throw new Error(`no table ${name}`)
  return found
}

function type(name: string): unknown {
  return table('sales.every_type').columns.find((column) => column.name === name)?.type
}

describe('columns', () => {
  test('without dropped ones; generated ones apart', () => {
    const { columns, generated } = table('sales.product')
    expect(columns.map(({ name, nullable }) => [name, nullable])).toEqual([
      ['id', false],
      ['sku', false],
      ['net', true],
      ['serial_number', false],
      ['added', true],
    ])
    expect(generated).toEqual(['gross', 'label'])
    expect(table('only_generated').columns).toEqual([])
    expect(table('no_columns')).toMatchObject({ columns: [], generated: [], unique: [] })
  })

  test.each([
    ['a_smallint', { kind: 'integer', name: 'smallint', range: [-32768n, 32767n] }],
    ['a_limited', { kind: 'decimal', name: 'numeric(10,3)', precision: 10, scale: 3 }],
    ['a_negative_scale', { kind: 'decimal', name: 'numeric(5,-2)', precision: 5, scale: -2 }],
    ['a_numeric', { kind: 'decimal', name: 'numeric' }],
    ['a_varchar', { kind: 'text', name: 'character varying(7)', maxLength: 7 }],
    ['a_name', { kind: 'text', name: 'name', maxLength: 63 }],
    ['a_citext', { kind: 'text', name: 'citext' }],
    ['a_timestamptz', { kind: 'timestamp', name: 'timestamp with time zone', zoned: true }],
    ['a_jsonb', { kind: 'json', name: 'jsonb' }],
    ['an_hstore', { kind: 'other', name: 'hstore' }],
    ['an_ltree', { kind: 'other', name: 'extensions.ltree' }],
    ['a_custom_range', { kind: 'other', name: 'sales.price_range' }],
    ['an_enum', { kind: 'text', name: 'sales.state', labels: ['new', 'paid', `it's "done"`, ''] }],
    ['a_domain', { kind: 'integer', name: 'sales.small_positive', range: [-2147483648n, 2147483647n] }],
    ['some_texts', { kind: 'array', name: 'text[]', element: { kind: 'text', name: 'text' } }],
    [
      'a_nested',
      {
        kind: 'composite',
        name: 'sales.address',
        fields: [
          { name: 'street', type: { kind: 'text', name: 'text' } },
          { name: 'places', type: { kind: 'array', name: 'text[]', element: { kind: 'text', name: 'text' } } },
          {
            name: 'total',
            type: {
              kind: 'composite',
              name: 'sales.money_amount',
              fields: [
                { name: 'amount', type: { kind: 'decimal', name: 'numeric(12,2)', precision: 12, scale: 2 } },
                { name: 'currency', type: { kind: 'text', name: 'character(3)', maxLength: 3 } },
              ],
            },
          },
        ],
      },
    ],
  ])('%s', (column, expected) => {
    expect(type(column)).toEqual(expected)
  })

  test('of a domain without NULL', () => {
    expect(table('constrained').columns[1]).toEqual({
      name: 'email',
      type: { kind: 'text', name: 'sales.email' },
      nullable: false,
    })
  })
})

test('partitioned tables hold no rows; their partitions are tables', () => {
  expect(table('sales.event').holdsNoRows).toBe('partitioned')
  expect(table('sales.event_2024_eu').holdsNoRows).toBe('partitioned')
  expect(table('sales.event_2024_eu_0').holdsNoRows).toBeUndefined()
  expect(table('sales.event_else').columns.map(({ name }) => name)).toEqual(['region', 'payload', 'at', 'id'])
})

test('what is unique, also in part and over expressions', () => {
  expect(table('booking').unique).toEqual([
    ['during', 'room'],
    ['guest', 'room'],
  ])
  expect(table('tariff').unique).toEqual([['id', 'valid']])
  expect([...table('country').unique].sort()).toEqual([['code', 'region'], ['name']])
})

test('references', () => {
  expect(table('city').references).toEqual([
    { columns: ['code', 'region'], table: 'country', referenced: ['code', 'region'] },
    { columns: ['country'], table: 'country', referenced: ['name'] },
  ])
  expect(table('event_note').references).toEqual([
    { columns: ['event', 'at', 'region'], table: 'sales.event', referenced: ['id', 'at', 'region'] },
  ])
  expect(table('employee').references.map((reference) => reference.table)).toEqual(['department', 'employee'])
})

test('estimates come near, also where no statistics have been made', async () => {
  const every = databases.stores.every as SqlStore
  await every.script(
    'create table big (id int, note text); insert into big select n, repeat(n::text, 4) from generate_series(1, 20000) as n',
  )
  const sizeOf = async () => (await every.transaction(readSchema)).tables.find(({ name }) => name === 'big')
  const before = await sizeOf()
  expect(before?.rows).toBeGreaterThan(10_000)
  expect(before?.rows).toBeLessThan(40_000)
  await every.query('analyze big')
  expect((await sizeOf())?.rows).toBe(20_000)
  await every.query('drop table big')
})

test('names what cannot be carried', async () => {
  const store = databases.stores.foreign as SqlStore
  await store.script(`
    create extension postgres_fdw;
    create role clerk_of_this_test; create role "Owner of this test";
    create server far foreign data wrapper postgres_fdw options (host 'x');
    create user mapping for current_user server far options (user 'u', password 'secret');
    create foreign table remote (id int) server far;
    create view over_remote as select * from remote;
    create materialized view over_that as select * from over_remote with no data;
    create table local (id int, note text);
    alter table local enable row level security;
    create policy by_clerk on local to clerk_of_this_test using (true);
    grant select on local to clerk_of_this_test;
    alter table local owner to "Owner of this test";
    create publication changes for table local;
    create table parent (id int);
    create foreign table local_child () inherits (parent) server far;
    create function on_ddl() returns event_trigger language plpgsql as $$ begin end $$;
    create event trigger watch on ddl_command_end execute function on_ddl();
    alter default privileges grant select on tables to clerk_of_this_test;
    alter database "foreign" set work_mem = '5MB';
    select lo_from_bytea(0, 'x'), lo_from_bytea(0, 'y');
  `)
  const { uncarried, tables } = await store.transaction(readSchema)
  expect(tables.map(({ name }) => name)).toEqual(['local', 'parent'])
  const me = (await store.query('select current_user as me')).rows[0]?.me
  expect(uncarried.map(({ kind, name }) => `${kind}: ${name}`)).toEqual([
    'foreign table: local_child',
    'view over a foreign table: over_remote',
    'materialized view over a foreign table: over_that',
    'foreign table: remote',
    'large objects: 2',
    'foreign server: far',
    `user mapping: far for ${me}`,
    'publication: changes',
    'event trigger: watch',
    'setting of the database: work_mem',
    `default privileges: ${me}`,
    'role: Owner of this test (owner)',
    'role: clerk_of_this_test (named by policies, privileges)',
    'role of a policy: public.local, policy by_clerk: clerk_of_this_test',
  ])
})

test('names everything that may not be read, at once', async () => {
  const store = databases.stores.roles as SqlStore
  await store.script(`
    create role reader_of_this_test login password 'reads';
    create table open (id int); grant select on open to public;
    create table "closed" (id int); create schema hidden; create table hidden.away (id int);
    create table by_column (a int, b int); grant select (a, b) on by_column to public;
    create table some_columns (a int, b int); grant select (a) on some_columns to public;
    create table filtered (id int); alter table filtered enable row level security; grant select on filtered to public;
    create sequence numbers;
  `)
  const address = new URL(databases.url('roles'))
  address.username = 'reader_of_this_test'
  address.password = 'reads'
  const reader = connectSqlStore(address.href, { applicationName: 'standin-test', connections: 1 })
  const refused = await reader.transaction(readSchema).catch((thrown: unknown) => thrown)
  await reader.close()
  expect(refused).toBeInstanceOf(StandinError)
  expect((refused as StandinError).kind).toBe('environment')
  expect((refused as StandinError).problems.map(({ message }) => message)).toEqual([
    'the role may not read the table hidden.away',
    'the role may not read the table closed',
    'the role may not read the table some_columns',
    'the role may not read the sequence numbers',
    'row security hides rows of the table filtered from the role',
  ])
})
