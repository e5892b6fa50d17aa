import { expect, test } from 'vitest'
import { insertRaw } from '../../../src/stores/mongodb/transfer/target/raw-insert.ts'
import { everyType, int32 } from '../../stores/mongodb/transfer/bson-bytes.ts'
import { codeOf, type Setting } from './setting.ts'

/** What transfers rely on: documents that come back as the bytes that came, collections that take another name. */
export function originalContract({ holding, db, client }: Setting): void {
  const raw = { raw: true, sort: { _id: 1 } } as const

  test('documents come back as the bytes that came, with what objects cannot say', async () => {
    const collection = await holding()
    const documents = [1, 2].map((id) => everyType(['_id', 0x10, int32(id)]))
    await insertRaw(db(), collection.collectionName, Buffer.concat(documents), { ordered: true })
    const found = (await collection.find({}, raw).toArray()) as unknown as Uint8Array[]
    expect(found.map((bytes) => Buffer.from(bytes))).toEqual(documents.map((bytes) => Buffer.from(bytes)))
    // Also when somebody has looked into them.
    const some = (await collection.find({ int: -7 }, raw).toArray()) as unknown as Uint8Array[]
    expect(some.map((bytes) => Buffer.from(bytes))).toEqual(found.map((bytes) => Buffer.from(bytes)))
    await collection.updateOne({ _id: 1 as never }, { $set: { int: 8 } })
    expect(await collection.countDocuments({ int: 8 })).toBe(1)
  })

  test('ranges of _id are found in order, within the type that is asked for', async () => {
    const ids = [5, 'b', 1, 'a', 3.5, new Date(0), 2]
    const collection = await holding(...ids.map((_id) => ({ _id, text: String(_id) })))
    const found = async (filter: object, options = {}): Promise<unknown[]> =>
      (await collection.find(filter, { sort: { _id: 1 }, ...options }).toArray()).map(({ _id }) => _id)
    expect(await found({})).toEqual([1, 2, 3.5, 5, 'a', 'b', new Date(0)])
    expect(await found({ _id: { $gte: 2, $lt: 5 } })).toEqual([2, 3.5])
    expect(await found({ $and: [{ _id: { $type: 'number' } }, { _id: { $not: { $gte: 2 } } }] })).toEqual([1])
    expect(await found({ _id: { $gt: 1 } }, { skip: 1, limit: 2 })).toEqual([3.5, 5])
    expect(await found({ _id: { $gte: '' } }, { sort: { _id: -1 } })).toEqual(['b', 'a'])
    expect(await found({ _id: { $lte: 2 } }, { sort: { _id: -1 } })).toEqual([2, 1])
    expect(await found({ $and: [{ _id: { $lt: 5 } }, { _id: { $gt: 1, $lte: 5 } }] })).toEqual([2, 3.5])
    expect(await found({ _id: { $lt: new Date(1) } })).toEqual([new Date(0)])
    expect(await collection.find({ _id: 'a' as never }, { projection: { _id: 1 } }).toArray()).toEqual([{ _id: 'a' }])
    await collection.insertOne({ _id: 4 as never })
    await collection.deleteOne({ _id: 2 as never })
    expect(await found({ _id: { $gte: 2, $lte: 5 } })).toEqual([3.5, 4, 5])
  })

  test('what is no number comes before all numbers', async () => {
    const collection = await holding({ _id: 1 }, { _id: Number.NaN }, { _id: 'a' })
    const found = async (filter: object): Promise<unknown[]> =>
      (await collection.find(filter, { sort: { _id: 1 } }).toArray()).map(({ _id }) => _id)
    expect(await found({})).toEqual([Number.NaN, 1, 'a'])
    expect(await found({ $and: [{ _id: { $type: 'number' } }, { _id: { $not: { $gte: 1 } } }] })).toEqual([Number.NaN])
  })

  const rename = (from: string, to: string, more = {}): Promise<unknown> => {
    const [was, becomes] = [from, to].map((name) => `${db().databaseName}.${name}`)
    return client()
      .db('admin')
      .command({ renameCollection: was, to: becomes, ...more })
  }

  test('a collection takes another name, with its documents and indexes', async () => {
    const { collectionName } = await holding({ _id: 1, a: 1 })
    await db().collection(collectionName).createIndex({ a: 1 }, { unique: true })
    const other = db().collection(`${collectionName}-renamed`)
    await rename(collectionName, other.collectionName)
    expect(await other.find().toArray()).toEqual([{ _id: 1, a: 1 }])
    expect(await codeOf(other.insertOne({ a: 1 }))).toBe(11000)
    expect(await db().listCollections({ name: collectionName }).toArray()).toEqual([])
    expect(await codeOf(rename(collectionName, 'elsewhere'))).toBe(26)
  })

  test('a collection takes the name of another one only when that is to be dropped', async () => {
    const { collectionName } = await holding({ _id: 1 })
    const other = await holding({ _id: 2 })
    expect(await codeOf(rename(collectionName, other.collectionName))).toBe(48)
    await rename(collectionName, other.collectionName, { dropTarget: true })
    expect(await other.find().toArray()).toEqual([{ _id: 1 }])
  })

  test('statistics say how many documents there are', async () => {
    const collection = await holding({ _id: 1, a: 'x' }, { _id: 2 })
    expect(await db().command({ collStats: collection.collectionName })).toMatchObject({ count: 2 })
  })

  test('statistics say how large the documents are', async () => {
    const collection = await holding({ _id: 1, a: 'x' }, { _id: 2 })
    const { size } = await db().command({ collStats: collection.collectionName })
    expect(Number(size)).toBe(26 + 14 - 3)
  })
}
