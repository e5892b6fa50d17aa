import fc from 'fast-check'
import type { Collection, Document, Sort } from 'mongodb'

/** One operation on a collection of a server, as a client asks for it. */
export type Operation =
  | { kind: 'insert'; documents: Document[] }
  | { kind: 'find'; filter: Document; sort: Sort; skip: number; limit: number; projection: Document }
  | { kind: 'count'; filter: Document }
  | { kind: 'distinct'; field: string; filter: Document }
  | { kind: 'update'; filter: Document; change: Document; many: boolean; upsert: boolean }
  | { kind: 'replace'; filter: Document; document: Document; upsert: boolean }
  | { kind: 'delete'; filter: Document; many: boolean }
  | { kind: 'aggregate'; pipeline: Document[] }
  | { kind: 'index'; keys: Record<string, 1 | -1>; unique: boolean }

const key = fc.integer({ min: 1, max: 12 })
const whole = fc.integer({ min: -3, max: 9 })
const word = fc.constantFrom('red', 'green', 'blue', 'Red', '')
const scalar = fc.oneof(whole, word, fc.boolean(), fc.constant(null), fc.constantFrom(0.5, 2.25))
const tags = fc.array(word, { maxLength: 3 })
const lines = fc.array(fc.record({ sku: word, q: whole }), { maxLength: 3 })

const fields = fc.record(
  { a: whole, b: scalar, tags, lines, n: fc.record({ x: whole, y: scalar }, { requiredKeys: ['x'] }) },
  { requiredKeys: ['a'] },
)
const document = fc.tuple(key, fields).map(([_id, rest]): Document => ({ _id, ...rest }))

const comparison = fc.oneof(
  whole.map((value) => ({ $gt: value })),
  whole.map((value) => ({ $lte: value })),
  whole.map((value) => ({ $ne: value })),
  fc.array(scalar, { minLength: 1, maxLength: 3 }).map((values) => ({ $in: values })),
  fc.array(whole, { minLength: 1, maxLength: 3 }).map((values) => ({ $nin: values })),
  fc.boolean().map((there) => ({ $exists: there })),
)
const condition: fc.Arbitrary<Document> = fc.oneof(
  key.map((_id) => ({ _id })),
  comparison.map((a) => ({ a })),
  scalar.map((b) => ({ b })),
  comparison.map((b) => ({ b })),
  word.map((tag) => ({ tags: tag })),
  fc.array(word, { minLength: 1, maxLength: 2 }).map((all) => ({ tags: { $all: all } })),
  fc.integer({ min: 0, max: 3 }).map((size) => ({ tags: { $size: size } })),
  comparison.map((x) => ({ 'n.x': x })),
  word.map((sku) => ({ 'lines.sku': sku })),
  fc.constantFrom<Document>(
    { b: { $type: 'string' } },
    { b: { $regex: '^r', $options: 'i' } },
    { a: { $mod: [2, 0] } },
  ),
)
const filter: fc.Arbitrary<Document> = fc.oneof(
  { weight: 6, arbitrary: condition },
  { weight: 1, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: fc.array(condition, { minLength: 1, maxLength: 2 }).map(($and) => ({ $and })) },
  { weight: 1, arbitrary: fc.array(condition, { minLength: 1, maxLength: 2 }).map(($or) => ({ $or })) },
  { weight: 1, arbitrary: fc.array(condition, { minLength: 1, maxLength: 2 }).map(($nor) => ({ $nor })) },
  { weight: 1, arbitrary: comparison.map((inner) => ({ a: { $not: inner } })) },
)

const change: fc.Arbitrary<Document> = fc.oneof(
  fields.map(($set) => ({ $set })),
  whole.map((a) => ({ $inc: { a } })),
  whole.map((x) => ({ $inc: { 'n.x': x } })),
  whole.map((a) => ({ $mul: { a } })),
  whole.map((a) => ({ $min: { a } })),
  whole.map((a) => ({ $max: { a } })),
  fc.constantFrom('b', 'tags', 'n', 'n.y').map((name) => ({ $unset: { [name]: '' } })),
  word.map((tag) => ({ $push: { tags: tag } })),
  word.map((tag) => ({ $addToSet: { tags: tag } })),
  word.map((tag) => ({ $pull: { tags: tag } })),
  fc.constantFrom<Document>({ $pop: { tags: 1 } }, { $pop: { tags: -1 } }, { $rename: { b: 'c' } }),
  fc.tuple(whole, whole).map(([a, x]) => ({ $set: { 'n.x': x }, $setOnInsert: { a } })),
)

/** Always total, so that answers have one order. */
const sort = fc.constantFrom<Sort>({ _id: 1 }, { _id: -1 }, { a: 1, _id: 1 }, { a: -1, _id: 1 }, { 'n.x': 1, _id: -1 })
const projection = fc.constantFrom<Document>({}, { a: 1 }, { b: 0 }, { _id: 0, a: 1 }, { 'n.x': 1 }, { tags: 1, n: 1 })

const stages = fc.constantFrom<Document[]>(
  [{ $group: { _id: '$a', count: { $sum: 1 } } }, { $sort: { _id: 1 } }],
  [{ $group: { _id: null, total: { $sum: '$a' } } }],
  [{ $unwind: '$tags' }, { $group: { _id: '$tags', n: { $sum: 1 } } }, { $sort: { _id: 1 } }],
  [{ $sort: { _id: 1 } }, { $skip: 1 }, { $limit: 3 }],
  [{ $sort: { a: -1, _id: 1 } }, { $project: { a: 1 } }],
  [{ $sort: { _id: 1 } }, { $unset: 'n' }],
  [{ $count: 'all' }],
)

export const operation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .array(document, { minLength: 1, maxLength: 3 })
      .map((documents) => ({ kind: 'insert' as const, documents })),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('find' as const),
      filter,
      sort,
      skip: fc.integer({ min: 0, max: 2 }),
      limit: fc.integer({ min: 0, max: 5 }),
      projection,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('count' as const), filter }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('distinct' as const),
      field: fc.constantFrom('a', 'tags', 'n.x'),
      filter,
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('update' as const),
      filter,
      change,
      many: fc.boolean(),
      upsert: fc.constant(false),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('update' as const),
      filter: key.map((_id) => ({ _id })),
      change,
      many: fc.constant(false),
      upsert: fc.constant(true),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('replace' as const),
      filter: key.map((_id) => ({ _id })),
      document: fields,
      upsert: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), filter: condition, many: fc.boolean() }) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(filter, stages)
      .map(([$match, rest]) => ({ kind: 'aggregate' as const, pipeline: [{ $match }, ...rest] })),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('index' as const),
      keys: fc.constantFrom<Record<string, 1 | -1>>({ a: 1 }, { b: -1 }, { 'n.x': 1, a: 1 }),
      unique: fc.constant(false),
    }),
  },
)

/** What a server answers: the result, or the code of its refusal. */
export async function perform(collection: Collection<Document>, asked: Operation): Promise<unknown> {
  try {
    return await answer(collection, asked)
  } catch (thrown) {
    return { refused: (thrown as { code?: unknown }).code ?? String(thrown) }
  }
}

async function answer(collection: Collection<Document>, asked: Operation): Promise<unknown> {
  switch (asked.kind) {
    case 'insert':
      return (await collection.insertMany(structuredClone(asked.documents))).insertedCount
    case 'find': {
      const { filter, sort, skip, limit, projection } = asked
      return collection.find(filter, { sort, skip, limit, projection }).toArray()
    }
    case 'count':
      return collection.countDocuments(asked.filter)
    case 'distinct':
      return (await collection.distinct(asked.field, asked.filter)).map((value) => JSON.stringify(value)).sort()
    case 'update': {
      const { filter, change, many, upsert } = asked
      const one = many ? collection.updateMany : collection.updateOne
      const { matchedCount, modifiedCount, upsertedId } = await one.call(collection, filter, change, { upsert })
      return { matchedCount, modifiedCount, upsertedId }
    }
    case 'replace': {
      const { matchedCount, modifiedCount, upsertedId } = await collection.replaceOne(asked.filter, asked.document, {
        upsert: asked.upsert,
      })
      return { matchedCount, modifiedCount, upsertedId }
    }
    case 'delete':
      return (await (asked.many ? collection.deleteMany(asked.filter) : collection.deleteOne(asked.filter)))
        .deletedCount
    case 'aggregate':
      return collection.aggregate(asked.pipeline).toArray()
    case 'index':
      return await collection.createIndex(asked.keys, { unique: asked.unique })
  }
}
