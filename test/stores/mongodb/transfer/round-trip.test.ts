import { Double, Long, ObjectId } from 'mongodb'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openMongoSource } from '../../../../src/stores/mongodb/transfer/source/open-source.ts'
import { openMongoTarget } from '../../../../src/stores/mongodb/transfer/target/open-target.ts'
import { binary, documentBytes, double, type Element, everyType, int32, int64, text } from './bson-bytes.ts'
import { allRaw, cloneDatabase, freshDatabase, putRaw, startServer, type TestServer } from './servers.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server[Symbol.asyncDispose]())

const ids: readonly Element[] = [
  ['_id', 0xff, Buffer.alloc(0)],
  ['_id', 0x0a, Buffer.alloc(0)],
  ['_id', 0x01, double(Number.NaN)],
  ['_id', 0x01, double(-1.5)],
  ['_id', 0x10, int32(0)],
  ['_id', 0x12, int64(2n ** 60n)],
  ['_id', 0x02, text('')],
  ['_id', 0x02, text('text')],
  ['_id', 0x03, documentBytes(['b', 0x10, int32(1)], ['a', 0x02, text('x')])],
  ['_id', 0x05, binary(0, 1, 2)],
  ['_id', 0x07, Buffer.alloc(12, 3)],
  ['_id', 0x08, Buffer.from([0])],
  ['_id', 0x08, Buffer.from([1])],
  ['_id', 0x09, int64(-5n)],
  ['_id', 0x11, int64(77n)],
  ['_id', 0x7f, Buffer.alloc(0)],
]

test('every type of BSON arrives byte for byte, under an _id of every type', async () => {
  await using from = await freshDatabase(server, 'from')
  await using to = await freshDatabase(server, 'to')
  const documents = ids.map(everyType)
  await putRaw(server, from.name, 'things', documents)
  await cloneDatabase(server, from.name, to.name)
  expect(await allRaw(server, to.name, 'things')).toEqual(await allRaw(server, from.name, 'things'))
  expect((await allRaw(server, to.name, 'things')).map(String).sort()).toEqual(documents.map(String).sort())
})

test('collections without documents, options, indexes, validators and views arrive', async () => {
  await using from = await freshDatabase(server, 'from')
  await using to = await freshDatabase(server, 'to')
  const db = server.client.db(from.name)
  const comment = 'standin: keep what has no effect here'
  await db.command({ create: 'empty' })
  await db.command({ create: 'log', capped: true, size: 4096, comment })
  await db.command({ create: 'measure', timeseries: { timeField: 'at' }, comment })
  const validator = { $jsonSchema: { required: ['a'] } }
  await db.command({ create: 'checked', validator, validationLevel: 'moderate', collation: { locale: 'de' }, comment })
  await db.command({ create: 'seen', viewOn: 'checked', pipeline: [{ $match: { a: 1 } }], comment })
  const indexes = [
    { key: { a: 1, b: -1 }, name: 'both', unique: true },
    { key: { at: 1 }, name: 'forgets', expireAfterSeconds: 60 },
    { key: { a: 1 }, name: 'some', partialFilterExpression: { b: { $gt: 1 } }, sparse: false },
    { key: { words: 'text' }, name: 'words', weights: { words: 2 } },
  ]
  await db.command({ createIndexes: 'checked', indexes, comment })
  for (const name of ['log', 'measure', 'checked'])
    await db.collection(name).insertMany([3, 1, 2].map((n) => ({ _id: n as never, a: n, at: new Date(n) })))
  await server.client.db(to.name).collection('stale').insertOne({ a: 1 })
  await cloneDatabase(server, from.name, to.name)
  await using before = await openMongoSource(server.url(from.name), from.name)
  await using after = await openMongoSource(server.url(to.name), to.name)
  expect(await after.definition()).toEqual(await before.definition())
  const names = (await server.client.db(to.name).listCollections().toArray()).map(({ name }) => name).sort()
  expect(names).toEqual(['checked', 'empty', 'log', 'measure', 'seen'])
  const log = await server.client.db(to.name).collection('log').find().toArray()
  expect(log.map(({ _id }) => _id)).toEqual([3, 1, 2])
})

test('many documents come in several chunks, whose boundaries depend on the data alone', async () => {
  await using from = await freshDatabase(server, 'from')
  await using to = await freshDatabase(server, 'to')
  const documents = Array.from({ length: 1_300 }, (_, n) => ({
    _id: (n % 20 === 0 ? `t${n}` : n % 20 === 1 ? ObjectId.createFromTime(n) : n) as never,
    n: n % 2 === 0 ? Long.fromNumber(n) : new Double(n),
    text: 'x'.repeat(20_000 + n),
  }))
  await server.client.db(from.name).collection('many').insertMany(documents)
  await using source = await openMongoSource(server.url(from.name), from.name, { sample: 10 })
  const chunks = await source.chunks()
  expect(chunks.length).toBeGreaterThan(1)
  expect(chunks.reduce((sum, { rows }) => sum + rows, 0)).toBe(1_300)
  expect(await source.chunks()).toEqual(chunks)
  await cloneDatabase(server, from.name, to.name)
  const [sent, arrived] = [await allRaw(server, from.name, 'many'), await allRaw(server, to.name, 'many')]
  expect(Buffer.compare(Buffer.concat(sent), Buffer.concat(arrived))).toBe(0)
})

test('source and target know a database again, however it is addressed', async () => {
  await using database = await freshDatabase(server, 'same')
  await using source = await openMongoSource(server.url('admin'), database.name)
  await using same = await openMongoTarget(server.url(database.name), database.name)
  await using other = await openMongoTarget(server.url(database.name), `${database.name}x`)
  expect(same.identity).toBe(source.identity)
  expect(other.identity).not.toBe(source.identity)
  await using second = await startServer()
  await using elsewhere = await openMongoTarget(second.url(database.name), database.name)
  if (process.env.STANDIN_TEST_MONGODB === undefined) expect(elsewhere.identity).not.toBe(source.identity)
})
