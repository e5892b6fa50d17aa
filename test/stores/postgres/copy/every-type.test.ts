import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RowView } from '../../../../src/core/rows/row-view.ts'
import type { ColumnTransform, TableTransform } from '../../../../src/core/rows/table-transform.ts'
import { type Databases, startDatabases } from '../../../scenario/databases.ts'
import { copyAll, copyChunk, openSource } from './round-trip.ts'

let databases: Databases

/* Tables of one column for each type; some types have no binary form that can be carried. */
const values: Readonly<Record<string, readonly string[]>> = {
  text: ["'plain'", "E'tab\\tline\\nback\\\\slash\\r\\b\\f\\v'", "''", "'\\N'", "'żółć 😀'"],
  'character varying(40)': ["'up to forty'"],
  'character(6)': ["'pad'"],
  '"char"': ["'x'"],
  name: ["'a name'"],
  citext: ["'MiXed'"],
  mood: ["'so so'", "'fine'"],
  smallint: ['-32768', '32767', '0'],
  integer: ['-2147483648', '2147483647'],
  bigint: ['-9223372036854775808', '9223372036854775807', '9007199254740993', '-1', '4294967296'],
  oid: ['4294967295'],
  real: ['0.1', "'NaN'", "'-Infinity'", '3.4028235e38', '1e-45', "'-0'"],
  'double precision': ['0.1', "'NaN'", "'Infinity'", '1.7976931348623157e308', '5e-324', "'-0'"],
  numeric: [
    '0',
    '0.00',
    '-0.00012',
    '12.50',
    '1e40',
    '123456789012345678901234567890.123456789',
    "'NaN'",
    "'-Infinity'",
    '10000',
    '0.00001',
    '9999.9999',
  ],
  'numeric(10,2)': ['12.50'],
  boolean: ['true', 'false'],
  date: [
    "'2026-02-28'",
    "'0044-03-15 BC'",
    "'0001-12-31 BC'",
    "'infinity'",
    "'-infinity'",
    "'12026-01-01'",
    "'1969-12-31'",
    "'5874897-12-31'",
    "'4714-11-24 BC'",
  ],
  timestamp: [
    "'2026-02-28 13:45:00.123456'",
    "'0044-03-15 10:00 BC'",
    "'infinity'",
    "'-infinity'",
    "'1969-12-31 23:59:59.999999'",
    "'2026-02-28'",
    "'294276-12-31 23:59:59.999999'",
  ],
  timestamptz: ["'2026-02-28 13:45:00.1+02'", "'infinity'", "'0044-03-15 10:00+00 BC'"],
  time: ["'13:45:00.5'", "'24:00'"],
  timetz: ["'13:45:00.5+02:30'", "'13:45-08'"],
  interval: ["'1 year -2 mons 3 days -04:05:06.7'"],
  uuid: ["'0189c1b0-7a5e-7c3f-9a1b-00c0ffee0001'"],
  bytea: ["'\\x00ff5c0a'", "''"],
  json: [`'{"a":12345678901234567890,"b":[1.5,null,"x"]}'`, "'null'"],
  jsonb: [`'{"a": 12345678901234567890.5, "b": [1.5, null, "tab\\t"]}'`, "'null'", "'3'"],
  money: ["'-1234.50'", "'0.05'"],
  inet: ["'192.168.0.1'", "'192.168.0.1/24'", "'2001:db8::1'", "'::'", "'::ffff:1.2.3.4'", "'1:0:0:2::/64'"],
  cidr: ["'10.0.0.0/8'", "'2001:db8::/32'"],
  macaddr: ["'08:00:2b:01:02:03'"],
  macaddr8: ["'08:00:2b:01:02:03:04:05'"],
  'bit(5)': ["B'10110'"],
  'bit varying': ["B'101100111'", "B''"],
  hstore: [`'a=>1, "b c"=>NULL'`],
  ltree: ["'top.science.astronomy'"],
  tsvector: ["'a fat cat'::tsvector"],
  int4range: ["'[1,5)'", "'empty'"],
  datemultirange: ["'{[2026-01-01,2026-02-01)}'"],
  regclass: ["'pg_class'"],
  xml: ['\'<a b="1">x</a>\''],
  point: ["'(1,2)'"],
  'integer[]': ["'{1,NULL,3}'", "'{}'", "'[0:1]={7,8}'", "'{{1,2},{3,4}}'", "'[-1:0][2:3]={{1,2},{3,4}}'"],
  'text[]': [`'{"a,b",NULL,"NULL","","q\\"x","back\\\\slash"}'`],
  'mood[]': ['\'{fine,"so so"}\''],
  'jsonb[]': [`array['[1,2]'::jsonb, '{"a":1}']`],
  'regclass[]': ["'{pg_class}'"],
  place: [`row('Main "St", 1', 12, 'fine', null)`, `row(null, null, null, '{1,2}')`],
  'place[]': [`array[row('a', 1, 'fine', '{3}')::place, null]`],
  odd: [`row('x', 'pg_class')`],
  positive: ['5'],
  words: ["'{a,b}'"],
}

const definitions = `
  create extension citext; create extension hstore; create extension ltree;
  create type mood as enum ('fine', 'so so');
  create type place as (street text, number integer, mood mood, "tags ""x""" integer[]);
  create type odd as (name text, relation regclass);
  create domain positive as integer check (value > 0);
  create domain words as text[];
  ${Object.keys(values)
    .map((type, index) => `create table "t ${index}" (id integer, value ${type});`)
    .join('\n')}`

beforeAll(async () => {
  databases = await startDatabases(['from', 'kept', 'rewritten', 'as_text'])
  for (const name of ['from', 'kept', 'rewritten', 'as_text']) await databases.stores[name]?.script(definitions)
  const inserts = Object.values(values).map((list, index) => {
    const rows = [...list, 'null'].map((value, id) => `(${id}, ${value})`)
    return `insert into "t ${index}" values ${rows.join(', ')};`
  })
  await databases.stores.from?.script(inserts.join('\n'))
})
afterAll(() => databases[Symbol.asyncDispose]())

async function contents(database: string): Promise<unknown[]> {
  const store = databases.stores[database]
  const all = Object.keys(values).map(async (type, index) => {
    const rows = (await store?.query(`select id, value::text from "t ${index}" order by id`))?.rows
    return [type, rows]
  })
  return Promise.all(all)
}

/** Replaces each value by itself, once through JavaScript and back. */
const itself: ColumnTransform = { value: (_row: RowView, _field: number, value: unknown) => value }
const identity = (columns: readonly unknown[]): TableTransform => ({
  columns: columns.map((_, field) => (field === 1 ? itself : undefined)),
  beginRow: () => undefined,
})

test('values of every type arrive as they were', async () => {
  await using source = await openSource(databases.url('from'))
  const chunks = await copyAll(source, databases.url('kept'))
  expect(await contents('kept')).toEqual(await contents('from'))
  const asText = chunks.filter(({ encoding }) => encoding === 'copy-text').map(({ table }) => table)
  const types = Object.keys(values)
  expect(asText.map((table) => types[Number(table.slice(2))]).sort()).toEqual(['odd', 'regclass', 'regclass[]'])
})

test('values of every type arrive as they were when they have been decoded and encoded', async () => {
  await using source = await openSource(databases.url('from'))
  const chunks = await copyAll(source, databases.url('rewritten'), () => identity([1, 2]))
  expect(await contents('rewritten')).toEqual(await contents('from'))
  expect(chunks.filter(({ encoding }) => encoding === 'copy-binary').length).toBeGreaterThan(35)
})

test('and so they do when the whole table is read as text, with the same values in JavaScript', async () => {
  await using source = await openSource(databases.url('from'))
  const seen = { binary: new Map<string, unknown[]>(), text: new Map<string, unknown[]>() }
  const spying = (into: Map<string, unknown[]>, table: string): TableTransform => ({
    columns: [
      undefined,
      {
        value(_row, _field, value) {
          into.set(table, [...(into.get(table) ?? []), value])
          return value
        },
      },
    ],
    beginRow: () => undefined,
  })
  for (const chunk of await source.chunks(() => identity([1, 2]))) {
    const text = { ...chunk, encoding: 'copy-text' }
    await copyChunk(source, databases.url('as_text'), text, spying(seen.text, chunk.table))
    if (chunk.encoding === 'copy-binary')
      for await (const _ of source.read(chunk, spying(seen.binary, chunk.table), new AbortController().signal));
  }
  expect(await contents('as_text')).toEqual(await contents('from'))
  const types = Object.keys(values)
  for (const [table, list] of seen.binary)
    expect({ type: types[Number(table.slice(2))], list }).toEqual({
      type: types[Number(table.slice(2))],
      list: seen.text.get(table),
    })
})
