import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Chunk, StoreDefinition, TransferTarget } from '../../../../src/core/transfer/ports.ts'
import { openMongoSource } from '../../../../src/stores/mongodb/transfer/source/open-source.ts'
import { openMongoTarget } from '../../../../src/stores/mongodb/transfer/target/open-target.ts'
import { documentBytes, int32 } from './bson-bytes.ts'
import { cloneDatabase, Died, freshDatabase, never, startServer, type TestServer } from './servers.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server[Symbol.asyncDispose]())

const chunk = (table: string, number: number): Chunk => ({
  id: `${table}/${number}`,
  table,
  rows: 2,
  range: { ranges: [{}] },
  encoding: 'bson',
})

async function* batchOf(...ids: readonly number[]) {
  const bytes = Buffer.concat(ids.map((id) => documentBytes(['_id', 0x10, int32(id)])))
  yield { bytes, rows: ids.length }
}

/** A definition of ordinary collections. */
function definitionOf(...names: readonly string[]): StoreDefinition {
  const collections = names.map((name) => ({ name, type: 'collection', options: {} }))
  return { kind: 'mongodb', before: { collections }, after: { indexes: [], views: [] } }
}

async function begin(
  target: TransferTarget,
  names: readonly string[],
  { resume = false, mark = '{"policy":"1"}' } = {},
) {
  return target.begin({ mark, definition: definitionOf(...names), tables: [], resume })
}

async function namesIn(database: string): Promise<string[]> {
  return (await server.client.db(database).listCollections().toArray()).map(({ name }) => name).sort()
}

async function idsIn(database: string, collection: string): Promise<unknown[]> {
  const found = await server.client
    .db(database)
    .collection(collection)
    .find({}, { sort: { _id: 1 } })
    .toArray()
  return found.map(({ _id }) => _id)
}

test('a target is as it was until it is swapped in, and nothing is left behind', async () => {
  await using database = await freshDatabase(server, 'target')
  const db = server.client.db(database.name)
  await db.collection('old').insertOne({ _id: 1 as never })
  await db.collection('both').insertOne({ _id: 1 as never })
  {
    await using target = await openMongoTarget(server.url(database.name), database.name)
    await begin(target, ['both', 'new'])
    await target.write(chunk('both', 0), batchOf(5, 6), never)
    expect(await idsIn(database.name, 'both')).toEqual([1])
  }
  expect(await namesIn(database.name)).toEqual(['both', 'old'])
  {
    await using target = await openMongoTarget(server.url(database.name), database.name)
    await begin(target, ['both', 'new'])
    await target.write(chunk('both', 0), batchOf(5, 6), never)
    await target.complete(() => undefined, never)
    await target.verify(new Map([['both', 2]]))
    await target.swapIn()
    expect(await idsIn(database.name, 'both')).toEqual([5, 6])
  }
  expect(await namesIn(database.name)).toEqual(['both', 'new'])
  expect(await idsIn(database.name, 'both')).toEqual([5, 6])
})

test('a target that was swapped in is put back', async () => {
  await using database = await freshDatabase(server, 'target')
  await server.client
    .db(database.name)
    .collection('both')
    .insertOne({ _id: 1 as never })
  await server.client
    .db(database.name)
    .collection('old')
    .insertOne({ _id: 2 as never })
  {
    await using target = await openMongoTarget(server.url(database.name), database.name)
    await begin(target, ['both', 'new'])
    await target.write(chunk('both', 0), batchOf(5, 6), never)
    await target.swapIn()
    await target.swapBack?.()
  }
  expect(await namesIn(database.name)).toEqual(['both', 'old'])
  expect(await idsIn(database.name, 'both')).toEqual([1])
})

test.each(['moving', 'filling'])('a swap that was cut short while %s is undone by the next run', async (state) => {
  await using database = await freshDatabase(server, 'target')
  const db = server.client.db(database.name)
  await db.collection('a').insertOne({ _id: 1 as never })
  await db.collection('b').insertOne({ _id: 2 as never })
  await using killed = await openMongoTarget(server.url(database.name), database.name)
  await begin(killed, ['a', 'b'])
  await killed.write(chunk('a', 0), batchOf(5), never)
  killed.keep()
  const record = { collections: ['a', 'b'], replaced: ['a', 'b'], views: [], state }
  await db.collection('standin_ledger').insertOne({ _id: 'swap' as never, ...record })
  await db.collection('a').rename('standin_old_a')
  if (state === 'filling') {
    await db.collection('b').rename('standin_old_b')
    await db.collection('standin_new_a').rename('a')
  }
  await using target = await openMongoTarget(server.url(database.name), database.name)
  expect(await begin(target, ['a', 'b'], { resume: true })).toMatchObject({ done: [{ id: 'a/0', rows: 1 }] })
  expect([await idsIn(database.name, 'a'), await idsIn(database.name, 'b')]).toEqual([[1], [2]])
  expect(await idsIn(database.name, 'standin_new_a')).toEqual([5])
})

test('goes on only with the same job, and only where one was begun', async () => {
  await using database = await freshDatabase(server, 'target')
  const open = () => openMongoTarget(server.url(database.name), database.name)
  await using first = await open()
  await expect(begin(first, ['a'], { resume: true })).rejects.toMatchObject({ code: 'clone.nothing-to-resume' })
  await begin(first, ['a'])
  first.keep()
  await using second = await open()
  second.keep()
  await expect(begin(second, ['a'], { resume: true, mark: '{"policy":"2"}' })).rejects.toMatchObject({
    code: 'clone.changed',
    message: expect.stringContaining('policy'),
  })
  await using third = await open()
  expect(await begin(third, ['a'], { resume: true })).toEqual({ done: [] })
})

test('what does not arrive whole is not swapped in', async () => {
  await using database = await freshDatabase(server, 'target')
  await using target = await openMongoTarget(server.url(database.name), database.name)
  await begin(target, ['a'])
  await target.write(chunk('a', 0), batchOf(1, 2), never)
  await expect(target.verify(new Map([['a', 3]]))).rejects.toMatchObject({ code: 'clone.unverified' })
})

test('a clone that was killed within a chunk is resumed, and the result is the same', async () => {
  await using from = await freshDatabase(server, 'from')
  await using to = await freshDatabase(server, 'to')
  const text = 'x'.repeat(20_000)
  const documents = Array.from({ length: 1_300 }, (_, n) => ({ _id: n as never, text }))
  await server.client.db(from.name).collection('many').insertMany(documents)
  await server.client.db(from.name).collection('few').insertOne({ a: 1 })
  await using source = await openMongoSource(server.url(from.name), from.name, { sample: 20 })
  const chunks = await source.chunks()
  const dieAt = chunks.filter(({ table }) => table === 'many')[1]?.id ?? ''
  await expect(cloneDatabase(server, from.name, to.name, { sample: 20, dieAt })).rejects.toBeInstanceOf(Died)
  expect(await namesIn(to.name)).toContain('standin_ledger')
  await cloneDatabase(server, from.name, to.name, { sample: 20, resume: true })
  expect(await namesIn(to.name)).toEqual(['few', 'many'])
  expect(await idsIn(to.name, 'many')).toEqual(documents.map(({ _id }) => _id))
})
