import { Binary, Long, MongoBulkWriteError } from 'mongodb'
import { describe, expect, test } from 'vitest'
import { codeOf, type Setting } from './setting.ts'

/** Cursors, bulk writes, databases and error codes. */
export function commandContract({ holding, db, client }: Setting): void {
  describe('cursors', () => {
    const thousand = Array.from({ length: 1000 }, (_, _id) => ({ _id }))

    test('give 1,000 documents in batches of 100', async () => {
      const collection = await holding(...thousand)
      const cursor = collection.find({}, { batchSize: 100, sort: { _id: 1 } })
      const sizes = new Set<number>()
      const ids: unknown[] = []
      for await (const { _id } of cursor) {
        ids.push(_id)
        sizes.add(cursor.bufferedCount())
      }
      expect(ids).toEqual(thousand.map(({ _id }) => _id))
      expect(Math.max(...sizes)).toBe(99)
    })

    test('can be left early, and are gone then', async () => {
      const collection = await holding(...thousand)
      const { collectionName } = collection
      const found = await db().command({ find: collectionName, batchSize: 10 })
      const id = Long.fromValue((found.cursor as { id: Long }).id)
      const more = { getMore: id, collection: collectionName, batchSize: 5 }
      expect((await db().command(more)).cursor.nextBatch).toHaveLength(5)
      const kill = { killCursors: collectionName, cursors: [id] }
      expect((await db().command(kill)).cursorsKilled).toHaveLength(1)
      expect(await codeOf(db().command(more))).toBe(43)
      expect((await db().command(kill)).cursorsNotFound).toHaveLength(1)
    })

    test('a limit that is reached needs no cursor', async () => {
      const { collectionName } = await holding(...thousand)
      const limited = await db().command({ find: collectionName, limit: 50, batchSize: 50 })
      expect(Number(limited.cursor.id)).toBe(0)
    })

    test('a single batch needs no cursor', async () => {
      const { collectionName } = await holding(...thousand)
      const single = await db().command({ find: collectionName, batchSize: 10, singleBatch: true })
      expect(Number(single.cursor.id)).toBe(0)
      expect(single.cursor.firstBatch).toHaveLength(10)
    })

    test('begin with 101 documents when nothing is said', async () => {
      const { collectionName } = await holding(...thousand)
      const byDefault = await db().command({ find: collectionName })
      expect(byDefault.cursor.firstBatch).toHaveLength(101)
    })
  })

  describe('bulk writes', () => {
    const writes = [1, 1, 2].map((_id) => ({ insertOne: { document: { _id: _id as never } } }))

    test('stop at the first error when ordered', async () => {
      const collection = await holding()
      const failed = await collection.bulkWrite(writes).catch((thrown: unknown) => thrown)
      expect(failed).toBeInstanceOf(MongoBulkWriteError)
      expect(failed).toMatchObject({ code: 11000, result: { insertedCount: 1 } })
      const { writeErrors } = failed as { writeErrors: { index: number; code: number }[] }
      expect(writeErrors).toMatchObject([{ index: 1, code: 11000 }])
      expect(await collection.countDocuments()).toBe(1)
    })

    test('go on when not ordered', async () => {
      const collection = await holding()
      const failed = await collection.bulkWrite(writes, { ordered: false }).catch((thrown: unknown) => thrown)
      expect(failed).toMatchObject({ code: 11000, result: { insertedCount: 2 } })
      expect(await collection.countDocuments()).toBe(2)
    })

    test('mix inserts, updates, replacements and deletes', async () => {
      const collection = await holding({ _id: 1, n: 1 }, { _id: 2, n: 1 }, { _id: 3, n: 1 })
      const result = await collection.bulkWrite([
        { insertOne: { document: { _id: 4 as never, n: 1 } } },
        { updateMany: { filter: { n: 1 }, update: { $inc: { n: 1 } } } },
        { replaceOne: { filter: { _id: 1 as never }, replacement: { r: 1 } } },
        { updateOne: { filter: { _id: 9 as never }, update: { $set: { n: 9 } }, upsert: true } },
        { deleteOne: { filter: { n: 2 } } },
      ])
      const counts = { insertedCount: 1, matchedCount: 5, modifiedCount: 5, upsertedCount: 1, deletedCount: 1 }
      expect(result).toMatchObject(counts)
    })

    test('say which of them inserted a document', async () => {
      const collection = await holding({ _id: 1, n: 1 })
      const upsert = (id: number): { filter: object; update: object; upsert: true } => ({
        filter: { _id: id },
        update: { $set: { n: 2 } },
        upsert: true,
      })
      const result = await collection.bulkWrite([{ updateOne: upsert(1) }, { updateOne: upsert(9) }])
      expect(result.upsertedIds).toEqual({ 1: 9 })
    })
  })

  describe('databases and collections', () => {
    test('come with their first document and go when they are dropped', async () => {
      const collection = await holding({ a: 1 })
      const name = collection.collectionName
      const listed = async (): Promise<string[]> =>
        (await db().listCollections({ name }).toArray()).map((entry) => entry.name)
      expect(await listed()).toEqual([name])
      const { databases } = await client().db().admin().listDatabases()
      expect(databases.map((entry) => entry.name)).toContain(db().databaseName)
      await collection.drop()
      expect(await listed()).toEqual([])
      expect(await collection.countDocuments()).toBe(0)
    })

    test('can be made empty, and dropped as a whole', async () => {
      const other = client().db(`${db().databaseName}-dropped`)
      await other.createCollection('made')
      expect((await other.listCollections().toArray()).map((entry) => entry.name)).toEqual(['made'])
      await other.dropDatabase()
      expect(await other.listCollections().toArray()).toEqual([])
    })
  })

  describe('what a server answers', () => {
    test('to a greeting', async () => {
      expect(await db().command({ ping: 1 })).toMatchObject({ ok: 1 })
      const hello = await db().command({ hello: 1 })
      expect(hello).toMatchObject({ isWritablePrimary: true, maxBsonObjectSize: 16_777_216 })
      expect((await db().admin().buildInfo()).versionArray).toHaveLength(4)
    })

    const session = { id: new Binary(Buffer.alloc(16, 1), 4) }
    const transaction = { txnNumber: Long.fromNumber(1), startTransaction: true, autocommit: false, lsid: session }
    test.each<[string, object, number]>([
      ['an unknown command', { fetchAll: 1 }, 59],
      ['an unknown field', { find: 'x', filters: {} }, 40415],
      ['a filter that is no document', { find: 'x', filter: 1 }, 14],
      ['a negative skip', { find: 'x', skip: -1 }, 51024],
      ['an empty collection name', { find: '' }, 73],
      ['a cursor that is not there', { getMore: Long.fromNumber(123_456), collection: 'x' }, 43],
      ['indexes of a collection that is not there', { listIndexes: 'never-made' }, 26],
      ['dropping an index of a collection that is not there', { dropIndexes: 'never-made', index: 'a_1' }, 26],
      ['a transaction on a server that is alone', { find: 'x', ...transaction }, 20],
    ])('to %s', async (_, command, code) => {
      expect(await codeOf(db().command(command))).toBe(code)
    })

    test('to a document that is too large', async () => {
      const collection = await holding({ _id: 1 })
      const megabyte = 1024 * 1024
      expect(await codeOf(collection.insertOne({ text: 'x'.repeat(16.5 * megabyte) }))).toBe(10334)
      expect(await collection.countDocuments()).toBe(1)
      await collection.insertOne({ text: 'x'.repeat(15 * megabyte) })
      const [, large] = await collection.find({}, { projection: { _id: 0 } }).toArray()
      expect(large?.text).toHaveLength(15 * megabyte)
    })

    test('with a code name beside the code', async () => {
      const refused = await db()
        .command({ fetchAll: 1 })
        .catch((thrown: unknown) => thrown)
      expect(refused).toMatchObject({ code: 59, codeName: 'CommandNotFound' })
    })
  })
}
