import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { DocumentStore } from '../../../src/core/document-store.ts'
import {
  type DocumentServer,
  startDocumentServer,
} from '../../../src/environment/embedded/documents/document-server.ts'
import type { MongoVerb } from '../../../src/scenario/model.ts'
import { connectDocumentStore } from '../../../src/stores/mongodb/document-store.ts'
import { mongo, place, query, reconcile, scenario, start, template, trial } from '../trial.ts'

let server: DocumentServer
let store: DocumentStore

beforeAll(async () => {
  server = await startDocumentServer({ user: 'pim', password: 'c0ffee', now: () => start })
  store = connectDocumentStore(server.url('pim'), 'pim')
})

beforeEach(async () => {
  await store.collection('product').delete({})
  await store.collection('product').insert([
    { identifier: '100-0041', enabled: true, updated: new Date(start), rank: 1 },
    { identifier: '100-0042', enabled: false, updated: new Date(start), rank: 2 },
  ])
})

afterAll(async () => {
  await store.close()
  await server.close()
})

const run = (operation: MongoVerb, options: object, expected: unknown) =>
  trial([{ name: 'pim', documents: store }]).run(
    scenario([query('ask', '', { verb: 'mongo', query: mongo(operation, options), expect: template(expected) })]),
  )

test.each<{ operation: MongoVerb; options: object; expected: unknown }>([
  {
    operation: 'find',
    options: { find: { enabled: true }, projection: { rank: 0 } },
    expected: {
      documents: [
        {
          _id: { matches: '^[0-9a-f]{24}$' },
          identifier: '100-0041',
          updated: '2026-03-02T08:00:00Z',
          rank: { exists: false },
        },
      ],
    },
  },
  {
    operation: 'find',
    options: { find: {}, sort: { rank: -1 }, limit: 1 },
    expected: { documents: [{ identifier: '100-0042' }] },
  },
  {
    operation: 'aggregate',
    options: { aggregate: [{ $match: { rank: { $gte: 2 } } }, { $project: { _id: 0, identifier: 1 } }] },
    expected: { documents: [{ equals: { identifier: '100-0042' } }] },
  },
  { operation: 'count', options: { count: { enabled: true } }, expected: { equals: { count: 1 } } },
  { operation: 'insert', options: { insert: [{ identifier: 'a' }, { identifier: 'b' }] }, expected: { changed: 2 } },
  {
    operation: 'update',
    options: { update: { filter: { rank: { $gte: 1 } }, change: { $set: { enabled: true } } } },
    expected: { matched: 2, changed: 1 },
  },
  { operation: 'delete', options: { delete: { rank: 1 } }, expected: { changed: 1 } },
])('$operation answers as documented', async ({ operation, options, expected }) => {
  expect((await run(operation, options, expected)).failures).toEqual([])
})

test('an update inserts what is not there when it is told to', async () => {
  await run('update', { update: { filter: { identifier: 'new' }, change: { $set: { rank: 3 } } } }, {})
  expect(await store.collection('product').count({ identifier: 'new' })).toBe(0)
  await run('update', { update: { filter: { identifier: 'new' }, change: { $set: { rank: 3 } }, upsert: true } }, {})
  expect(await store.collection('product').count({ identifier: 'new' })).toBe(1)
})

test('documents are reconciled as rows are', async () => {
  const source = (name: string, filter: object) => ({ name, query: mongo('find', { find: filter }) })
  const step = reconcile({
    key: ['identifier'],
    compare: ['rank'],
    sources: [source('pim', {}), source('shop', { rank: 1 })],
  })
  const result = await trial([{ name: 'pim', documents: store }]).run(scenario([step]))
  expect(result.failures).toEqual([
    { message: 'identifier 100-0042 is missing in shop (rank is 2 in pim)', place, lastAnswer: expect.anything() },
  ])
})

test('an operation that the server refuses is an error', async () => {
  const result = await run('find', { find: { $nonsense: 1 } }, {})
  expect(result.verdict).toBe('error')
})
