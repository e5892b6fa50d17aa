import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Benchmark, median } from './benchmark.ts'
import { treeMemory } from './process-tree.ts'

const root = join(import.meta.dirname, '..')
const rounds = 5

interface TimedRun {
  seconds: number
  peakBytes: number
}

/** The whole command as a user types it, npx included: with an empty cache, and with one that an earlier run has filled. */
export const run: Benchmark = {
  title: 'npx scenario run checkout-reservation: cold (empty cache) and warm, and the memory of all processes together',
  async measure() {
    const cold: TimedRun[] = []
    const warm: TimedRun[] = []
    for (let round = 0; round < rounds; round++) {
      const cache = await mkdtemp(join(tmpdir(), 'bench-cache-'))
      try {
        cold.push(await timedRun(cache, false))
        warm.push(await timedRun(cache, false))
      } finally {
        await rm(cache, { recursive: true })
      }
    }
    // Looking at the memory slows the run down, so that it is measured in a run of its own.
    const cache = await mkdtemp(join(tmpdir(), 'bench-cache-'))
    const memory = [await timedRun(cache, true), await timedRun(cache, true)]
    await rm(cache, { recursive: true })
    const coldSeconds = median(cold.map((timed) => timed.seconds))
    const warmSeconds = median(warm.map((timed) => timed.seconds))
    const [coldPeak = 0, warmPeak = 0] = memory.map((timed) => timed.peakBytes / 2 ** 20)
    return {
      figures: [
        { name: 'cold', value: coldSeconds, unit: 's' },
        { name: 'warm', value: warmSeconds, unit: 's' },
        { name: 'peak memory, cold', value: coldPeak, unit: 'MB' },
        { name: 'peak memory, warm', value: warmPeak, unit: 'MB' },
      ],
      ratios: {
        'warm against cold': coldSeconds / warmSeconds,
        'cold against its goal': 6 / coldSeconds,
        'warm against its goal': 2.5 / warmSeconds,
      },
      goals: { cold: 6, warm: 2.5 },
    }
  },
}

async function timedRun(cache: string, watchMemory: boolean): Promise<TimedRun> {
  const started = performance.now()
  const child = spawn('npx', ['scenario', 'run', 'checkout-reservation'], {
    cwd: root,
    env: { ...process.env, STANDIN_CACHE_DIR: cache },
    stdio: 'ignore',
  })
  let peakBytes = 0
  const watch = watchMemory
    ? setInterval(() => {
        peakBytes = Math.max(peakBytes, treeMemory(child.pid ?? 0))
      }, 20)
    : undefined
  const [code] = await once(child, 'exit')
  clearInterval(watch)
  if (code !== 0) throw new Error(`the run ended with exit code ${code}: measure a run that passes`)
  return { seconds: (performance.now() - started) / 1000, peakBytes }
}
