import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { SqlStore } from '../src/core/sql-store.ts'
import { type EmbeddedPostgres, startPostgres } from '../src/environment/embedded/postgres/postgres.ts'
import type { ResetDatabases } from '../src/environment/embedded/postgres/reset/reset-databases.ts'
import { openRunDirectory } from '../src/environment/run-directory.ts'
import { connectSqlStore } from '../src/stores/postgres/sql-store.ts'
import { type Benchmark, type Figure, median } from './benchmark.ts'

const databases = ['erp', 'shop', 'oms']
const sizes = [50, 500]
const resets = 50
const period = 300
const plainRounds = 5
const undoRounds = 20
const rowsInMegabyte = 3_400
const goal = { median: 25, p99: 60 }

/** Milliseconds of each reset, and how many had to wait for a copy. */
interface Timed {
  resets: number[]
  dry: number
  plain: number[]
  /** Rows undone under connections that stay open. */
  undone: number[]
}

/** Three databases in one server, and programs of another process that work on them all the time. */
export const reset: Benchmark = {
  title: `reset of three databases with 15 live connections that change rows, ${resets} times, one every ${period} ms; beside DROP DATABASE and CREATE DATABASE … TEMPLATE`,
  async measure() {
    const figures: Figure[] = []
    const ratios: Record<string, number> = {}
    const goals: Record<string, number> = {}
    for (const megabytes of sizes) {
      const timed = await timedResets(megabytes)
      const ours = median(timed.resets)
      const named = `3 × ${megabytes} MB`
      figures.push(
        { name: `${named}, median`, value: ours, unit: 'ms' },
        { name: `${named}, p99`, value: percentile(timed.resets, 0.99), unit: 'ms' },
        { name: `${named}, resets without a ready copy`, value: timed.dry, unit: '' },
        { name: `${named}, a few rows undone under open connections, median`, value: median(timed.undone), unit: 'ms' },
        { name: `${named}, DROP and CREATE, median`, value: median(timed.plain), unit: 'ms' },
      )
      ratios[`${named}, against DROP and CREATE`] = median(timed.plain) / ours
      goals[`${named}, median`] = goal.median
      goals[`${named}, p99`] = goal.p99
    }
    return { figures, ratios, goals }
  },
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.ceil(share * sorted.length) - 1] ?? 0
}

const connect = (url: string): SqlStore => connectSqlStore(url, { applicationName: 'bench', connections: 4 })

async function timedResets(megabytes: number): Promise<Timed> {
  await using directory = await openRunDirectory(tmpdir(), {
    status: async () => ({ kind: 'bench' }),
    down: () => undefined,
  })
  const cacheDirectory = join(directory.path, 'cache')
  await mkdir(cacheDirectory)
  await using server = await startPostgres({
    cacheDirectory,
    runDirectory: directory.path,
    content: { key: 'bench', databases, growing: true, fill: async () => undefined },
    connect,
    newPassword: () => 'c0ffee00c0ffee00',
  })
  for (const database of databases) await fill(server.url(database), megabytes)
  const plain = await timedPlainly(server)
  const { main } = await server.openResets()
  await main.filled()
  const programs = start(server)
  const timed: Timed = { resets: [], dry: 0, plain, undone: [] }
  try {
    await pause(1_000)
    for (let round = 0; round < resets; round++) {
      const started = performance.now()
      const { ranDry } = await main.reset()
      const took = performance.now() - started
      timed.resets.push(took)
      if (ranDry) timed.dry++
      await pause(Math.max(0, period - took))
    }
    await main.reset()
  } finally {
    programs.kill()
    await once(programs, 'exit')
  }
  await main.reset()
  for (const database of databases) await requireUnchanged(server.url(database), megabytes)
  await main.filled()
  timed.undone.push(...(await timedUndoing(server, main)))
  for (const database of databases) await requireUnchanged(server.url(database), megabytes)
  return timed
}

/** A few rows are changed in each database, under the same connections all the time. */
async function timedUndoing(server: EmbeddedPostgres, main: ResetDatabases['main']): Promise<number[]> {
  const stores = databases.map((database) => connect(server.url(database)))
  const taken: number[] = []
  try {
    for (let round = 0; round < undoRounds; round++) {
      const change = `update item set quantity = quantity + 1, changed = true where id % 10000 = ${round}`
      for (const store of stores) await store.query(change)
      const started = performance.now()
      await main.undo()
      taken.push(performance.now() - started)
    }
    return taken
  } finally {
    for (const store of stores) await store.close()
  }
}

async function fill(url: string, megabytes: number): Promise<void> {
  const store = connect(url)
  try {
    await store.script(`
      create table item (id int primary key, quantity int not null, changed boolean not null, name text not null);
      insert into item select n, n % 100, false, md5(n::text) || repeat(md5((n + 1)::text), 6)
        from generate_series(1, ${megabytes * rowsInMegabyte}) n;
      create index on item (quantity)`)
    // As for the template of an environment.
    await store.query('checkpoint')
    await store.query('vacuum analyze')
  } finally {
    await store.close()
  }
}

/** What everybody does who has nothing else. */
async function timedPlainly(server: EmbeddedPostgres): Promise<number[]> {
  const store = connect(server.url('postgres'))
  const taken: number[] = []
  try {
    for (const database of databases) await store.query(`create database ${database}_template template ${database}`)
    for (let round = 0; round < plainRounds; round++) {
      const started = performance.now()
      for (const database of databases) {
        await store.query(`drop database ${database} with (force)`)
        await store.query(`create database ${database} template ${database}_template`)
      }
      taken.push(performance.now() - started)
    }
    for (const database of databases) await store.query(`drop database ${database}_template`)
  } finally {
    await store.close()
  }
  return taken
}

function start(server: EmbeddedPostgres): ChildProcess {
  const script = join(import.meta.dirname, 'reset-clients.ts')
  return spawn(process.execPath, [script, ...databases.map((database) => server.url(database))], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

async function requireUnchanged(url: string, megabytes: number): Promise<void> {
  const store = connect(url)
  try {
    const { rows } = await store.query(
      `select count(*)::int as n, count(*) filter (where changed)::int as changed from item`,
    )
    const n = megabytes * rowsInMegabyte
    if (rows[0]?.n !== n || rows[0]?.changed !== 0) throw new Error('a reset left changes behind')
  } finally {
    await store.close()
  }
}
