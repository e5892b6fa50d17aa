import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SqlStore } from '../../../../src/core/sql-store.ts'
import { startPostgres } from '../../../../src/environment/embedded/postgres/postgres.ts'
import type { ResetDatabases } from '../../../../src/environment/embedded/postgres/reset/reset-databases.ts'
import { openRunDirectory } from '../../../../src/environment/run-directory.ts'
import { connectSqlStore } from '../../../../src/stores/postgres/sql-store.ts'

export interface ResettableServer extends AsyncDisposable {
  resets: ResetDatabases
  dataDirectory: string
  url(database: string): string
  /** A connection that is made when it is needed, and again when it was cut off. */
  store(database: string): SqlStore
}

/** A server of this test's own whose databases hold what the script makes. */
export async function resettableServer(databases: readonly string[], script: string): Promise<ResettableServer> {
  const directory = await openRunDirectory(tmpdir(), { status: async () => ({ kind: 'test' }), down: () => undefined })
  const cacheDirectory = join(directory.path, 'cache')
  await mkdir(cacheDirectory)
  const server = await startPostgres({
    cacheDirectory,
    runDirectory: directory.path,
    content: {
      key: 'reset',
      databases,
      fill: async (stores) => void (await Promise.all(Object.values(stores).map((store) => store.script(script)))),
    },
    connect,
    newPassword: () => 'c0ffee00c0ffee00',
  })
  const stores: SqlStore[] = []
  return {
    resets: await server.openResets(),
    dataDirectory: join(directory.path, 'postgres', 'data'),
    url: server.url,
    store(database) {
      const store = connect(server.url(database))
      stores.push(store)
      return store
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(stores.map((store) => store.close()))
      await server[Symbol.asyncDispose]()
      await directory[Symbol.asyncDispose]()
    },
  }
}

function connect(url: string): SqlStore {
  return connectSqlStore(url, { applicationName: 'standin-test', connections: 4 })
}
