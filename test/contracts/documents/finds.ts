import { Decimal128, Double, Int32, Long, ObjectId } from 'mongodb'
import { describe, expect, test } from 'vitest'
import { codeOf, idsOf, type Setting } from './setting.ts'

/** Filters, projections, sorts, skip and limit. */
export function findContract({ holding }: Setting): void {
  describe('filters', () => {
    const articles = [
      {
        _id: 1,
        sku: 'a',
        stock: 5,
        tags: ['x', 'y'],
        price: { amount: 10, currency: 'EUR' },
        lines: [
          { q: 1, s: 'o' },
          { q: 5, s: 'c' },
        ],
      },
      { _id: 2, sku: 'b', stock: 0, tags: ['y'], price: { amount: 20, currency: 'PLN' }, lines: [{ q: 5, s: 'o' }] },
      { _id: 3, sku: 'ab', stock: null, tags: [], price: { amount: 30, currency: 'EUR' } },
      { _id: 4, sku: 'C', tags: 'x', price: 'on request' },
      { _id: 5, sku: 7, stock: [1, 9], tags: ['x', 'y', 'z'], when: new Date('2026-01-02T00:00:00Z') },
    ]
    test.each<[string, object, number[]]>([
      ['everything', {}, [1, 2, 3, 4, 5]],
      ['equality', { sku: 'a' }, [1]],
      ['equality with an element of an array', { tags: 'x' }, [1, 4, 5]],
      ['equality with a whole array', { tags: ['x', 'y'] }, [1]],
      ['equality with an empty array', { tags: [] }, [3]],
      ['equality with a whole document', { price: { amount: 10, currency: 'EUR' } }, [1]],
      ['field order in documents', { price: { currency: 'EUR', amount: 10 } }, []],
      ['null, which a missing field equals', { stock: null }, [3, 4]],
      ['$eq', { stock: { $eq: 5 } }, [1]],
      ['$ne', { stock: { $ne: 5 } }, [2, 3, 4, 5]],
      ['$ne null', { stock: { $ne: null } }, [1, 2, 5]],
      ['$ne with arrays', { tags: { $ne: 'x' } }, [2, 3]],
      ['$gt', { stock: { $gt: 0 } }, [1, 5]],
      ['$gte', { stock: { $gte: 0 } }, [1, 2, 5]],
      ['$gte null', { stock: { $gte: null } }, [3, 4]],
      ['$lt', { stock: { $lt: 5 } }, [2, 5]],
      ['$lte', { stock: { $lte: 5 } }, [1, 2, 5]],
      ['a range that two elements of an array make together', { stock: { $gt: 5, $lt: 5 } }, [5]],
      ['no comparison across types', { sku: { $gt: 'A' } }, [1, 2, 3, 4]],
      ['dates', { when: { $gte: new Date('2026-01-01T00:00:00Z') } }, [5]],
      ['$in', { sku: { $in: ['a', 7, 'none'] } }, [1, 5]],
      ['$in with null', { stock: { $in: [null] } }, [3, 4]],
      ['$in with an expression', { sku: { $in: [/^a/] } }, [1, 3]],
      ['$nin', { sku: { $nin: ['a', 'b'] } }, [3, 4, 5]],
      ['$and', { $and: [{ tags: 'x' }, { tags: 'y' }] }, [1, 5]],
      ['$or', { $or: [{ sku: 'a' }, { stock: 0 }] }, [1, 2]],
      ['$nor', { $nor: [{ tags: 'x' }, { stock: 0 }] }, [3]],
      ['$not', { stock: { $not: { $gt: 0 } } }, [2, 3, 4]],
      ['$not with an expression', { sku: { $not: /^a/ } }, [2, 4, 5]],
      ['$exists', { stock: { $exists: true } }, [1, 2, 3, 5]],
      ['$exists false', { stock: { $exists: false } }, [4]],
      ['$exists on a path', { 'price.amount': { $exists: false } }, [4, 5]],
      ['$type by name', { sku: { $type: 'string' } }, [1, 2, 3, 4]],
      ['$type by number', { sku: { $type: 2 } }, [1, 2, 3, 4]],
      ['$type number', { sku: { $type: 'number' } }, [5]],
      ['$type array', { tags: { $type: 'array' } }, [1, 2, 3, 5]],
      ['$type null', { stock: { $type: 'null' } }, [3]],
      ['$type of several', { price: { $type: ['string', 'object'] } }, [1, 2, 3, 4]],
      ['$regex', { sku: { $regex: '^A', $options: 'i' } }, [1, 3]],
      ['an expression as value', { sku: /b$/ }, [2, 3]],
      ['$elemMatch on documents', { lines: { $elemMatch: { q: 5, s: 'o' } } }, [2]],
      ['two conditions that different elements meet', { 'lines.q': 5, 'lines.s': 'o' }, [1, 2]],
      ['$elemMatch on values', { stock: { $elemMatch: { $gt: 5, $lt: 10 } } }, [5]],
      ['$elemMatch on what is no array', { price: { $elemMatch: { amount: 10 } } }, []],
      ['$all', { tags: { $all: ['x', 'y'] } }, [1, 5]],
      ['$all of a single value', { tags: { $all: ['x'] } }, [1, 4, 5]],
      ['$all of nothing', { tags: { $all: [] } }, []],
      ['$all with $elemMatch', { lines: { $all: [{ $elemMatch: { q: 1 } }, { $elemMatch: { q: 5 } }] } }, [1]],
      ['$size', { tags: { $size: 2 } }, [1]],
      ['$size 0', { tags: { $size: 0 } }, [3]],
      ['$mod', { stock: { $mod: [5, 0] } }, [1, 2]],
      ['a dotted path', { 'price.currency': 'EUR' }, [1, 3]],
      ['a position in an array', { 'tags.1': 'y' }, [1, 5]],
      ['a position, then a field', { 'lines.0.q': 5 }, [2]],
      ['null at the end of a path', { 'price.amount': null }, [4, 5]],
      ['$expr, where missing equals missing', { $expr: { $eq: ['$stock', '$price.amount'] } }, [4]],
      ['$expr with a calculation', { $expr: { $gt: [{ $add: ['$price.amount', 5] }, 15] } }, [2, 3]],
      ['$comment', { sku: 'a', $comment: 'why' }, [1]],
    ])('%s', async (_, filter, expected) => {
      const collection = await holding(...articles)
      expect(await idsOf(collection, filter)).toEqual(expected)
      expect(await collection.countDocuments(filter)).toBe(expected.length)
    })

    test('an array within an array is found as a value', async () => {
      const collection = await holding({ _id: 1, matrix: [[1, 2], [3]] }, { _id: 2, matrix: [1, 2] }, { _id: 3 })
      expect(await idsOf(collection, { matrix: [1, 2] })).toEqual([1, 2])
      expect(await idsOf(collection, { matrix: [3] })).toEqual([1])
      expect(await idsOf(collection, { matrix: 1 })).toEqual([2])
    })

    const without = [{ _id: 1, a: [] }, { _id: 2, a: [{}] }, { _id: 3, a: {} }, { _id: 4 }, { _id: 5, a: 1 }]
    test('null does not match a path into an empty array', async () => {
      expect(await idsOf(await holding(...without), { 'a.b': null })).toEqual([2, 3, 4, 5])
    })

    test('a path into an empty array does not exist', async () => {
      expect(await idsOf(await holding(...without), { 'a.b': { $exists: false } })).toEqual([1, 2, 3, 4, 5])
    })

    const numbers = [
      { _id: 1, n: new Int32(2) },
      { _id: 2, n: new Double(2) },
      { _id: 3, n: Long.fromNumber(2) },
      { _id: 4, n: 2.5 },
    ]
    test('numbers are equal whatever their types', async () => {
      const collection = await holding(...numbers)
      for (const two of [2, new Double(2), Long.fromNumber(2)])
        expect(await idsOf(collection, { n: two })).toEqual([1, 2, 3])
      expect(await idsOf(collection, { n: { $gt: Long.fromNumber(2) } })).toEqual([4])
      expect(await idsOf(collection, { n: { $in: [2] } })).toEqual([1, 2, 3])
      expect(await idsOf(collection, { n: { $type: 'long' } })).toEqual([3])
      expect(await idsOf(collection, { n: { $type: 'double' } })).toEqual([2, 4])
    })

    test('decimals are numbers', async () => {
      const decimal = Decimal128.fromString('2.0')
      const collection = await holding(...numbers, { _id: 5, n: decimal })
      for (const two of [2, new Double(2), Long.fromNumber(2), decimal])
        expect(await idsOf(collection, { n: two })).toEqual([1, 2, 3, 5])
      expect(await idsOf(collection, { n: { $gt: decimal } })).toEqual([4])
      expect(await idsOf(collection, { n: { $type: 'decimal' } })).toEqual([5])
    })

    test('64-bit integers keep every digit', async () => {
      const collection = await holding(
        { _id: 1, n: Long.fromString('9007199254740993') },
        { _id: 2, n: Long.fromString('9007199254740992') },
      )
      expect(await idsOf(collection, { n: Long.fromString('9007199254740993') })).toEqual([1])
      expect(await idsOf(collection, { n: { $lt: Long.fromString('9007199254740993') } })).toEqual([2])
    })

    test('decimals keep every digit', async () => {
      const collection = await holding({ _id: 1, n: Decimal128.fromString('0.1') })
      expect(await idsOf(collection, { n: 0.1 })).toEqual([])
      expect(await idsOf(collection, { n: Decimal128.fromString('0.10') })).toEqual([1])
      expect(await idsOf(collection, { n: { $lt: Long.fromString('9007199254740993') } })).toEqual([1])
    })

    test('a document is found by an _id of any type', async () => {
      const ids = [new ObjectId(), 'text', 4.5, { part: 1, of: 'key' }, new Date(0)]
      const collection = await holding(...ids.map((_id) => ({ _id })))
      for (const _id of ids) expect(await collection.findOne({ _id: _id as never })).toEqual({ _id })
      expect(await collection.findOne({ _id: 'other' as never })).toBeNull()
    })

    test.each<[string, object, number]>([
      ['an unknown operator', { a: { $near_to: 1 } }, 2],
      ['an unknown operator at the top', { $both: [] }, 2],
      ['$in without an array', { a: { $in: 1 } }, 2],
      ['$and without entries', { $and: [] }, 2],
      ['$size of a text', { a: { $size: 'two' } }, 2],
      ['an unknown type', { a: { $type: 'number-like' } }, 2],
    ])('%s is refused', async (_, filter, code) => {
      const collection = await holding({ _id: 1 })
      expect(await codeOf(collection.find(filter).toArray())).toBe(code)
    })

    test('an unknown operator is refused also where there are no documents', async () => {
      expect(await codeOf((await holding()).find({ a: { $near_to: 1 } }).toArray())).toBe(2)
    })
  })

  describe('projections', () => {
    const document = { _id: 1, a: 1, b: { c: 2, d: 3 }, list: [{ x: 1, y: 2 }, { x: 3, y: 4 }, 5], n: [1, 2, 3, 4] }
    test.each<[string, object, object]>([
      ['included fields', { a: 1 }, { _id: 1, a: 1 }],
      ['included without _id', { a: 1, _id: 0 }, { a: 1 }],
      ['only the _id', { _id: 1 }, { _id: 1 }],
      ['excluded fields', { list: 0, n: 0, b: 0 }, { _id: 1, a: 1 }],
      ['only the _id excluded', { _id: 0 }, { a: 1, b: { c: 2, d: 3 }, list: document.list, n: document.n }],
      ['a nested field', { 'b.c': 1 }, { _id: 1, b: { c: 2 } }],
      ['a nested field as a document', { b: { d: 1 } }, { _id: 1, b: { d: 3 } }],
      ['an excluded nested field', { 'b.c': 0, list: 0, n: 0 }, { _id: 1, a: 1, b: { d: 3 } }],
      ['fields of documents in arrays', { 'list.x': 1 }, { _id: 1, list: [{ x: 1 }, { x: 3 }] }],
      [
        'excluded fields of documents in arrays',
        { 'list.x': 0, n: 0, b: 0 },
        { _id: 1, a: 1, list: [{ y: 2 }, { y: 4 }, 5] },
      ],
      ['a missing field', { none: 1 }, { _id: 1 }],
      ['$slice from the front', { n: { $slice: 2 }, a: 1 }, { _id: 1, a: 1, n: [1, 2] }],
      ['$slice from the end', { n: { $slice: -1 }, a: 1 }, { _id: 1, a: 1, n: [4] }],
      ['$slice of a range', { n: { $slice: [1, 2] }, a: 1 }, { _id: 1, a: 1, n: [2, 3] }],
      ['$elemMatch', { list: { $elemMatch: { x: 3 } } }, { _id: 1, list: [{ x: 3, y: 4 }] }],
      ['a calculated field', { sum: { $add: ['$a', '$b.c'] } }, { _id: 1, sum: 3 }],
      ['another field', { copy: '$b.d' }, { _id: 1, copy: 3 }],
    ])('%s', async (_, projection, expected) => {
      const collection = await holding(document)
      expect(await collection.findOne({}, { projection })).toEqual(expected)
    })

    test.each<[string, object, object, object]>([
      ['value', { n: { $gte: 3 } }, { 'n.$': 1 }, { n: [3] }],
      ['document', { 'list.x': 3 }, { 'list.$': 1 }, { list: [{ x: 3, y: 4 }] }],
    ])('the %s that the filter found', async (_, filter, projection, expected) => {
      const collection = await holding(document)
      expect(await collection.findOne(filter, { projection })).toEqual({ _id: 1, ...expected })
    })

    test.each<[string, object, number]>([
      ['excluding beside including', { a: 1, b: 0 }, 31254],
      ['including beside excluding', { a: 0, b: 1 }, 31253],
      ['a field beside one within it', { b: 1, 'b.c': 1 }, 31249],
    ])('%s is refused', async (_, projection, code) => {
      const collection = await holding(document)
      expect(await codeOf(collection.findOne({}, { projection }))).toBe(code)
    })
  })

  describe('sort, skip and limit', () => {
    test('orders values of different types by type, then by value', async () => {
      const id = new ObjectId()
      const values = [new Date(0), true, id, 'b', { a: 1 }, 3, null, 'a', false, 2.5, Long.fromNumber(3000)]
      const collection = await holding(...values.map((v, _id) => ({ _id, v })), { _id: 99 })
      const sorted = await collection.find({}, { sort: { v: 1, _id: 1 } }).toArray()
      expect(sorted.map(({ _id }) => _id as unknown)).toEqual([6, 99, 9, 5, 10, 7, 3, 4, 2, 8, 1, 0])
      const reversed = await collection.find({}, { sort: { v: -1, _id: -1 } }).toArray()
      expect(reversed.map(({ _id }) => _id as unknown)).toEqual([0, 1, 8, 2, 4, 3, 7, 10, 5, 9, 99, 6])
    })

    test('takes the smallest element of an array when ascending, the largest when descending', async () => {
      const collection = await holding(
        { _id: 1, v: [5, 1] },
        { _id: 2, v: 3 },
        { _id: 3, v: [] },
        { _id: 4, v: [2, 4] },
      )
      const ids = async (direction: 1 | -1): Promise<unknown[]> =>
        (await collection.find({}, { sort: { v: direction } }).toArray()).map(({ _id }) => _id)
      expect(await ids(1)).toEqual([3, 1, 4, 2])
      expect(await ids(-1)).toEqual([1, 4, 2, 3])
    })

    test('sorts by several fields and by paths', async () => {
      const collection = await holding(
        { _id: 1, a: { b: 2 }, c: 1 },
        { _id: 2, a: { b: 1 }, c: 1 },
        { _id: 3, a: { b: 1 }, c: 2 },
      )
      const sorted = await collection.find({}, { sort: { 'a.b': 1, c: -1 } }).toArray()
      expect(sorted.map(({ _id }) => _id as unknown)).toEqual([3, 2, 1])
    })

    test('compares text by its bytes', async () => {
      const texts = ['z', 'a', 'B', 'é', '\u{1f600}', '\uffee', '']
      const collection = await holding(...texts.map((v, _id) => ({ _id, v })))
      const sorted = await collection.find({}, { sort: { v: 1 } }).toArray()
      expect(sorted.map(({ v }) => v as string)).toEqual(['', 'B', 'a', 'z', 'é', '\uffee', '\u{1f600}'])
    })

    test('skips and limits after sorting', async () => {
      const collection = await holding(...[3, 1, 4, 2, 5].map((_id) => ({ _id })))
      const page = await collection.find({}, { sort: { _id: 1 }, skip: 1, limit: 2 }).toArray()
      expect(page).toEqual([{ _id: 2 }, { _id: 3 }])
      expect(await collection.countDocuments({}, { skip: 1, limit: 2 })).toBe(2)
      expect(await collection.find({}, { skip: 9 }).toArray()).toEqual([])
    })

    test('distinct gives each value once, elements of arrays apart', async () => {
      const collection = await holding({ v: 1 }, { v: [1, 2] }, { v: 'a' }, {}, { v: null }, { v: Long.fromNumber(2) })
      const values = await collection.distinct('v')
      expect(new Set(values)).toEqual(new Set([1, 2, 'a', null]))
      expect(values).toHaveLength(4)
      expect(await collection.distinct('v', { v: 'a' })).toEqual(['a'])
    })
  })
}
