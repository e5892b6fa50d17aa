import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SqlStore } from '../../src/core/sql-store.ts'
import { startPostgres } from '../../src/environment/embedded/postgres/postgres.ts'
import { openRunDirectory } from '../../src/environment/run-directory.ts'
import { connectSqlStore } from '../../src/stores/postgres/sql-store.ts'

export interface Databases extends AsyncDisposable {
  stores: Readonly<Record<string, SqlStore>>
  url(name: string): string
}

/**
 * A PostgreSQL of this test's own, with these databases in it, all empty. What is left of it when the tests are killed is
 * found by the next ones, and by every environment that starts, as that of a killed run.
 */
export async function startDatabases(names: readonly string[]): Promise<Databases> {
  const directory = await openRunDirectory(tmpdir(), { status: async () => ({ kind: 'test' }), down: () => undefined })
  const cacheDirectory = join(directory.path, 'cache')
  await mkdir(cacheDirectory)
  const server = await startPostgres({
    cacheDirectory,
    runDirectory: directory.path,
    content: { key: 'empty', databases: names, fill: async () => undefined },
    connect: (url) => connect(url),
    newPassword: () => 'c0ffee00c0ffee00',
  })
  const stores = Object.fromEntries(names.map((name) => [name, connect(server.url(name))]))
  return {
    stores,
    url: (name) => server.url(name),
    async [Symbol.asyncDispose]() {
      await Promise.all(Object.values(stores).map((store) => store.close()))
      await server[Symbol.asyncDispose]()
      await directory[Symbol.asyncDispose]()
    },
  }
}

function connect(url: string): SqlStore {
  return connectSqlStore(url, { applicationName: 'standin-test', connections: 10 })
}
