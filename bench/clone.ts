import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { type Databases, startDatabases } from '../test/scenario/databases.ts'
import { type Benchmark, type Figure, median } from './benchmark.ts'
import type { CloneJob } from './clone-child.ts'
import { type BenchTable, customer, narrow } from './clone-tables.ts'

const rounds = Number(process.env.BENCH_ROUNDS ?? 5)
/** 1 for the sizes that are goals; less for a short run. */
const scale = Number(process.env.BENCH_SCALE ?? 1)
const readers = Number(process.env.BENCH_READERS ?? Math.min(Math.max(availableParallelism(), 2), 8))

const tables = [
  { database: 'customers', table: customer, rows: 1_000_000 * scale },
  { database: 'orders', table: narrow, rows: 5_000_000 * scale },
]

interface CloneRun {
  seconds: number
  rows: number
  peakBytes: number
}

/**
 * On one server without fsync, each into empty tables without indexes. `psql` is the time from the start of both
 * processes to their end; the clone's is from the first row that is asked for to the last commit, with the ledger. The
 * yardstick is COPY as it is written without options, which is text. Where there is no psql, or `BENCH_PIPE` is `node`,
 * the two are joined by a Node process.
 */
export const clone: Benchmark = {
  title: `masked clone beside psql COPY | psql COPY, ${rounds} rounds, ${readers} readers`,
  async measure() {
    const pipe = process.env.BENCH_PIPE === 'node' || !(await hasPsql()) ? nodePipe : psqlPipe
    await using databases = await startDatabases(['customers', 'orders', 'many', 'pipe', 'copy'])
    const figures: Figure[] = []
    const ratios: Record<string, number> = {}
    for (const { database, table, rows } of tables) {
      await fill(databases, database, table, rows)
      await databases.stores.pipe?.script(table.definition)
      const times = await race(databases, database, table, rows, pipe)
      const label = `${rows} rows of ${table.name}`
      const seconds = median(times.masked.map((run) => run.seconds))
      figures.push(
        { name: `${label}: ${pipe.title}, text`, value: median(times.text), unit: 's' },
        { name: `${label}: ${pipe.title}, binary`, value: median(times.binary), unit: 's' },
        { name: `${label}: masked clone`, value: seconds, unit: 's' },
        { name: `${label}: clone with keep`, value: median(times.kept.map((run) => run.seconds)), unit: 's' },
        { name: `${label}: peak memory`, value: peakOf(times.masked), unit: 'MB' },
      )
      ratios[`${table.name}: masked clone against ${pipe.title}, text`] = median(times.text) / seconds
      ratios[`${table.name}: that against its goal of 0.8`] = median(times.text) / seconds / 0.8
      ratios[`${table.name}: masked clone against ${pipe.title}, binary`] = median(times.binary) / seconds
    }
    await fill(databases, 'many', customer, 10_000_000 * scale)
    const many = await runClone(databases, 'many', customer.policy)
    const name = `${many.rows} rows of customer: peak memory`
    figures.push({ name, value: peakOf([many]), unit: 'MB' })
    return { figures, ratios, goals: { [name]: 300, [`${1_000_000 * scale} rows of customer: peak memory`]: 300 } }
  },
}

async function fill({ stores }: Databases, database: string, table: BenchTable, rows: number): Promise<void> {
  await stores[database]?.script(table.definition)
  await stores[database]?.script(table.fill(rows))
  await stores[database]?.script(table.key)
  await stores[database]?.script('vacuum analyze')
}

async function race(databases: Databases, database: string, table: BenchTable, rows: number, pipe: Pipe) {
  const times = { text: [] as number[], binary: [] as number[], masked: [] as CloneRun[], kept: [] as CloneRun[] }
  for (let round = 0; round < rounds; round++) {
    times.text.push(await runPipe(databases, database, table, 'text', pipe))
    times.masked.push(await runClone(databases, database, table.policy))
    times.binary.push(await runPipe(databases, database, table, 'binary', pipe))
    times.kept.push(await runClone(databases, database, undefined))
  }
  if (times.masked.some((run) => run.rows !== rows)) throw new Error('the clone has lost rows')
  return times
}

/** Joins two COPYs. */
interface Pipe {
  title: string
  /** A file, and its arguments. */
  command(from: string, to: string, table: string, format: string): readonly [string, readonly string[]]
}

const psqlPipe: Pipe = {
  title: 'psql | psql',
  command: (from, to, table, format) => {
    const copy = (direction: string) => `copy ${table} ${direction} (format ${format})`
    const pipeline = 'set -e; psql -qX "$1" -c "$3" | psql -qX "$2" -c "$4"'
    return ['sh', ['-c', pipeline, 'sh', from, to, copy('to stdout'), copy('from stdin')]]
  },
}

const nodePipe: Pipe = {
  title: 'a Node pipe',
  command: (...options) => [process.execPath, [join(import.meta.dirname, 'node-pipe.ts'), ...options]],
}

async function hasPsql(): Promise<boolean> {
  return promisify(execFile)('psql', ['--version']).then(
    () => true,
    () => false,
  )
}

async function runPipe(
  databases: Databases,
  from: string,
  { name }: BenchTable,
  format: string,
  pipe: Pipe,
): Promise<number> {
  await databases.stores.pipe?.script(`truncate ${name}; checkpoint`)
  const [file, options] = pipe.command(databases.url(from), databases.url('pipe'), name, format)
  const started = performance.now()
  await promisify(execFile)(file, [...options])
  return (performance.now() - started) / 1000
}

async function runClone(databases: Databases, from: string, policy: string | undefined): Promise<CloneRun> {
  await databases.stores.pipe?.script('checkpoint')
  const urls = { source: databases.url(from), target: databases.url('copy') }
  const job: CloneJob = { ...urls, readers, ...(policy !== undefined && { policy }) }
  const script = join(import.meta.dirname, 'clone-child.ts')
  const child = spawn(process.execPath, [script, JSON.stringify(job)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [printed, [code]] = await Promise.all([text(child.stdout), once(child, 'close')])
  if (code !== 0) throw new Error(`the clone ended with exit code ${code}`)
  return JSON.parse(printed) as CloneRun
}

function peakOf(runs: readonly CloneRun[]): number {
  return Math.max(...runs.map((run) => run.peakBytes)) / 2 ** 20
}
