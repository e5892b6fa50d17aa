import { afterAll, beforeAll, expect, test } from 'vitest'
import { seededRandom } from '../../../../src/core/random.ts'
import type { SqlStore } from '../../../../src/core/sql-store.ts'
import { changes, corruption, script, whole } from './content.ts'
import { type ResettableServer, resettableServer } from './reset-server.ts'

const databases = ['erp']

let server: ResettableServer
let stores: SqlStore[]
let before: unknown[]

beforeAll(async () => {
  server = await resettableServer(databases, script)
  stores = databases.map(server.store)
  before = await Promise.all(stores.map(whole))
})
afterAll(() => server[Symbol.asyncDispose]())

/** A first query finds out that the connections are gone. */
async function contents(): Promise<unknown[]> {
  for (const store of stores) while (await isCutOff(store));
  return Promise.all(stores.map(whole))
}

const isCutOff = (store: SqlStore): Promise<boolean> =>
  store.query('select 1').then(
    () => false,
    () => true,
  )

test('after any change, and when its copy has come round again, everything is as it was', async () => {
  // Three sets of copies take turns: what one change has left is seen three resets later at the latest.
  for (const change of [...changes, 'select 1', 'select 2', 'select 3']) {
    for (const store of stores) await store.script(change)
    await server.resets.main.filled()
    await server.resets.main.reset()
    expect(await contents(), `after: ${change}`).toEqual(before)
  }
  for (const store of stores) expect(await corruption(store)).toEqual([])
})

test('whatever was changed together, everything is as it was', async () => {
  const random = seededRandom('changes')
  for (let round = 0; round < 6; round++) {
    for (const store of stores) {
      const drawn = Array.from({ length: 6 }, () => changes[Math.floor(random.next() * changes.length)] ?? '')
      // One change may be impossible after another.
      for (const change of drawn) await store.script(change).catch(() => undefined)
    }
    await server.resets.main.reset()
    expect(await contents()).toEqual(before)
  }
  for (const store of stores) expect(await corruption(store)).toEqual([])
})
