import { Binary, Decimal128, Long } from 'mongodb'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RowView } from '../../../../src/core/rows/row-view.ts'
import type { TableSchema } from '../../../../src/core/transfer/store-schema.ts'
import { openMongoSource } from '../../../../src/stores/mongodb/transfer/source/open-source.ts'
import { cloneDatabase, columnsOf, freshDatabase, never, startServer, type TestServer } from './servers.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server[Symbol.asyncDispose]())

test('paths, kinds and unique sets are learned; keys that are data become one', async () => {
  await using database = await freshDatabase(server, 'schema')
  const products = server.client.db(database.name).collection('product')
  await products.insertMany([
    {
      _id: 'a' as never,
      values: { name: [{ locale: 'de', data: 'x' }], '8d0c5a52-0000-4000-8000-000000000000': [{ data: 1 }] },
      stock: { 100042: 1, 100043: 2, total: 3 },
      lines: [{ sku: 'x' }],
      mixed: 1,
      'net.weight': 1.5,
    },
    {
      _id: 'b' as never,
      mixed: 'text',
      empty: {},
      none: null,
      lines: [],
      big: Long.fromNumber(1),
      price: Decimal128.fromString('1.50'),
      key: new Binary(Buffer.alloc(16), 4),
      at: new Date(0),
      yes: true,
      nested: [[1], [2.5]],
    },
  ])
  await products.createIndex({ 'lines.sku': 1, mixed: 1 }, { unique: true })
  await using source = await openMongoSource(server.url(database.name), database.name)
  expect((await columnsOf(source, 'product')).sort()).toEqual(
    [
      '_id: string',
      'values.name[].locale: string',
      'values.name[].data: string',
      'values.*[].data: int',
      'stock.total: int',
      'stock.*: int',
      'lines[].sku: string',
      'mixed: string | int',
      '"net.weight": double',
      'empty: object',
      'none: null',
      'big: long',
      'price: decimal',
      'key: uuid',
      'at: date',
      'yes: bool',
      'nested[][]: double | int',
    ].sort(),
  )
  const [table] = source.schema.tables
  expect(table?.unique).toEqual([['_id'], ['lines[].sku', 'mixed']])
  expect(table?.rows).toBe(2)
  expect(table?.columns.filter(({ nullable }) => !nullable).map(({ name }) => name)).toEqual(['_id'])
})

test('documents are looked at evenly, from the first to the last', async () => {
  await using database = await freshDatabase(server, 'schema')
  const documents = Array.from({ length: 1_000 }, (_, n) => ({ _id: n as never, [`part${Math.floor(n / 250)}`]: n }))
  await server.client.db(database.name).collection('many').insertMany(documents)
  await using source = await openMongoSource(server.url(database.name), database.name, { sample: 60 })
  expect(await columnsOf(source, 'many')).toEqual(['_id: int', 'part0: int', 'part1: int', 'part2: int', 'part3: int'])
})

test('a path that was not among the sample ends the clone, and the target stays as it was', async () => {
  await using from = await freshDatabase(server, 'from')
  await using to = await freshDatabase(server, 'to')
  const documents = Array.from({ length: 500 }, (_, n) => ({ _id: n as never, a: 1, ...(n === 77 && { secret: 'x' }) }))
  await server.client.db(from.name).collection('many').insertMany(documents)
  await server.client.db(to.name).collection('old').insertOne({ a: 1 })
  await using source = await openMongoSource(server.url(from.name), from.name, { sample: 10 })
  const [table] = source.schema.tables
  expect(await columnsOf(source, 'many')).toEqual(['_id: int', 'a: int'])
  const transform = {
    columns: [undefined, undefined],
    beginRow: () => undefined,
    paths: (table?.columns ?? []).map(({ name, type }) => ({ pattern: name, covers: 'leaf' as const, type })),
  }
  const cloned = cloneDatabase(server, from.name, to.name, { sample: 10, transforms: { many: transform } })
  await expect(cloned).rejects.toMatchObject({
    kind: 'finding',
    code: 'clone.unmapped-path',
    message: expect.stringContaining('many.secret'),
  })
  expect((await server.client.db(to.name).listCollections().toArray()).map(({ name }) => name)).toEqual(['old'])
})

test('a scan sees each document, and each element', async () => {
  await using database = await freshDatabase(server, 'schema')
  const people = [{ number: 'x' }, { number: 'y' }, {}]
  await server.client
    .db(database.name)
    .collection('c')
    .insertMany([{ _id: 1 as never, people }, { _id: 2 as never }])
  await using source = await openMongoSource(server.url(database.name), database.name)
  const table = source.schema.tables[0] as TableSchema
  const seen: [unknown, unknown][] = []
  const visit = (row: RowView): void => void seen.push([row.value(0), row.value(1)])
  await source.scan(table, ['_id', 'people[].number'], visit, never)
  expect(seen).toEqual([
    [1, null],
    [1, 'x'],
    [1, 'y'],
    [2, null],
  ])
  seen.length = 0
  await source.scan(table, ['_id', 'missing'], visit, never)
  expect(seen).toEqual([
    [1, null],
    [2, null],
  ])
})
