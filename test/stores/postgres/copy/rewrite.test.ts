import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { appendText, type ByteSink, byteSink } from '../../../../src/core/rows/byte-sink.ts'
import type { RowView } from '../../../../src/core/rows/row-view.ts'
import { type ColumnTransform, wroteNull, wroteValue } from '../../../../src/core/rows/table-transform.ts'
import type { TransferSource } from '../../../../src/core/transfer/ports.ts'
import { type Databases, startDatabases } from '../../../scenario/databases.ts'
import { copyChunk, openSource } from './round-trip.ts'

let databases: Databases
let source: TransferSource

const table = `create table t (
  id integer, small smallint, big bigint, born date, at timestamptz, name varchar(20), note text, tags text[], data jsonb,
  amount numeric(8,2), ranges int4range, tail text)`

beforeAll(async () => {
  databases = await startDatabases(['source', 'target'])
  for (const store of Object.values(databases.stores)) await store.script(table)
  await databases.stores.source?.script(`insert into t values
    (1, 2, 3, '2026-02-28', '2026-02-28 13:45:00.5Z', 'Änne', E'tab\\t', '{a,NULL}', '{"a": 1}', 12.50, '[1,3)', 'end'),
    (2, null, 9007199254740993, 'infinity', '-infinity', null, null, null, 'null', null, null, null),
    (3, -1, -4294967296, '1969-12-31', '1700-03-15Z', '', '${'x'.repeat(2_000_000)}', '[3:4]={x,y}', '[]', 'NaN', 'empty', '')`)
  source = await openSource(databases.url('source'))
})
afterAll(async () => {
  await source[Symbol.asyncDispose]()
  await databases[Symbol.asyncDispose]()
})

/** Clones the table with these columns replaced, and gives what is asked for of the result. */
async function replaced(columns: Readonly<Record<string, ColumnTransform>>, query: string, encoding?: 'copy-text') {
  const all = source.schema.tables[0]?.columns.map(({ name }) => columns[name]) ?? []
  const transform = { columns: all, beginRow: () => undefined }
  const [chunk] = await source.chunks(() => transform)
  if (chunk === undefined) throw new Error('no chunk')
  await databases.stores.target?.script('truncate t')
  await copyChunk(source, databases.url('target'), encoding === undefined ? chunk : { ...chunk, encoding }, transform)
  const rows = (await databases.stores.target?.query(`select ${query} from t order by id`))?.rows ?? []
  return rows.map((row) => Object.values(row)[0])
}

const refuse = () => {
  throw new Error('this form is not to be used')
}
const byText = (text: (row: RowView, field: number, out: ByteSink) => typeof wroteValue | typeof wroteNull) => ({
  text,
  value: refuse,
})

describe.each([undefined, 'copy-text' as const])('rows as %s', (encoding) => {
  test('what is kept beside a replaced field stays as it is', async () => {
    const upper = byText((row, field, out) => {
      appendText(out, `<${Buffer.from(row.bytes.subarray(row.starts[field], row.ends[field])).toString()}>\n`)
      return wroteValue
    })
    expect(await replaced({ name: upper }, 'name', encoding)).toEqual(['<Änne>\n', null, '<>\n'])
    const rest = 'md5((id, small, big, born, at, note, tags, data, amount, ranges, tail)::text) as rest'
    const kept = await databases.stores.source?.query(`select ${rest} from t order by id`)
    expect(await replaced({ name: upper }, rest, encoding)).toEqual(kept?.rows.map((row) => row.rest))
  })

  test('a text may become NULL, and NULL a text where it is asked for', async () => {
    expect(await replaced({ name: byText(() => wroteNull) }, 'name', encoding)).toEqual([null, null, null])
    const filled = byText((row, field, out) => {
      appendText(out, (row.starts[field] as number) < 0 ? 'none' : 'some')
      return wroteValue
    })
    const all = {
      small: { fillsNull: true, value: () => 5 },
      name: { ...filled, fillsNull: true },
      tail: { ...filled, fillsNull: true },
    }
    expect(await replaced(all, `small || name || tail`, encoding)).toEqual(['5somesome', '5nonenone', '5somesome'])
  })

  test('values come in the form of their kind, and go in it', async () => {
    const seen: unknown[] = []
    const note = (change: (value: unknown) => unknown): ColumnTransform => ({
      value(_row, _field, value) {
        seen.push(value)
        return change(value)
      },
    })
    expect(await replaced({ tags: note(() => ['n', null]) }, 'tags::text', encoding)).toEqual([
      '{n,NULL}',
      null,
      '[3:4]={n,NULL}',
    ])
    expect(await replaced({ data: note(() => ({ n: 1 })) }, 'data::text', encoding)).toEqual([
      '{"n": 1}',
      'null',
      '{"n": 1}',
    ])
    expect(await replaced({ ranges: note(() => '[5,8)') }, 'ranges::text', encoding)).toEqual(['[5,8)', null, '[5,8)'])
    expect(await replaced({ amount: note(() => '1.5') }, 'amount::text', encoding)).toEqual(['1.50', null, '1.50'])
    expect(seen).toEqual([['a', null], ['x', 'y'], { a: 1 }, [], '[1,3)', 'empty', '12.50', 'NaN'])
  })

  test('other fields of a row show what they held before, as values and as text', async () => {
    const joined: ColumnTransform = {
      value: (row) => {
        const sink = byteSink(8)
        for (const field of [0, 1, 2]) row.appendText(field, sink)
        return `${Buffer.from(sink.bytes.subarray(0, sink.length))} ${row.value(9)}`
      },
    }
    const zero = { value: () => 0 }
    expect(
      await replaced({ id: { value: (_r, _f, id) => id }, small: zero, big: zero, tail: joined }, 'tail', encoding),
    ).toEqual(['123 12.50', null, '3-1-4294967296 NaN'])
  })

  test('a replacement that its column cannot hold is refused with the column, and without the value', async () => {
    const attempt = replaced({ big: { value: () => 'secret' } }, 'id', encoding)
    await expect(attempt).rejects.toMatchObject({ code: 'clone.misfit' })
    await expect(attempt).rejects.toThrow(/into t\.big: expected an integer/)
    await expect(attempt).rejects.not.toThrow('secret')
  })
})

test('numbers, dates and timestamps are replaced without values in JavaScript, where a double can hold them', async () => {
  const plus = (add: number): ColumnTransform => ({
    number: (_row, _field, value) => value + add,
    value: (_row, _field, value) => (typeof value === 'bigint' ? value + 1n : value),
  })
  const all = { id: plus(0), small: plus(10), big: plus(4), born: plus(1), at: plus(1_000_000) }
  expect(await replaced(all, 'array[small::text, big::text, born::text, (at at time zone $$UTC$$)::text]')).toEqual([
    ['12', '7', '2026-03-01', '2026-02-28 13:45:01.5'],
    [null, '9007199254740994', 'infinity', '-infinity'],
    ['9', '-4294967292', '1970-01-01', '1700-03-15 00:00:01'],
  ])
  const none: ColumnTransform = { number: () => Number.NaN, value: () => null }
  expect(await replaced({ small: none, born: none }, 'coalesce(small::text, born::text)')).toEqual([null, null, null])
  const seen: number[] = []
  const spy: ColumnTransform = { number: (_r, _f, value) => seen.push(value) && value, value: (_r, _f, value) => value }
  await replaced({ born: spy, at: spy }, 'id')
  expect(seen).toEqual([20512, 1772286300500000, -1, Date.UTC(1700, 2, 15) * 1000])
})

test('a number that its column cannot hold is refused', async () => {
  const large: ColumnTransform = { number: () => 40_000, value: () => 40_000 }
  await expect(replaced({ small: large }, 'id')).rejects.toThrow(
    /into t\.small: expected an integer from -32768 to 32767/,
  )
})

test('a table is read as text when a type is replaced that has no other codec', async () => {
  const columns =
    source.schema.tables[0]?.columns.map(({ name }) => (name === 'ranges' ? { value: () => null } : undefined)) ?? []
  const transform = { columns, beginRow: () => undefined }
  expect((await source.chunks())[0]?.encoding).toBe('copy-binary')
  expect((await source.chunks(() => transform))[0]?.encoding).toBe('copy-text')
  const [chunk] = await source.chunks()
  const reading = copyChunk(source, databases.url('target'), chunk as never, transform)
  await expect(reading).rejects.toMatchObject({ code: 'source.needs-text' })
})
