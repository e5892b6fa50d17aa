import { kill } from 'node:process'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SqlStore } from '../../../../src/core/sql-store.ts'
import { type ResettableServer, resettableServer } from './reset-server.ts'

const databases = ['erp', 'shop']

let server: ResettableServer
let erp: SqlStore

beforeAll(async () => {
  server = await resettableServer(
    databases,
    `create table unit (id int primary key, text text);
     insert into unit select n, repeat('u', 300) from generate_series(1, 5000) n`,
  )
  erp = server.store('erp')
})
afterAll(() => server[Symbol.asyncDispose]())

async function rows(store: SqlStore): Promise<{ n: unknown; changed: unknown }> {
  for (;;) {
    const found = await store
      .query<{ n: number; changed: number }>(
        `select count(*)::int as n, count(*) filter (where text = 'changed')::int as changed from unit`,
      )
      .catch(() => undefined)
    if (found?.rows[0] !== undefined) return found.rows[0]
  }
}

const untouched = { n: 5000, changed: 0 }

test('who is connected is cut off, and reaches the same URL again at once', async () => {
  const client = new pg.Client(server.url('erp'))
  const failed = new Promise((resolve) => client.on('error', resolve))
  await client.connect()
  await client.query(`begin; update unit set text = 'changed'`)
  await server.resets.main.reset()
  await expect(client.query('commit')).rejects.toThrow()
  await failed
  const again = new pg.Client(server.url('erp'))
  await again.connect()
  expect((await again.query('select current_database() as name')).rows).toEqual([{ name: 'erp' }])
  await again.end()
  expect(await rows(erp)).toEqual(untouched)
})

test('nothing of what programs write without a pause is there after a reset', async () => {
  let ended = false
  let cut = 0
  let begun = 0
  let finished = 0
  const stale: string[] = []
  const writer = async (database: string): Promise<void> => {
    while (!ended) {
      const client = new pg.Client(server.url(database))
      client.on('error', () => undefined)
      try {
        await client.connect()
        for (let id = 0; !ended; id = (id + 1) % 5000) {
          const sent = finished
          const update = `update unit set text = 'changed' where id = $1 returning current_database() as name`
          const name = (await client.query(update, [id])).rows[0]?.name
          // A session of before must not do what it was told after a reset; its database has another name by then.
          if (name !== undefined && name !== database && sent === begun) stale.push(name)
        }
      } catch {
        cut++
      } finally {
        await client.end().catch(() => undefined)
      }
    }
  }
  const writers = databases.flatMap((database) => Array.from({ length: 4 }, () => writer(database)))
  for (let reset = 0; reset < 8; reset++) {
    await pause(60)
    begun++
    await server.resets.main.reset()
    finished++
  }
  ended = true
  await Promise.all(writers)
  expect(cut).toBeGreaterThan(8)
  await server.resets.main.reset()
  for (const database of databases) expect(await rows(server.store(database))).toEqual(untouched)
  expect(stale).toEqual([])
})

test('resets that follow each other faster than copies are made say so, and are right', async () => {
  await server.resets.main.filled()
  for (let reset = 0; reset < 2; reset++) {
    await rows(erp)
    await erp.query(`update unit set text = 'changed'`)
    expect(await server.resets.main.reset()).toMatchObject({ ranDry: false })
    expect(await rows(erp)).toEqual(untouched)
  }
  const outcomes = await Promise.all(Array.from({ length: 6 }, () => server.resets.main.reset()))
  expect(outcomes.map(({ ranDry }) => ranDry)).toContain(true)
  expect(await rows(erp)).toEqual(untouched)
})

test('a server that crashes and recovers keeps what is live, and is reset as before', async () => {
  for (let crash = 0; crash < 3; crash++) {
    await rows(erp)
    await erp.script(`set local synchronous_commit = on; update unit set text = 'changed' where id % 10 = ${crash}`)
    const { rows: victims } = await erp.query<{ pid: number }>('select pg_backend_pid() as pid')
    // Copies are being put back at this moment.
    if (crash > 0) kill(victims[0]?.pid ?? 0, 'SIGKILL')
    else await server.resets.main.filled().then(() => kill(victims[0]?.pid ?? 0, 'SIGKILL'))
    expect(await rows(erp)).toEqual({ n: 5000, changed: 500 })
    await server.resets.main.reset()
    expect(await rows(erp)).toEqual(untouched)
  }
  for (let reset = 0; reset < 3; reset++) {
    await server.resets.main.reset()
    expect(await rows(erp)).toEqual(untouched)
    await server.resets.main.filled()
  }
})

test('a moment is kept, branched off, loaded again and forgotten', async () => {
  const { main, branch, forget } = server.resets
  await erp.query(`delete from unit where id > 100`)
  const moment = await main.capture()
  expect(await rows(erp)).toEqual({ n: 100, changed: 0 })
  await erp.query(`update unit set text = 'changed'`)

  const branches = await Promise.all(['-1', '-2'].map((ending) => branch(moment, ending)))
  const [one, two] = ['erp-1', 'erp-2'].map(server.store) as [SqlStore, SqlStore]
  await one.query(`insert into unit values (-1, 'changed')`)
  expect(await rows(two)).toEqual({ n: 100, changed: 0 })
  expect(await rows(one)).toEqual({ n: 101, changed: 1 })
  await branches[0]?.reset()
  expect(await rows(one)).toEqual({ n: 100, changed: 0 })
  for (const opened of branches) await opened[Symbol.asyncDispose]()

  await main.load(moment)
  expect(await rows(erp)).toEqual({ n: 100, changed: 0 })
  await main.reset()
  expect(await rows(erp)).toEqual(untouched)
  await main.filled()
  await forget(moment)
  await main.reset()
  expect(await rows(erp)).toEqual(untouched)
  const { rows: left } = await erp.query(`select datname from pg_database where datname like 'erp-%'`)
  expect(left).toEqual([])
})

test('however often moments are loaded, no more copies wait', async () => {
  const { main, forget } = server.resets
  const moment = await main.capture()
  const count = async (): Promise<unknown> => {
    await main.filled()
    await rows(erp)
    return (await erp.query('select count(*)::int as databases from pg_database')).rows
  }
  await main.reset()
  const before = await count()
  for (let times = 0; times < 3; times++) {
    await main.load(moment)
    await main.reset()
  }
  expect(await count()).toEqual(before)
  await forget(moment)
})
