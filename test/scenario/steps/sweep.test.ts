import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DocumentStore } from '../../../src/core/document-store.ts'
import type { MessageLog } from '../../../src/core/message-log.ts'
import {
  type DocumentServer,
  startDocumentServer,
} from '../../../src/environment/embedded/documents/document-server.ts'
import { embeddedMessageLog } from '../../../src/environment/embedded/message-log/message-log.ts'
import type { SweepPeopleStep } from '../../../src/scenario/model/sweep.ts'
import type { StepContext } from '../../../src/scenario/steps/step-context.ts'
import { type Sweep, sweepPeople } from '../../../src/scenario/steps/sweep.ts'
import { connectDocumentStore } from '../../../src/stores/mongodb/document-store.ts'
import { searchBuilder } from '../../../src/sweep/mention-search.ts'
import { place, start } from '../trial.ts'

let server: DocumentServer
let documents: DocumentStore
let log: MessageLog

beforeAll(async () => {
  server = await startDocumentServer({ user: 'pim', password: 'c0ffee', now: () => start })
  documents = connectDocumentStore(server.url('pim'), 'pim')
  await documents
    .collection('user')
    .insert([{ _id: 'u1', email: 'kim@post.example', by: ['Kim Probst'] }, { _id: 'u2' }])
  log = embeddedMessageLog({ clock: { now: () => start } as never })
  await log.createTopic('orders', { partitions: 1 })
  await log.publish('orders', [{ key: 'kim@post.example', value: { total: 1 } }])
})

afterAll(async () => {
  await log.close()
  await documents.close()
  await server.close()
})

const told: Sweep['told'] = () => [
  { type: 'job.ran', at: start, landscapeAt: start, name: 'batch', failure: 'nobody is called PROBST, KIM' },
]

function sweep(people: readonly ['email' | 'name', string][], except: string[] = []) {
  const builder = searchBuilder(1)
  for (const [kind, value] of people) builder.seek(kind, value)
  const systems = new Map([['pim', { name: 'pim', credentials: {}, documents }]])
  const context = {
    landscape: { systems, log },
    signal: new AbortController().signal,
    sweep: { people: builder.search(), told },
  } as unknown as StepContext
  return sweepPeople({ kind: 'sweep', place, except } as unknown as SweepPeopleStep, context)
}

const kim: ['email' | 'name', string][] = [
  ['email', 'kim@post.example'],
  ['name', 'Kim Probst'],
]

test('says where somebody is, and how often, and not who', async () => {
  const { answer, failure } = await sweep(kim)
  expect(answer).toEqual({
    sought: [
      { kind: 'email', values: 1 },
      { kind: 'name', values: 1 },
    ],
    coinciding: [],
    searched: { texts: expect.any(Number), places: 5 },
    findings: [
      { place: 'pim.user.by', kind: 'name', match: 'exact', count: 1 },
      { place: 'pim.user.email', kind: 'email', match: 'exact', count: 1 },
      { place: 'reports', kind: 'name', match: 'within', count: 1 },
      { place: 'topic orders', kind: 'email', match: 'exact', count: 1 },
    ],
  })
  expect(failure?.message).toMatch(
    /^pim\.user\.by holds 1 × name \(exact\); pim\.user\.email holds 1 × email \(exact\)/,
  )
  expect(JSON.stringify([answer, failure])).not.toMatch(/kim|probst/i)
})

test('leaves places out', async () => {
  const { failure } = await sweep(kim, ['pim.user.by', 'pim.user.email', 'reports', 'topic orders'])
  expect(failure).toBeUndefined()
})

test('a place that is not there cannot be left out', async () => {
  await expect(sweep(kim, ['pim.user.emial'])).rejects.toMatchObject({
    code: 'sweep.unknown-place',
    message: expect.stringContaining('did you mean "pim.user.email"'),
  })
})

test('to look for nobody is a failure', async () => {
  const { failure } = await sweep([])
  expect(failure?.message).toContain('nobody was looked for')
})
