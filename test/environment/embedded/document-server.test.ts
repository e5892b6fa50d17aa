import { connect, type Socket } from 'node:net'
import { MongoClient } from 'mongodb'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type DocumentServer,
  startDocumentServer,
} from '../../../src/environment/embedded/documents/document-server.ts'
import { codeOf } from '../../contracts/documents/setting.ts'
import { header, patched, ping } from './messages.ts'

const now = (): number => Date.UTC(2026, 0, 2)
const account = { user: 'tester', password: 'p/w:@?' }

describe('the embedded document server', () => {
  let server: DocumentServer
  let client: MongoClient

  beforeAll(async () => {
    server = await startDocumentServer({ ...account, now, databases: { shop: { article: [{ _id: 1, sku: 'a' }] } } })
    client = new MongoClient(server.url('shop'))
  })
  afterAll(async () => {
    await client?.close()
    await server?.close()
  })

  test('serves the documents it was started with', async () => {
    expect(await client.db().collection('article').find().toArray()).toEqual([{ _id: 1, sku: 'a' }])
  })

  const password = encodeURIComponent(account.password)
  test.each([
    ['a wrong password', 'mongodb://tester:wrong@127.0.0.1:PORT/?authSource=admin', 18],
    ['a wrong user', `mongodb://tester2:${password}@127.0.0.1:PORT/?authSource=admin`, 18],
    ['a user of another database', `mongodb://tester:${password}@127.0.0.1:PORT/?authSource=shop`, 18],
    ['nobody', 'mongodb://127.0.0.1:PORT/', 13],
  ])('tells nothing to %s', async (_, url, code) => {
    await using stranger = new MongoClient(url.replace('PORT', String(server.port)))
    expect(await codeOf(stranger.db('shop').collection('article').find().toArray())).toBe(code)
    expect(await codeOf(stranger.db('shop').collection('article').insertOne({}))).toBe(code)
  })

  test('goes by its own clock', async () => {
    const collection = client.db().collection('clock')
    await collection.updateOne({ _id: 1 as never }, { $currentDate: { at: { $type: 'date' } } }, { upsert: true })
    expect((await collection.findOne())?.at).toEqual(new Date(now()))
    const [seen] = await collection.aggregate([{ $project: { now: '$$NOW', next: { $add: ['$$NOW', 1] } } }]).toArray()
    expect(seen).toEqual({ _id: 1, now: new Date(now()), next: new Date(now() + 1) })
    const { upsertedId } = await collection.updateOne({ a: 1 }, { $set: { b: 1 } }, { upsert: true })
    expect(upsertedId?.getTimestamp()).toEqual(new Date(now()))
  })

  test('goes back to a snapshot, with documents and indexes, as often as wanted', async () => {
    const articles = [
      { _id: 1, sku: 'a', stock: { onHand: 5 } },
      { _id: 2, sku: 'b' },
    ]
    const collection = client.db('reset').collection('article')
    server.load('reset', 'article', articles)
    server.createIndex('reset', 'article', { sku: 1 }, { unique: true })
    const snapshot = server.snapshot()
    for (const round of [1, 2]) {
      await collection.updateOne({ _id: 1 as never }, { $inc: { 'stock.onHand': -round } })
      await collection.insertOne({ sku: 'c' })
      await collection.deleteOne({ sku: 'b' })
      await collection.dropIndex('sku_1')
      await client.db('reset').createCollection('new')
      server.restore(snapshot)
      expect(await collection.find({}, { sort: { _id: 1 } }).toArray()).toEqual(articles)
      expect(await codeOf(collection.insertOne({ sku: 'b' }))).toBe(11000)
      expect(await client.db('reset').listCollections().toArray()).toHaveLength(1)
    }
  })

  test('keeps nothing of the objects that were loaded', async () => {
    const article = { _id: 1, deep: { list: [1] } }
    server.load('copies', 'article', [article])
    article.deep.list.push(2)
    expect(await client.db('copies').collection('article').findOne()).toEqual({ _id: 1, deep: { list: [1] } })
  })

  const forgetful = { key: { a: 1 }, name: 'a', expireAfterSeconds: 1 }
  test.each<[string, object, number]>([
    ['a collation', { find: 'x', collation: { locale: 'de' } }, 115],
    ['a tailable cursor', { find: 'x', tailable: true }, 115],
    ['$where', { find: 'x', filter: { $where: 'true' } }, 115],
    ['$text', { find: 'x', filter: { $text: { $search: 'a' } } }, 115],
    ['a geometry', { find: 'x', filter: { a: { $near: [1, 2] } } }, 115],
    ['$out', { aggregate: 'x', pipeline: [{ $out: 'y' }], cursor: {} }, 115],
    ['$merge', { aggregate: 'x', pipeline: [{ $merge: 'y' }], cursor: {} }, 115],
    ['$function', { aggregate: 'x', pipeline: [{ $project: { a: { $function: {} } } }], cursor: {} }, 115],
    ['a text index', { createIndexes: 'x', indexes: [{ key: { a: 'text' }, name: 'a' }] }, 115],
    ['an index that forgets', { createIndexes: 'x', indexes: [forgetful] }, 115],
    ['a capped collection', { create: 'x', capped: true, size: 1000 }, 115],
    ['a view', { create: 'x', viewOn: 'y', pipeline: [] }, 115],
    ['statistics', { dbStats: 1 }, 115],
    ['a snapshot read', { find: 'x', readConcern: { level: 'snapshot' } }, 123],
    ['a write concern for many', { insert: 'x', documents: [{}], writeConcern: { w: 3 } }, 2],
    ['a path through a prototype', { find: 'x', filter: { 'a.__proto__.b': 1 } }, 2],
  ])('refuses %s', async (_, command, code) => {
    expect(await codeOf(client.db('refusals').command(command))).toBe(code)
    expect(await client.db('refusals').listCollections().toArray()).toEqual([])
  })

  test('keeps options that have no effect here for a transfer that asks for it, and shows them again', async () => {
    const comment = 'standin: keep what has no effect here'
    const db = client.db('kept')
    const validator = { $jsonSchema: { required: ['a'] } }
    await db.command({ create: 'c', capped: true, size: 100, collation: { locale: 'de' }, comment })
    await db.command({ collMod: 'c', validator, comment })
    await db.command({ create: 'v', viewOn: 'c', pipeline: [], comment })
    await db.command({ create: 't', timeseries: { timeField: 'at' }, comment })
    const index = { key: { a: 1 }, name: 'a', expireAfterSeconds: 5, collation: { locale: 'de' } }
    const words = { key: { b: 'text' }, name: 'b', weights: { b: 2 } }
    await db.command({ createIndexes: 'c', indexes: [index, words], comment })
    const listed = await db.listCollections({}, { nameOnly: false }).toArray()
    expect(listed.map(({ name, type, options }) => ({ name, type, options }))).toEqual([
      { name: 'c', type: 'collection', options: { capped: true, size: 100, collation: { locale: 'de' }, validator } },
      { name: 'v', type: 'view', options: { viewOn: 'c', pipeline: [] } },
      { name: 't', type: 'timeseries', options: { timeseries: { timeField: 'at' } } },
    ])
    const [, first, second] = await db.collection('c').listIndexes().toArray()
    expect([first, second]).toEqual([
      { v: 2, ...index },
      { v: 2, ...words },
    ])
    expect(await codeOf(db.collection('v').findOne({}))).toBe(115)
    expect(await codeOf(db.command({ collMod: 'c', validator }))).toBe(115)
    const rename = { renameCollection: 'kept.t', to: 'kept.other' }
    expect(await codeOf(client.db('admin').command(rename))).toBe(20)
  })

  test('refuses to calculate with decimals where it would lose digits', async () => {
    server.load('decimals', 'x', [{ _id: 1 }])
    const collection = client.db('decimals').collection('x')
    const root = { $project: { r: { $sqrt: { $toDecimal: '2.25' } } } }
    expect(await codeOf(collection.aggregate([root]).toArray())).toBe(2)
  })

  test('takes messages in pieces, and several at once', async () => {
    const socket = await opened()
    for (const byte of ping(7)) socket.write(Uint8Array.of(byte))
    expect((await answer(socket)).readInt32LE(8)).toBe(7)
    socket.write(Buffer.concat([ping(8), ping(9)]))
    expect((await answer(socket)).readInt32LE(8)).toBe(8)
    socket.destroy()
  })

  test.each<[string, Buffer]>([
    ['a length that is too small', patched((bytes) => bytes.writeInt32LE(3, 0))],
    ['a length that is too large', patched((bytes) => bytes.writeInt32LE(2_000_000_000, 0))],
    ['an unknown operation', patched((bytes) => bytes.writeInt32LE(9999, 12))],
    ['an unknown flag', patched((bytes) => bytes.writeUInt32LE(4, 16))],
    ['an unknown section', patched((bytes) => bytes.writeUInt8(9, 20))],
    ['a document longer than its message', patched((bytes) => bytes.writeInt32LE(1000, 21))],
    ['a document with an unknown type', patched((bytes) => bytes.writeUInt8(0x44, 25))],
    ['no body', Buffer.concat([header(21), Buffer.alloc(5)])],
    ['text', Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')],
    ['noise', Buffer.from(Array.from({ length: 500 }, (_, index) => (index * 7919) % 251))],
  ])('closes a connection that sends %s, and nothing else', async (_, bytes) => {
    const socket = await opened()
    const closed = ended(socket)
    socket.write(bytes)
    await closed
    expect(await client.db().command({ ping: 1 })).toEqual({ ok: 1 })
  })

  test('ends all connections when its signal aborts', async () => {
    const stopping = new AbortController()
    const other = await startDocumentServer({ ...account, now, signal: stopping.signal })
    const closed = ended(await opened(other.port))
    stopping.abort()
    await closed
    await other.close()
    await expect(opened(other.port)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })

  function opened(port = server.port): Promise<Socket> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => resolve(socket))
      socket.on('error', reject)
    })
  }
})

function ended(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.on('close', () => resolve()).resume()
  })
}

function answer(socket: Socket): Promise<Buffer> {
  return new Promise((resolve) => {
    socket.once('data', resolve)
  })
}
