import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DocumentStore } from '../../../src/core/document-store.ts'
import { lockDocuments } from '../../../src/environment/external/lock-documents.ts'
import { connectDocumentStore } from '../../../src/stores/mongodb/document-store.ts'
import { startServer, type TestServer } from '../../stores/mongodb/transfer/servers.ts'

let server: TestServer
const opened: DocumentStore[] = []
const beat = 20

beforeAll(async () => {
  server = await startServer()
})
afterAll(async () => {
  for (const store of opened) await store.close()
  await server[Symbol.asyncDispose]()
})

function connect(database: string): DocumentStore {
  const store = connectDocumentStore(server.url(database), database)
  opened.push(store)
  return store
}

test('one at a time holds the lock, and the next one gets it when it is given back', async () => {
  const store = connect('one')
  const first = await lockDocuments(store, 'first', 'pim', beat)
  await expect(lockDocuments(store, 'second', 'pim', beat)).rejects.toMatchObject({ code: 'external.busy' })
  await first[Symbol.asyncDispose]()
  expect(await store.collections()).toEqual([])
  await using _second = await lockDocuments(store, 'second', 'pim', beat)
})

test('of several that find no lock, or one that a killed run left, exactly one gets it', async () => {
  const store = connect('several')
  await store.collection('standin_run').insert([{ _id: 'run', token: 'dead', beats: 17 }])
  for (let round = 0; round < 3; round++) {
    const names = Array.from({ length: 5 }, (_, index) => `run ${round}.${index}`)
    const outcomes = await Promise.allSettled(names.map((name) => lockDocuments(store, name, 'pim', beat)))
    const held = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
    expect(held).toHaveLength(1)
    await held[0]?.[Symbol.asyncDispose]()
  }
})

test('a holder that lives keeps its lock however long it is', async () => {
  const store = connect('long')
  await using _held = await lockDocuments(store, 'first', 'pim', beat)
  await pause(beat * 10)
  await expect(lockDocuments(store, 'second', 'pim', beat)).rejects.toMatchObject({ code: 'external.busy' })
})
