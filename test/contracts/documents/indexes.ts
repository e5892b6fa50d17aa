import type { Collection, Document } from 'mongodb'
import { describe, expect, test } from 'vitest'
import { codeOf, type Setting } from './setting.ts'

/** Indexes, above all what unique ones refuse. */
export function indexContract({ holding }: Setting): void {
  describe('indexes', () => {
    test('are created, listed and dropped', async () => {
      const collection = await holding({ a: 1 })
      expect(await collection.createIndex({ a: 1, b: -1 })).toBe('a_1_b_-1')
      expect(await collection.createIndex({ a: 1, b: -1 })).toBe('a_1_b_-1')
      await collection.createIndex({ c: 1 }, { unique: true, name: 'by c' })
      const listed = await collection.listIndexes().toArray()
      expect(listed).toHaveLength(3)
      expect(listed).toContainEqual({ v: 2, key: { _id: 1 }, name: '_id_' })
      expect(listed).toContainEqual({ v: 2, key: { c: 1 }, name: 'by c', unique: true })
      await collection.dropIndex('by c')
      expect(await collection.indexExists('by c')).toBe(false)
      await collection.dropIndexes()
      expect(await collection.listIndexes().toArray()).toHaveLength(1)
    })

    test.each<[string, (collection: Collection<Document>) => Promise<unknown>, number]>([
      ['keys that have another name', (collection) => collection.createIndex({ a: 1 }, { name: 'second' }), 85],
      ['a name that other keys have', (collection) => collection.createIndex({ b: 1 }, { name: 'first' }), 86],
      ['another option', (collection) => collection.createIndex({ a: 1 }, { name: 'first', unique: true }), 86],
      ['a kind that is unknown', (collection) => collection.createIndex({ a: 'btree-like' as never }), 67],
      ['dropping what is not there', (collection) => collection.dropIndex('no such index'), 27],
      ['dropping that of _id', (collection) => collection.dropIndex('_id_'), 72],
    ])('refuse %s', async (_, attempt, code) => {
      const collection = await holding({ a: 1 })
      await collection.createIndex({ a: 1 }, { name: 'first' })
      expect(await codeOf(attempt(collection))).toBe(code)
      expect(await collection.listIndexes().toArray()).toHaveLength(2)
    })

    const taken = { $set: { sku: 'a' } }
    const second = { _id: 2 as never }
    test.each<[string, (collection: Collection<Document>) => Promise<unknown>]>([
      ['insert', (collection) => collection.insertOne({ sku: 'a' })],
      ['update', (collection) => collection.updateOne(second, taken)],
      ['replacement', (collection) => collection.replaceOne(second, { sku: 'a' })],
      ['upsert', (collection) => collection.updateOne({ _id: 9 as never }, taken, { upsert: true })],
      ['find and modify', (collection) => collection.findOneAndUpdate(second, taken)],
    ])('a unique index refuses a second document by %s', async (_, attempt) => {
      const before = [
        { _id: 1, sku: 'a' },
        { _id: 2, sku: 'b' },
      ]
      const collection = await holding(...before)
      await collection.createIndex({ sku: 1 }, { unique: true })
      expect(await codeOf(attempt(collection))).toBe(11000)
      expect(await collection.find({}, { sort: { _id: 1 } }).toArray()).toEqual(before)
    })

    test('a refusal says which keys, and which values', async () => {
      const collection = await holding({ _id: 1, a: { b: 'x' }, c: 1 })
      await collection.createIndex({ 'a.b': 1, c: 1 }, { unique: true })
      const refused = await collection.insertOne({ a: { b: 'x' }, c: 1 }).catch((thrown: unknown) => thrown)
      const { errorResponse } = refused as { errorResponse: object }
      expect(errorResponse).toMatchObject({ keyPattern: { 'a.b': 1, c: 1 }, keyValue: { 'a.b': 'x', c: 1 } })
    })

    test('a value is free again when its document is gone or changed', async () => {
      const collection = await holding({ _id: 1, sku: 'a' })
      await collection.createIndex({ sku: 1 }, { unique: true })
      await collection.updateOne({}, { $set: { sku: 'b' } })
      await collection.insertOne({ _id: 2 as never, sku: 'a' })
      await collection.deleteOne({ sku: 'b' })
      await collection.insertOne({ _id: 3 as never, sku: 'b' })
      expect(await collection.countDocuments()).toBe(2)
    })

    test('a compound unique index looks at all of its fields', async () => {
      const collection = await holding({ sku: 'a', channel: 1 })
      await collection.createIndex({ sku: 1, channel: 1 }, { unique: true })
      await collection.insertOne({ sku: 'a', channel: 2 })
      await collection.insertOne({ sku: 'b', channel: 1 })
      expect(await codeOf(collection.insertOne({ sku: 'a', channel: 2 }))).toBe(11000)
    })

    test('a missing field is indexed as null', async () => {
      const collection = await holding({ _id: 1 })
      await collection.createIndex({ a: 1 }, { unique: true })
      expect(await codeOf(collection.insertOne({ a: null }))).toBe(11000)
    })

    test('a missing field is not in a sparse index, and null is', async () => {
      const sparse = await holding({ _id: 1 })
      await sparse.createIndex({ a: 1 }, { unique: true, sparse: true })
      await sparse.insertOne({ _id: 2 as never })
      await sparse.insertOne({ _id: 3 as never, a: null })
      expect(await codeOf(sparse.insertOne({ a: null }))).toBe(11000)
    })

    test('a unique index looks at each element of an array', async () => {
      const collection = await holding({ _id: 1, codes: ['x', 'y', 'y'], lines: [{ n: 1 }, { n: 2 }] })
      await collection.createIndex({ codes: 1 }, { unique: true })
      await collection.createIndex({ 'lines.n': 1 }, { unique: true })
      expect(await codeOf(collection.insertOne({ codes: ['z', 'y'] }))).toBe(11000)
      expect(await codeOf(collection.insertOne({ codes: ['w'], lines: [{ n: 2 }] }))).toBe(11000)
      await collection.insertOne({ codes: ['z'], lines: [{ n: 3 }] })
    })

    test('two arrays cannot be in one index', async () => {
      const collection = await holding()
      await collection.createIndex({ a: 1, b: 1 })
      expect(await codeOf(collection.insertOne({ a: [1], b: [2] }))).toBe(171)
    })

    test('a partial index looks at the documents of its filter only', async () => {
      const collection = await holding({ sku: 'a', active: false }, { sku: 'a', active: false })
      await collection.createIndex({ sku: 1 }, { unique: true, partialFilterExpression: { active: true } })
      await collection.insertOne({ _id: 1 as never, sku: 'a', active: true })
      expect(await codeOf(collection.insertOne({ sku: 'a', active: true }))).toBe(11000)
      expect(await codeOf(collection.updateMany({ active: false }, { $set: { active: true } }))).toBe(11000)
    })

    test('a unique index cannot be built over duplicates', async () => {
      const collection = await holding({ a: 1 }, { a: 1 })
      expect(await codeOf(collection.createIndex({ a: 1 }, { unique: true }))).toBe(11000)
      expect(await collection.listIndexes().toArray()).toHaveLength(1)
    })

    test('of many inserts of one value at the same time, one succeeds', async () => {
      const collection = await holding({ sku: 'other' })
      await collection.createIndex({ sku: 1 }, { unique: true })
      const codes = await Promise.all(Array.from({ length: 30 }, () => codeOf(collection.insertOne({ sku: 'same' }))))
      expect(codes.filter((code) => code === undefined)).toHaveLength(1)
      expect(codes.filter((code) => code === 11000)).toHaveLength(29)
    })
  })
}
