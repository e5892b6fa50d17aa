import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { MongoClient } from 'mongodb'
import { type Benchmark, median } from './benchmark.ts'
import { fill } from './documents-data.ts'

const rounds = 3
/** 1 for the sizes that are goals; less for a short run. */
const scale = Number(process.env.BENCH_SCALE ?? 1)
const [many, few] = [500_000 * scale, 50_000 * scale]

interface TimedJob {
  seconds: number
  peakBytes: number
}

type Job = 'plain' | 'clone'

/** `BENCH_MONGODB` holds the URL of a server; without it, the embedded one is used, in a process of its own. */
export const documents: Benchmark = {
  title: `${many} documents of 1 KB, 10 paths masked, beside a copy by the driver (raw find into insertMany)`,
  async measure() {
    const given = process.env.BENCH_MONGODB
    const server = given === undefined ? startServer() : undefined
    try {
      const url = given ?? (await firstLine(server))
      await using client = new MongoClient(url)
      const jobs: Record<Job, TimedJob[]> = { plain: [], clone: [] }
      await fill(client.db('bench_few').collection('customer'), few)
      const small = await timed(client, 'clone', url, 'bench_few')
      await client.db('bench_few').dropDatabase()
      await fill(client.db('bench_many').collection('customer'), many)
      for (let round = 0; round < rounds; round++)
        for (const job of ['plain', 'clone'] as const) jobs[job].push(await timed(client, job, url, 'bench_many'))
      await client.db('bench_many').dropDatabase()
      const seconds = (job: Job): number => median(jobs[job].map((run) => run.seconds))
      const peak = (job: Job): number => median(jobs[job].map((run) => run.peakBytes)) / 2 ** 20
      return {
        figures: [
          { name: 'copy by the driver', value: seconds('plain'), unit: 's' },
          { name: 'masked clone', value: seconds('clone'), unit: 's' },
          { name: 'documents a second, masked clone', value: many / seconds('clone'), unit: '1/s' },
          { name: `peak memory, masked clone of ${few}`, value: small.peakBytes / 2 ** 20, unit: 'MB' },
          { name: `peak memory, masked clone of ${many}`, value: peak('clone'), unit: 'MB' },
          { name: 'peak memory, copy by the driver', value: peak('plain'), unit: 'MB' },
        ],
        ratios: {
          'masked clone against the copy by the driver': seconds('plain') / seconds('clone'),
          'that against its goal of 0.5': seconds('plain') / seconds('clone') / 0.5,
        },
        goals: { [`peak memory, masked clone of ${many}`]: 300 },
      }
    } finally {
      server?.kill()
    }
  },
}

function startServer(): ReturnType<typeof spawn> {
  const script = join(import.meta.dirname, 'documents-server.ts')
  // It holds the collection and its copy in memory.
  const options = ['--max-old-space-size=8192', script]
  return spawn(process.execPath, options, { stdio: ['ignore', 'pipe', 'inherit'] })
}

async function firstLine(server: ReturnType<typeof spawn> | undefined): Promise<string> {
  if (!server?.stdout) throw new Error('the server has no output')
  const [url] = (await once(createInterface(server.stdout), 'line')) as [string]
  return url
}

async function timed(client: MongoClient, job: Job, url: string, from: string): Promise<TimedJob> {
  const to = `${from}_copy`
  const script = join(import.meta.dirname, 'documents-job.ts')
  const child = spawn(process.execPath, [script, job, url, from, to], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [printed, [code]] = await Promise.all([text(child.stdout), once(child, 'close')])
  if (code !== 0) throw new Error(`${job} ended with exit code ${code}`)
  const [before, after] = await Promise.all(
    [from, to].map((name) => client.db(name).collection('customer').countDocuments()),
  )
  if (before !== after) throw new Error(`${job} copied ${after} of ${before} documents`)
  await client.db(to).dropDatabase()
  return JSON.parse(printed) as TimedJob
}
