import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Benchmark, type Figure, median } from './benchmark.ts'

const root = join(import.meta.dirname, '..')
const rounds = Number(process.env.BENCH_ROUNDS ?? 5)
const percentiles = ['p50', 'p95', 'p99'] as const

type Times = Record<(typeof percentiles)[number], number>

/**
 * The scenario, as a user runs it, with more checkouts than it has by itself: five customers buy at the same time, without
 * and then with the full synchronization.
 */
export const nightSync: Benchmark = {
  title: `checkouts without and with a full synchronization (night-sync-under-load), medians of ${rounds} rounds`,
  async measure() {
    const without: Times[] = []
    const during: Times[] = []
    for (let round = 0; round < rounds; round++) {
      const said = await runScenario()
      without.push(timesIn(said, 'without'))
      during.push(timesIn(said, 'with'))
    }
    const figures: Figure[] = []
    const ratios: Record<string, number> = {}
    for (const name of percentiles) {
      const [alone, beside] = [without, during].map((times) => median(times.map((time) => time[name])))
      figures.push(
        { name: `without the synchronization: ${name}`, value: alone ?? 0, unit: 'ms' },
        { name: `with the synchronization: ${name}`, value: beside ?? 0, unit: 'ms' },
      )
      ratios[`${name}: without against with`] = (alone ?? 0) / (beside ?? 1)
    }
    return { figures, ratios, goals: { 'with the synchronization: p95': 1000 } }
  },
}

async function runScenario(): Promise<string> {
  const scenario = ['run', 'night-sync-under-load', '--var', 'rounds=20']
  const { stdout } = await promisify(execFile)(process.execPath, [join(root, 'bin/scenario.js'), ...scenario], {
    cwd: root,
  })
  return stdout
}

function timesIn(said: string, which: 'with' | 'without'): Times {
  const [, ...times] =
    new RegExp(`^ *${which} the synchronization: .*p50 (\\d+) ms, p95 (\\d+) ms, p99 (\\d+) ms$`, 'm').exec(said) ?? []
  if (times.length !== percentiles.length) throw new Error('the scenario does not tell the times of its checkouts')
  return Object.fromEntries(percentiles.map((name, index) => [name, Number(times[index])])) as Times
}
