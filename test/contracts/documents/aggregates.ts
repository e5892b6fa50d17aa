import { Decimal128, Long } from 'mongodb'
import { describe, expect, test } from 'vitest'
import { codeOf, type Setting } from './setting.ts'

/** Pipelines. */
export function aggregateContract({ holding, db }: Setting): void {
  describe('aggregates', () => {
    const orders = [
      {
        _id: 1,
        customer: 'a',
        total: 10,
        lines: [
          { sku: 'x', q: 1 },
          { sku: 'y', q: 2 },
        ],
        at: new Date('2026-03-01T10:00:00Z'),
      },
      { _id: 2, customer: 'b', total: 20, lines: [{ sku: 'x', q: 3 }], at: new Date('2026-03-02T10:00:00Z') },
      { _id: 3, customer: 'a', total: 30, lines: [], at: new Date('2026-04-01T10:00:00Z') },
      { _id: 4, customer: null, total: 5 },
    ]
    test.each<[string, object[], unknown[]]>([
      ['nothing', [{ $match: { total: { $lt: 0 } } }], []],
      [
        '$match, $sort, $skip and $limit',
        [
          { $match: { total: { $gt: 5 } } },
          { $sort: { total: -1 } },
          { $skip: 1 },
          { $limit: 1 },
          { $project: { total: 1 } },
        ],
        [{ _id: 2, total: 20 }],
      ],
      [
        '$group with a sum',
        [{ $group: { _id: '$customer', sum: { $sum: '$total' } } }, { $sort: { _id: 1 } }],
        [
          { _id: null, sum: 5 },
          { _id: 'a', sum: 40 },
          { _id: 'b', sum: 20 },
        ],
      ],
      [
        '$group',
        [
          {
            $group: {
              _id: '$customer',
              n: { $sum: 1 },
              sum: { $sum: '$total' },
              mean: { $avg: '$total' },
              least: { $min: '$total' },
              most: { $max: '$total' },
              first: { $first: '$_id' },
              last: { $last: '$_id' },
              all: { $push: '$total' },
            },
          },
          { $sort: { _id: 1 } },
        ],
        [
          { _id: null, n: 1, sum: 5, mean: 5, least: 5, most: 5, first: 4, last: 4, all: [5] },
          { _id: 'a', n: 2, sum: 40, mean: 20, least: 10, most: 30, first: 1, last: 3, all: [10, 30] },
          { _id: 'b', n: 1, sum: 20, mean: 20, least: 20, most: 20, first: 2, last: 2, all: [20] },
        ],
      ],
      ['$group over all', [{ $group: { _id: null, n: { $count: {} } } }, { $project: { n: 1, _id: 0 } }], [{ n: 4 }]],
      [
        '$group with sets',
        [
          { $group: { _id: null, who: { $addToSet: '$customer' } } },
          { $project: { _id: 0, distinct: { $size: '$who' } } },
        ],
        [{ distinct: 3 }],
      ],
      [
        '$group by a document',
        [{ $match: { _id: { $lte: 2 } } }, { $group: { _id: { who: '$customer' } } }, { $sort: { _id: 1 } }],
        [{ _id: { who: 'a' } }, { _id: { who: 'b' } }],
      ],
      [
        '$sum over fields that are no numbers',
        [{ $group: { _id: null, sum: { $sum: '$customer' } } }],
        [{ _id: null, sum: 0 }],
      ],
      [
        '$avg over fields that are no numbers',
        [{ $group: { _id: null, mean: { $avg: '$customer' } } }],
        [{ _id: null, mean: null }],
      ],
      [
        '$unwind',
        [{ $unwind: '$lines' }, { $project: { lines: 1 } }],
        [
          { _id: 1, lines: { sku: 'x', q: 1 } },
          { _id: 1, lines: { sku: 'y', q: 2 } },
          { _id: 2, lines: { sku: 'x', q: 3 } },
        ],
      ],
      [
        '$unwind that keeps what is empty',
        [
          { $unwind: { path: '$lines', includeArrayIndex: 'i', preserveNullAndEmptyArrays: true } },
          { $project: { i: 1, sku: '$lines.sku' } },
        ],
        [
          { _id: 1, i: 0, sku: 'x' },
          { _id: 1, i: 1, sku: 'y' },
          { _id: 2, i: 0, sku: 'x' },
          { _id: 3, i: null },
          { _id: 4, i: null },
        ],
      ],
      [
        '$project',
        [
          { $match: { _id: 1 } },
          { $project: { _id: 0, total: 1, skus: '$lines.sku', text: { $concat: ['no ', '$customer'] } } },
        ],
        [{ total: 10, skus: ['x', 'y'], text: 'no a' }],
      ],
      [
        '$project that excludes',
        [{ $match: { _id: 2 } }, { $project: { lines: 0, at: 0 } }],
        [{ _id: 2, customer: 'b', total: 20 }],
      ],
      [
        '$addFields',
        [{ $match: { _id: 4 } }, { $addFields: { double: { $multiply: ['$total', 2] } } }],
        [{ _id: 4, customer: null, total: 5, double: 10 }],
      ],
      [
        '$addFields on a path',
        [{ $match: { _id: 4 } }, { $addFields: { 'a.b': 1 } }],
        [{ _id: 4, customer: null, total: 5, a: { b: 1 } }],
      ],
      [
        '$set and $unset',
        [{ $match: { _id: 4 } }, { $set: { x: 1, total: 2 } }, { $unset: ['customer', 'none'] }],
        [{ _id: 4, total: 2, x: 1 }],
      ],
      [
        '$set from another field',
        [{ $match: { _id: 4 } }, { $set: { x: '$total' } }],
        [{ _id: 4, customer: null, total: 5, x: 5 }],
      ],
      ['$count', [{ $match: { customer: 'a' } }, { $count: 'n' }], [{ n: 2 }]],
      ['$count of nothing', [{ $match: { customer: 'z' } }, { $count: 'n' }], []],
      [
        '$sortByCount',
        [{ $match: { customer: { $ne: null } } }, { $sortByCount: '$customer' }],
        [
          { _id: 'a', count: 2 },
          { _id: 'b', count: 1 },
        ],
      ],
      [
        '$facet',
        [
          {
            $facet: { n: [{ $count: 'n' }], top: [{ $sort: { total: -1 } }, { $limit: 1 }, { $project: { _id: 1 } }] },
          },
        ],
        [{ n: [{ n: 4 }], top: [{ _id: 3 }] }],
      ],
      [
        '$replaceRoot',
        [{ $match: { _id: 2 } }, { $unwind: '$lines' }, { $replaceRoot: { newRoot: '$lines' } }],
        [{ sku: 'x', q: 3 }],
      ],
      [
        'conditions',
        [
          { $match: { _id: { $lte: 2 } } },
          {
            $project: {
              size: { $cond: [{ $gte: ['$total', 15] }, 'large', 'small'] },
              who: { $ifNull: ['$none', 'nobody'] },
            },
          },
        ],
        [
          { _id: 1, size: 'small', who: 'nobody' },
          { _id: 2, size: 'large', who: 'nobody' },
        ],
      ],
      [
        '$map, $filter and $reduce',
        [
          { $match: { _id: 1 } },
          {
            $project: {
              doubled: { $map: { input: '$lines', as: 'line', in: { $multiply: ['$$line.q', 2] } } },
              large: { $filter: { input: '$lines', as: 'line', cond: { $gt: ['$$line.q', 1] } } },
              sum: { $reduce: { input: '$lines', initialValue: 0, in: { $add: ['$$value', '$$this.q'] } } },
            },
          },
        ],
        [{ _id: 1, doubled: [2, 4], large: [{ sku: 'y', q: 2 }], sum: 3 }],
      ],
      ['sums of arrays', [{ $match: { _id: 1 } }, { $project: { q: { $sum: '$lines.q' } } }], [{ _id: 1, q: 3 }]],
      [
        'dates',
        [{ $match: { _id: 1 } }, { $project: { day: { $dateToString: { date: '$at', format: '%Y-%m-%d' } } } }],
        [{ _id: 1, day: '2026-03-01' }],
      ],
      [
        'comparisons that do not look into arrays',
        [{ $match: { _id: 1 } }, { $project: { same: { $eq: [['x'], 'x'] } } }],
        [{ _id: 1, same: false }],
      ],
    ])('%s', async (_, pipeline, expected) => {
      const collection = await holding(...orders)
      expect(await collection.aggregate(pipeline).toArray()).toEqual(expected)
    })

    test('$lookup joins by equality, elements of arrays included', async () => {
      const foreign = await holding({ _id: 'x', name: 'one' }, { _id: 'y', name: 'two' })
      const collection = await holding(...orders)
      const join = { from: foreign.collectionName, localField: 'lines.sku', foreignField: '_id', as: 'articles' }
      const joined = await collection
        .aggregate([{ $lookup: join }, { $project: { names: '$articles.name' } }])
        .toArray()
      expect(joined.map(({ names }) => names as string[])).toEqual([['one', 'two'], ['one'], [], []])
    })

    test('$lookup joins by a pipeline', async () => {
      const foreign = await holding({ _id: 1, min: 15 }, { _id: 2, min: 25 })
      const collection = await holding(...orders)
      const lookup = {
        from: foreign.collectionName,
        let: { total: '$total' },
        pipeline: [{ $match: { $expr: { $lte: ['$min', '$$total'] } } }, { $project: { _id: 1 } }],
        as: 'reached',
      }
      const joined = await collection
        .aggregate([{ $lookup: lookup }, { $project: { n: { $size: '$reached' } } }])
        .toArray()
      expect(joined.map(({ n }) => n as number)).toEqual([0, 1, 2, 0])
    })

    test.each([
      ['decimals', [Decimal128.fromString('0.1'), Decimal128.fromString('0.2')], '0.3'],
      ['64-bit integers', [Long.fromString('9007199254740993'), Long.fromString('1')], '9007199254740994'],
    ])('%s are added without loss', async (_, numbers, expected) => {
      const collection = await holding(...numbers.map((n) => ({ n })))
      const group = { $group: { _id: null, sum: { $sum: '$n' } } }
      const [found] = await collection.aggregate([group], { promoteLongs: false }).toArray()
      expect(String(found?.sum)).toBe(expected)
    })

    test('gives its results in batches', async () => {
      const collection = await holding(...Array.from({ length: 250 }, (_, _id) => ({ _id })))
      const found = await collection.aggregate([{ $match: {} }], { batchSize: 100 }).toArray()
      expect(found).toHaveLength(250)
    })

    test.each<[string, object[], number]>([
      ['an unknown stage', [{ $matches: {} }], 40324],
      ['two stages in one', [{ $match: {}, $limit: 1 }], 40323],
      ['a limit of 0', [{ $limit: 0 }], 15958],
      ['a group without _id', [{ $group: { n: { $sum: 1 } } }], 15955],
      ['an unknown accumulator', [{ $group: { _id: null, n: { $total: 1 } } }], 15952],
      ['an unknown expression', [{ $project: { n: { $plus: [1, 2] } } }], 31325],
      ['a change stream', [{ $changeStream: {} }], 40573],
    ])('%s is refused', async (_, pipeline, code) => {
      const collection = await holding({ _id: 1 })
      expect(await codeOf(collection.aggregate(pipeline).toArray())).toBe(code)
    })

    test('an unknown collection has no documents', async () => {
      expect(
        await db()
          .collection('never-made')
          .aggregate([{ $match: {} }])
          .toArray(),
      ).toEqual([])
    })
  })
}
