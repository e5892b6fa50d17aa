import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { type Benchmark, median } from './benchmark.ts'

const root = join(import.meta.dirname, '..')
const rounds = 5
const steps = 1_000
const manySteps = 10_000

/** What the engine adds to a request, in a process of its own on either side, and what many steps cost in memory. */
export const engine: Benchmark = {
  title: `${steps} HTTP steps against a server that answers at once, beside plain fetch; memory of ${manySteps} steps`,
  async measure() {
    const directory = await mkdtemp(join(tmpdir(), 'bench-engine-'))
    const server = spawn(process.execPath, [join(import.meta.dirname, 'engine-server.ts')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    try {
      const [url] = (await once(createInterface(server.stdout), 'line')) as [string]
      const few = await scenarioFile(directory, steps)
      const many = await scenarioFile(directory, manySteps)
      const pairs: { plain: number; engine: number }[] = []
      for (let round = 0; round < rounds; round++)
        pairs.push({ plain: await plainFetch(url), engine: (await scenarioRun(few, url, directory)).milliseconds })
      const { peakBytes, milliseconds } = await scenarioRun(many, url, directory)
      const { peakBytes: repeatedBytes } = await scenarioRun(await repeatingFile(directory), url, directory)
      const { peakBytes: emptyBytes } = await scenarioRun(await scenarioFile(directory, 1), url, directory)
      const plain = median(pairs.map((pair) => pair.plain)) / steps
      const perStep = median(pairs.map((pair) => pair.engine)) / steps
      return {
        figures: [
          { name: 'plain fetch, each', value: plain, unit: 'ms' },
          { name: 'HTTP step, each', value: perStep, unit: 'ms' },
          {
            name: 'overhead per step',
            value: median(pairs.map((pair) => pair.engine - pair.plain)) / steps,
            unit: 'ms',
          },
          { name: 'HTTP step of 10,000, each', value: milliseconds / manySteps, unit: 'ms' },
          { name: 'peak memory, 1 step', value: emptyBytes / 2 ** 20, unit: 'MB' },
          { name: 'peak memory, 10,000 steps of a repeat', value: repeatedBytes / 2 ** 20, unit: 'MB' },
          { name: 'peak memory, 10,000 written steps', value: peakBytes / 2 ** 20, unit: 'MB' },
        ],
        ratios: { 'plain fetch against a step': plain / perStep },
        goals: {
          'overhead per step': 0.5,
          'peak memory, 10,000 steps of a repeat': 200,
          'peak memory, 10,000 written steps': 200,
        },
      }
    } finally {
      server.kill()
      await rm(directory, { recursive: true })
    }
  },
}

/** Every step has an expression, an expectation and a name, as in a scenario that somebody wrote. */
async function scenarioFile(directory: string, count: number): Promise<string> {
  const path = join(directory, `steps-${count}.yaml`)
  const list = Array.from(
    { length: count },
    (_, index) => `- {name: s${index}, get: "\${{ vars.url }}/${index}", expect: {status: 200, body: {id: 7}}}\n`,
  )
  const head = `name: steps-${count}\ntitle: Many steps\ngiven: { vars: { url: { type: string } } }\nsteps:\n`
  await writeFile(path, head + list.join(''))
  return path
}

/** One step, taken as often as the long file has steps. */
async function repeatingFile(directory: string): Promise<string> {
  const path = join(directory, 'steps-repeated.yaml')
  const step = '{ name: s, get: "${{ vars.url }}/1", expect: { status: 200, body: { id: 7 } } }'
  const head = 'name: steps-repeated\ntitle: Many steps\ngiven: { vars: { url: { type: string } } }\nsteps:\n'
  await writeFile(path, `${head}  - repeat: { times: ${manySteps}, steps: [${step}] }\n`)
  return path
}

/** Milliseconds of as many requests without the engine. */
async function plainFetch(url: string): Promise<number> {
  const script = join(import.meta.dirname, 'engine-plain-fetch.ts')
  const child = spawn(process.execPath, [script, url, String(steps)], { stdio: ['ignore', 'pipe', 'inherit'] })
  return Number(await text(child.stdout))
}

interface TimedScenario {
  /** From the first step to the last. */
  milliseconds: number
  /** Of the process that runs the scenario; Linux only. */
  peakBytes: number
}

async function scenarioRun(file: string, url: string, cwd: string): Promise<TimedScenario> {
  const args = [join(root, 'bin', 'scenario.js'), 'run', file, '--var', `url=${url}`, '--json']
  const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'ignore'] })
  let peakBytes = 0
  const watch = setInterval(() => {
    peakBytes = Math.max(peakBytes, peakOf(child.pid ?? 0))
  }, 20)
  const [printed, [code]] = await Promise.all([text(child.stdout), once(child, 'close')])
  clearInterval(watch)
  if (code !== 0) throw new Error(`the run ended with exit code ${code}: measure a run that passes`)
  const { results } = JSON.parse(printed) as { results: { duration: number }[] }
  return { milliseconds: results[0]?.duration ?? Number.NaN, peakBytes }
}

function peakOf(pid: number): number {
  try {
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024
  } catch {
    return 0
  }
}
