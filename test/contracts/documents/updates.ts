import { Decimal128, Double, Int32, Long, ObjectId, Timestamp } from 'mongodb'
import { describe, expect, test } from 'vitest'
import { codeOf, type Setting } from './setting.ts'

/** Inserts, updates, upserts, replacements, deletes and findAndModify. */
export function updateContract({ holding }: Setting): void {
  describe('inserts', () => {
    test('make an _id where there is none and keep one that is there', async () => {
      const collection = await holding()
      const { insertedId } = await collection.insertOne({ a: 1 })
      expect(insertedId).toBeInstanceOf(ObjectId)
      expect(await collection.findOne({ _id: insertedId })).toEqual({ _id: insertedId, a: 1 })
      const many = await collection.insertMany([{ _id: 1 as never }, { _id: 2 as never }])
      expect(many.insertedCount).toBe(2)
    })

    test('refuse an _id that is taken, or that is an array', async () => {
      const collection = await holding({ _id: 1 })
      expect(await codeOf(collection.insertOne({ _id: 1 as never }))).toBe(11000)
      expect(await codeOf(collection.insertOne({ _id: new Double(1) as never }))).toBe(11000)
      expect([2, 53]).toContain(await codeOf(collection.insertOne({ _id: [1] as never })))
    })
  })

  describe('update operators', () => {
    test.each<[string, object, object, object]>([
      ['$set', { a: 1 }, { $set: { a: 2, b: 3 } }, { a: 2, b: 3 }],
      ['$set on a path that is not there', {}, { $set: { 'a.b.c': 1 } }, { a: { b: { c: 1 } } }],
      ['$set on a position', { a: [1, 2] }, { $set: { 'a.1': 9 } }, { a: [1, 9] }],
      ['$set behind the end', { a: [1] }, { $set: { 'a.3': 9 } }, { a: [1, null, null, 9] }],
      ['$unset', { a: 1, b: { c: 1, d: 2 } }, { $unset: { a: '', 'b.c': '', none: '' } }, { b: { d: 2 } }],
      ['$unset on a position', { a: [1, 2] }, { $unset: { 'a.0': '' } }, { a: [null, 2] }],
      ['$inc', { a: 1 }, { $inc: { a: 2, b: -1 } }, { a: 3, b: -1 }],
      ['$mul', { a: 3 }, { $mul: { a: 2, b: 5 } }, { a: 6, b: 0 }],
      ['$min', { a: 3, b: 3 }, { $min: { a: 2, b: 4, c: 1 } }, { a: 2, b: 3, c: 1 }],
      ['$max', { a: 3, b: 3 }, { $max: { a: 2, b: 4, c: 1 } }, { a: 3, b: 4, c: 1 }],
      ['$rename', { a: 1, b: 2 }, { $rename: { a: 'c', none: 'd' } }, { b: 2, c: 1 }],
      ['$rename to a path', { a: 1 }, { $rename: { a: 'b.c' } }, { b: { c: 1 } }],
      ['$push', { a: [1] }, { $push: { a: 2, b: 3 } }, { a: [1, 2], b: [3] }],
      ['$push of an array', { a: [1] }, { $push: { a: [2] } }, { a: [1, [2]] }],
      ['$push with $each', { a: [1] }, { $push: { a: { $each: [2, 3] } } }, { a: [1, 2, 3] }],
      ['$push with $position', { a: [1, 4] }, { $push: { a: { $each: [2, 3], $position: 1 } } }, { a: [1, 2, 3, 4] }],
      ['$push with $slice', { a: [1, 2] }, { $push: { a: { $each: [3], $slice: -2 } } }, { a: [2, 3] }],
      ['$push with $sort', { a: [3, 1] }, { $push: { a: { $each: [2], $sort: 1 } } }, { a: [1, 2, 3] }],
      [
        '$push with $sort by a field and $slice',
        { a: [{ n: 3 }, { n: 1 }] },
        { $push: { a: { $each: [{ n: 2 }], $sort: { n: -1 }, $slice: 2 } } },
        { a: [{ n: 3 }, { n: 2 }] },
      ],
      ['$addToSet', { a: [1, 2] }, { $addToSet: { a: 2, b: 1 } }, { a: [1, 2], b: [1] }],
      ['$addToSet with $each', { a: [1] }, { $addToSet: { a: { $each: [1, 2, 2] } } }, { a: [1, 2] }],
      ['$pull of a value', { a: [1, 2, 1] }, { $pull: { a: 1 } }, { a: [2] }],
      ['$pull by a condition', { a: [1, 5, 9] }, { $pull: { a: { $gte: 5 } } }, { a: [1] }],
      ['$pull of documents', { a: [{ x: 1, y: 1 }, { x: 2 }] }, { $pull: { a: { x: 1 } } }, { a: [{ x: 2 }] }],
      ['$pullAll', { a: [1, 2, 3, 1] }, { $pullAll: { a: [1, 3] } }, { a: [2] }],
      ['$pop from the end', { a: [1, 2, 3] }, { $pop: { a: 1 } }, { a: [1, 2] }],
      ['$pop from the front', { a: [1, 2, 3] }, { $pop: { a: -1 } }, { a: [2, 3] }],
      [
        '$setOnInsert, which does nothing to what is there',
        { a: 1 },
        { $setOnInsert: { a: 2 }, $set: { b: 1 } },
        { a: 1, b: 1 },
      ],
      ['every element', { a: [1, 2] }, { $inc: { 'a.$[]': 10 } }, { a: [11, 12] }],
      [
        'a field of every element',
        { a: [{ n: 1 }, { n: 2 }] },
        { $set: { 'a.$[].n': 0 } },
        { a: [{ n: 0 }, { n: 0 }] },
      ],
      ['new fields by name', {}, { $set: { b: 1, a: 2 } }, { a: 2, b: 1 }],
    ])('%s', async (_, before, update, after) => {
      const collection = await holding({ _id: 1, ...before })
      const result = await collection.updateOne({ _id: 1 as never }, update)
      expect(result.matchedCount).toBe(1)
      expect(await collection.findOne({})).toEqual({ _id: 1, ...after })
    })

    test('the element that the filter found', async () => {
      const collection = await holding({
        _id: 1,
        a: [1, 5, 9],
        b: [
          { k: 'x', n: 1 },
          { k: 'y', n: 1 },
        ],
      })
      await collection.updateOne({ a: { $gte: 5 } }, { $set: { 'a.$': 0 } })
      await collection.updateOne({ 'b.k': 'y' }, { $inc: { 'b.$.n': 4 } })
      await collection.updateOne({ b: { $elemMatch: { k: 'x', n: 1 } } }, { $inc: { 'b.$.n': 1 } })
      expect(await collection.findOne({})).toEqual({
        _id: 1,
        a: [1, 0, 9],
        b: [
          { k: 'x', n: 2 },
          { k: 'y', n: 5 },
        ],
      })
      expect(await codeOf(collection.updateOne({ _id: 1 as never }, { $set: { 'a.$': 0 } }))).toBe(2)
    })

    test('the elements that array filters mean', async () => {
      const collection = await holding({
        _id: 1,
        a: [1, 5, 9],
        b: [
          { k: 'x', n: 1 },
          { k: 'y', n: 1 },
        ],
      })
      await collection.updateOne({}, { $set: { 'a.$[big]': 0 } }, { arrayFilters: [{ big: { $gte: 5 } }] })
      await collection.updateOne({}, { $inc: { 'b.$[line].n': 1 } }, { arrayFilters: [{ 'line.k': 'x' }] })
      expect(await collection.findOne({})).toEqual({
        _id: 1,
        a: [1, 0, 0],
        b: [
          { k: 'x', n: 2 },
          { k: 'y', n: 1 },
        ],
      })
      expect(await codeOf(collection.updateOne({}, { $set: { 'a.$[none]': 0 } }))).toBe(2)
      const unused = { arrayFilters: [{ unused: 1 }] }
      expect(await codeOf(collection.updateOne({}, { $set: { c: 0 } }, unused))).toBe(9)
    })

    test('$currentDate gives a date or a timestamp', async () => {
      const collection = await holding({ _id: 1 })
      await collection.updateOne({}, { $currentDate: { at: { $type: 'date' }, stamp: { $type: 'timestamp' } } })
      const document = await collection.findOne({})
      expect(document?.at).toBeInstanceOf(Date)
      expect(document?.stamp).toBeInstanceOf(Timestamp)
    })

    test('numbers keep or widen their types', async () => {
      const collection = await holding({
        _id: 1,
        int: new Int32(2_147_483_647),
        long: Long.fromString('9007199254740993'),
        double: new Double(1),
      })
      await collection.updateOne({}, { $inc: { int: 1, long: 1, double: 1 } })
      const found = await collection.findOne({}, { promoteValues: false })
      expect(found?.int).toEqual(Long.fromNumber(2_147_483_648))
      expect(found?.long).toEqual(Long.fromString('9007199254740994'))
      expect(found?.double).toEqual(new Double(2))
    })

    test('decimals are added as they are written', async () => {
      const collection = await holding({ _id: 1, decimal: Decimal128.fromString('0.10') })
      await collection.updateOne({}, { $inc: { decimal: Decimal128.fromString('0.20') } })
      expect(String((await collection.findOne({}))?.decimal)).toBe('0.30')
    })

    test('counts what matched and what changed', async () => {
      const collection = await holding({ _id: 1, a: 1 }, { _id: 2, a: 1 }, { _id: 3, a: 2 })
      expect(await collection.updateMany({ a: 1 }, { $set: { a: 1 } })).toMatchObject({
        matchedCount: 2,
        modifiedCount: 0,
      })
      expect(await collection.updateMany({}, { $set: { a: 2 } })).toMatchObject({ matchedCount: 3, modifiedCount: 2 })
      expect(await collection.updateOne({ a: 9 }, { $set: { a: 2 } })).toMatchObject({
        matchedCount: 0,
        modifiedCount: 0,
      })
    })

    test('a pipeline can calculate from the document', async () => {
      const collection = await holding({ _id: 1, a: 2, b: 3 })
      await collection.updateOne({}, [{ $set: { sum: { $add: ['$a', '$b'] } } }, { $unset: 'b' }])
      expect(await collection.findOne({})).toEqual({ _id: 1, a: 2, sum: 5 })
    })

    test.each<[string, object, object, number]>([
      ['an unknown operator', {}, { $increase: { a: 1 } }, 9],
      ['two operators on one path', {}, { $set: { a: 1 }, $inc: { a: 1 } }, 40],
      ['a path and one below it', {}, { $set: { a: 1, 'a.b': 1 } }, 40],
      ['a changed _id', {}, { $set: { _id: 2 } }, 66],
      ['$inc of a text', { a: 'x' }, { $inc: { a: 1 } }, 14],
      ['$inc by a text', { a: 1 }, { $inc: { a: 'x' } }, 14],
      ['$mul of null', { a: null }, { $mul: { a: 2 } }, 14],
      ['$push to what is no array', { a: 1 }, { $push: { a: 1 } }, 2],
      ['$addToSet to what is no array', { a: 1 }, { $addToSet: { a: 1 } }, 2],
      ['$pop from what is no array', { a: 1 }, { $pop: { a: 1 } }, 14],
      ['$pop by 2', { a: [1] }, { $pop: { a: 2 } }, 9],
      ['a path through a number', { a: 1 }, { $set: { 'a.b': 1 } }, 28],
      ['a name as a position', { a: [1] }, { $set: { 'a.b': 1 } }, 28],
    ])('%s is refused and changes nothing', async (_, before, update, code) => {
      const collection = await holding({ _id: 1, ...before })
      expect(await codeOf(collection.updateOne({}, update))).toBe(code)
      expect(await collection.findOne({})).toEqual({ _id: 1, ...before })
    })
  })

  describe('upserts and replacements', () => {
    test('insert what the filter demands and what the update says', async () => {
      const collection = await holding()
      const update = { $set: { b: 2 }, $setOnInsert: { c: 3 } }
      const result = await collection.updateOne({ _id: 7 as never, a: 1, n: { $gt: 5 }, 'd.e': { $eq: 4 } }, update, {
        upsert: true,
      })
      expect(result).toMatchObject({ matchedCount: 0, modifiedCount: 0, upsertedCount: 1, upsertedId: 7 })
      expect(await collection.findOne({})).toEqual({ _id: 7, a: 1, d: { e: 4 }, b: 2, c: 3 })
      const again = await collection.updateOne({ _id: 7 as never }, update, { upsert: true })
      expect(again).toMatchObject({ matchedCount: 1, modifiedCount: 0, upsertedCount: 0 })
    })

    test('make an _id', async () => {
      const collection = await holding()
      const { upsertedId } = await collection.updateOne({ a: 1 }, { $inc: { n: 1 } }, { upsert: true })
      expect(upsertedId).toBeInstanceOf(ObjectId)
      expect(await collection.findOne({})).toEqual({ _id: upsertedId, a: 1, n: 1 })
    })

    test('a replacement keeps the _id and nothing else', async () => {
      const collection = await holding({ _id: 1, a: 1, b: 2 })
      expect(await collection.replaceOne({ a: 1 }, { c: 3 })).toMatchObject({ matchedCount: 1, modifiedCount: 1 })
      expect(await collection.findOne({})).toEqual({ _id: 1, c: 3 })
      expect(await codeOf(collection.replaceOne({ c: 3 }, { _id: 2 as never }))).toBe(66)
      const upsert = await collection.replaceOne({ _id: 5 as never, x: 1 }, { y: 1 }, { upsert: true })
      expect(upsert.upsertedId).toBe(5)
      expect(await collection.findOne({ _id: 5 as never })).toEqual({ _id: 5, y: 1 })
    })
  })

  test('deletes take one or all', async () => {
    const collection = await holding({ a: 1 }, { a: 1 }, { a: 2 }, { a: 3 })
    expect((await collection.deleteOne({ a: 1 })).deletedCount).toBe(1)
    expect((await collection.deleteMany({ a: { $gte: 2 } })).deletedCount).toBe(2)
    expect((await collection.deleteMany({ a: 9 })).deletedCount).toBe(0)
    expect(await collection.countDocuments()).toBe(1)
  })

  describe('find and modify', () => {
    test('gives the document before or after', async () => {
      const collection = await holding({ _id: 1, n: 1 }, { _id: 2, n: 5 })
      expect(await collection.findOneAndUpdate({ n: 1 }, { $inc: { n: 1 } })).toEqual({ _id: 1, n: 1 })
      const after = { returnDocument: 'after', sort: { n: -1 } } as const
      expect(await collection.findOneAndUpdate({}, { $inc: { n: 1 } }, after)).toEqual({ _id: 2, n: 6 })
      expect(await collection.findOneAndReplace({ n: 6 }, { z: 1 }, { returnDocument: 'after' })).toEqual({
        _id: 2,
        z: 1,
      })
      expect(await collection.findOneAndUpdate({ n: 99 }, { $inc: { n: 1 } })).toBeNull()
    })

    test('gives the fields that are asked for', async () => {
      const collection = await holding({ _id: 1, n: 1 })
      const after = { returnDocument: 'after', projection: { _id: 0 } } as const
      expect(await collection.findOneAndUpdate({}, { $inc: { n: 1 } }, after)).toEqual({ n: 2 })
    })

    test('can insert, and can delete', async () => {
      const collection = await holding({ _id: 1, n: 1 }, { _id: 2, n: 0 })
      const upsert = { upsert: true, returnDocument: 'after', includeResultMetadata: true } as const
      const inserted = await collection.findOneAndUpdate({ _id: 9 as never }, { $set: { n: 1 } }, upsert)
      expect(inserted).toMatchObject({
        value: { _id: 9, n: 1 },
        lastErrorObject: { updatedExisting: false, upserted: 9, n: 1 },
      })
      expect(await collection.findOneAndDelete({}, { sort: { n: 1 } })).toEqual({ _id: 2, n: 0 })
      expect(await collection.findOneAndDelete({ n: 99 })).toBeNull()
      expect(await collection.countDocuments()).toBe(2)
    })

    test('takes each document once, however many ask at the same time', async () => {
      const collection = await holding(...Array.from({ length: 20 }, (_, _id) => ({ _id, taken: false })))
      const takes = Array.from({ length: 50 }, () =>
        collection.findOneAndUpdate({ taken: false }, { $set: { taken: true } }),
      )
      const taken = (await Promise.all(takes)).filter((document) => document !== null)
      expect(new Set(taken.map(({ _id }) => _id as unknown)).size).toBe(20)
      expect(taken).toHaveLength(20)
    })
  })
}
