import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SqlStore } from '../../src/core/sql-store.ts'
import { startPostgres } from '../../src/environment/embedded/postgres/postgres.ts'
import { connectSqlStore } from '../../src/stores/postgres/sql-store.ts'

export interface Databases extends AsyncDisposable {
  stores: Readonly<Record<string, SqlStore>>
  url(name: string): string
}

/** A PostgreSQL of this test's own, with these databases in it, all empty. */
export async function startDatabases(names: readonly string[]): Promise<Databases> {
  const directory = await mkdtemp(join(tmpdir(), 'standin-test-'))
  await chmod(directory, 0o755)
  const [cacheDirectory, runDirectory] = [join(directory, 'cache'), join(directory, 'run')]
  await mkdir(cacheDirectory)
  await mkdir(runDirectory)
  const server = await startPostgres({
    cacheDirectory,
    runDirectory,
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
      await rm(directory, { recursive: true, force: true })
    },
  }
}

function connect(url: string): SqlStore {
  return connectSqlStore(url, { applicationName: 'standin-test', connections: 10 })
}
