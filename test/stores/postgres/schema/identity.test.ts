import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { SqlStore } from '../../../../src/core/sql-store.ts'
import { startPostgres } from '../../../../src/environment/embedded/postgres/postgres.ts'
import { readIdentity } from '../../../../src/stores/postgres/schema/identity.ts'
import { connectSqlStore } from '../../../../src/stores/postgres/sql-store.ts'

const connect = (url: string): SqlStore => connectSqlStore(url, { applicationName: 'standin-test', connections: 1 })

async function identity(url: string, database?: string): Promise<string> {
  const store = connect(url)
  try {
    return await readIdentity(store, database)
  } finally {
    await store.close()
  }
}

test('servers on copies of one data directory are told apart, and databases of one server', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'standin-identity-'))
  await chmod(directory, 0o755)
  for (const name of ['cache', 'a', 'b']) await mkdir(join(directory, name))
  const start = (name: string) =>
    startPostgres({
      cacheDirectory: join(directory, 'cache'),
      runDirectory: join(directory, name),
      content: { key: 'copies', databases: ['one', 'two'], fill: async () => undefined },
      connect,
      newPassword: () => 'c0ffee00c0ffee00',
    })
  try {
    await using first = await start('a')
    await using second = await start('b')
    const systems = await Promise.all(
      [first, second].map(async (server) => {
        const store = connect(server.url('one'))
        const { rows } = await store.query('select system_identifier::text as system from pg_control_system()')
        await store.query(`create role plain_of_this_test login password 'plain'`)
        await store.close()
        return rows[0]?.system
      }),
    )
    expect(systems[0]).toBe(systems[1])
    const one = await identity(first.url('one'))
    expect(await identity(second.url('one'))).not.toBe(one)
    expect(await identity(first.url('two'))).not.toBe(one)
    expect(await identity(first.url('two'), 'three')).not.toBe(one)
    const asOther = new URL(first.url('one'))
    asOther.username = 'plain_of_this_test'
    asOther.password = 'plain'
    expect(await identity(asOther.href)).toBe(one)
  } finally {
    await rm(directory, { recursive: true })
  }
})
