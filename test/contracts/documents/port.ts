import { MongoClient } from 'mongodb'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DocumentCollection, DocumentStore } from '../../../src/core/document-store.ts'
import { StandinError } from '../../../src/core/error.ts'
import { connectDocumentStore } from '../../../src/stores/mongodb/document-store.ts'

/** The store as the rest of standin uses it. */
export function portContract(url: () => string, database: () => string): void {
  describe('through the DocumentStore port', () => {
    let store: DocumentStore
    let last = 0
    const fresh = async (...documents: Record<string, unknown>[]): Promise<DocumentCollection> => {
      const collection = store.collection(`port-${++last}`)
      await collection.insert(documents)
      return collection
    }
    beforeAll(() => {
      store = connectDocumentStore(url(), database())
    })
    afterAll(async () => {
      await using client = new MongoClient(url())
      await client.db(database()).dropDatabase()
      await store.close()
    })

    test('inserts, finds and counts', async () => {
      const given = { a: 1 }
      const collection = await fresh(given, { a: 2, b: 'x' })
      expect(given).toEqual({ a: 1 })
      expect(await collection.insert([])).toBe(0)
      expect(await collection.find({ a: 2 }, { projection: { _id: 0 } })).toEqual([{ a: 2, b: 'x' }])
      const options = { sort: { a: -1 }, skip: 1, limit: 1, projection: { _id: 0 } } as const
      expect(await collection.find({}, options)).toEqual([{ a: 1 }])
      expect(await collection.count({ a: { $gt: 0 } })).toBe(2)
    })

    test('updates, replaces and deletes', async () => {
      const collection = await fresh({ a: 1 }, { a: 1 })
      const change = { $set: { b: 2 } }
      expect(await collection.update({ a: 1 }, change)).toEqual({ matched: 2, changed: 2 })
      expect(await collection.update({ a: 5 }, change, { upsert: true })).toEqual({ matched: 0, changed: 0 })
      expect(await collection.replace({ a: 5 }, { c: 1 })).toEqual({ matched: 1, changed: 1 })
      expect(await collection.delete({ a: 1 })).toBe(2)
      expect(await collection.find({}, { projection: { _id: 0 } })).toEqual([{ c: 1 }])
    })

    test('lists its collections, and drops them with their indexes', async () => {
      const collection = await fresh({ a: 1 }, { a: 2 })
      await collection.createIndex({ a: 1 }, { unique: true })
      const name = `port-${last}`
      expect(await store.collections()).toContain(name)
      await store.drop(name)
      await store.drop(name)
      expect(await store.collections()).not.toContain(name)
      expect(await collection.insert([{ a: 1 }, { a: 1 }])).toBe(2)
    })

    test('aggregates', async () => {
      const collection = await fresh({ a: 1 }, { a: 2 })
      const group = { $group: { _id: null, sum: { $sum: '$a' } } }
      expect(await collection.aggregate([group])).toEqual([{ _id: null, sum: 3 }])
    })

    const email = 'secret@example.com'
    test.each<[string, (collection: DocumentCollection) => Promise<unknown>]>([
      ['an insert', (collection) => collection.insert([{ email }])],
      ['an upsert', (collection) => collection.update({ x: 1 }, { $set: { email } }, { upsert: true })],
    ])('names collection, index and keys of a duplicate by %s, and no value', async (_, attempt) => {
      const collection = await fresh({ email })
      await collection.createIndex({ email: 1 }, { unique: true, name: 'one_email' })
      const refused = await attempt(collection).catch((thrown: unknown) => thrown)
      expect(refused).toBeInstanceOf(StandinError)
      const { code, kind, message, cause } = refused as StandinError
      expect([code, kind]).toEqual(['documents.failed', 'finding'])
      expect(message).not.toContain('secret')
      expect(cause).toBeInstanceOf(Error)
      for (const part of [`${database()}.port-`, '11000', 'one_email', 'keys email']) expect(message).toContain(part)
    })

    test('says the code of what a server refuses', async () => {
      const collection = await fresh({ a: 1 })
      const refused = await collection.find({ a: { $nope: 'secret' } }).catch((thrown: unknown) => thrown)
      expect(refused).toMatchObject({ code: 'documents.failed', message: expect.stringContaining('2 BadValue') })
      expect((refused as Error).message).not.toContain('secret')
    })
  })
}
