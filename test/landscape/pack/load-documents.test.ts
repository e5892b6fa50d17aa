import { ObjectId } from 'bson'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { DocumentStore } from '../../../src/core/document-store.ts'
import {
  type DocumentServer,
  startDocumentServer,
} from '../../../src/environment/embedded/documents/document-server.ts'
import { loadDocuments } from '../../../src/landscape/pack/load-documents.ts'
import { readPack } from '../../../src/landscape/pack/read-pack.ts'
import { connectDocumentStore } from '../../../src/stores/mongodb/document-store.ts'
import { head, writtenPack } from './written-pack.ts'

const yaml = `${head}collections:\n  pim:\n    product: product.jsonl\n    family: family.jsonl\n`

let server: DocumentServer
let store: DocumentStore

beforeAll(async () => {
  server = await startDocumentServer({ user: 'standin', password: 'of-a-test', now: () => 0 })
  store = connectDocumentStore(server.url('pim'), 'pim')
})
afterAll(async () => {
  await store?.close()
  await server?.close()
})
beforeEach(async () => {
  await store.collection('product').delete({})
})

async function load(products: string): Promise<void> {
  const files = { 'pack.yaml': yaml, 'product.jsonl': products, 'family.jsonl': '' }
  await using written = await writtenPack(files)
  await loadDocuments(await readPack(written.directory), 'pim', store)
}

test('dates and object ids come in as such', async () => {
  await load('{"_id":{"$oid":"65f0c0ffee65f0c0ffee0042"},"updated":{"$date":"2026-01-19T02:28:01Z"},"stock":3}\n')
  const found = await store.collection('product').find({ updated: { $gt: new Date('2026-01-01T00:00:00Z') } })
  expect(found).toEqual([
    { _id: new ObjectId('65f0c0ffee65f0c0ffee0042'), updated: new Date('2026-01-19T02:28:01Z'), stock: 3 },
  ])
})

test('more documents than one insert takes all come in', async () => {
  await load(Array.from({ length: 2_500 }, (_, index) => `{"n":${index}}\n`).join(''))
  expect(await store.collection('product').count({ n: { $gte: 0, $lt: 2_500 } })).toBe(2_500)
})

test.each(['{"a":1', '[1]', '7'])('%s is told with its line, and nothing was loaded', async (bad) => {
  await expect(load(`{"a":1}\n\n${bad}\n`)).rejects.toMatchObject({
    kind: 'usage',
    problems: [{ code: 'pack.bad-document', place: { line: 3, text: bad } }],
  })
  expect(await store.collection('product').count({})).toBe(0)
})
