import { type LandscapeClock, landscapeClock } from '../../src/core/clock.ts'
import type { SqlStore } from '../../src/core/sql-store.ts'
import type { Mirror } from '../../src/landscape/mirror.ts'
import { startDatabases } from '../scenario/databases.ts'
import { type ServedMirror, servedMirror, testKey } from './served-api.ts'

export interface MirrorAtWork extends ServedMirror {
  store: SqlStore
  clock: LandscapeClock
}

export interface MirrorParts {
  store: SqlStore
  clock: LandscapeClock
  apiKey: string
  newId(): string
}

/** A mirror over a database of its own, with the bearer key `test-key` and ids that count up. */
export async function mirrorAtWork(schema: string, mirror: (parts: MirrorParts) => Mirror): Promise<MirrorAtWork> {
  const databases = await startDatabases(['own'])
  const store = databases.stores.own as SqlStore
  await store.script(schema)
  const clock = landscapeClock({
    start: Date.parse('2026-03-02T08:00:00Z'),
    settle: async () => undefined,
    onJob: () => undefined,
  })
  let ids = 0
  const served = await servedMirror(mirror({ store, clock, apiKey: testKey, newId: () => `id-${++ids}` }))
  return {
    ...served,
    store,
    clock,
    async [Symbol.asyncDispose]() {
      await served[Symbol.asyncDispose]()
      await databases[Symbol.asyncDispose]()
    },
  }
}
