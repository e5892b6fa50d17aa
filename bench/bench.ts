/* npm run bench -- [NAME …] [--json]: runs benchmarks, all of them when none is named, and prints medians. */
import { type Benchmark, type Goal, isMet, type Measurement, machine } from './benchmark.ts'
import { clone } from './clone.ts'
import { documents } from './documents.ts'
import { engine } from './engine.ts'
import { nightSync } from './night-sync.ts'
import { prices } from './prices.ts'
import { reset } from './reset.ts'
import { run } from './run.ts'

const benchmarks: Readonly<Record<string, Benchmark>> = {
  run,
  engine,
  clone,
  documents,
  reset,
  prices,
  'night-sync': nightSync,
}

const asJson = process.argv.includes('--json')
const names = process.argv.slice(2).filter((argument) => argument !== '--json')
const unknown = names.filter((name) => benchmarks[name] === undefined)

if (unknown.length > 0) {
  console.error(`there is no benchmark ${unknown.join(', ')}; expected: ${Object.keys(benchmarks).join(', ')}`)
  process.exitCode = 2
} else {
  for (const name of names.length > 0 ? names : Object.keys(benchmarks)) {
    const benchmark = benchmarks[name] as Benchmark
    if (!asJson) console.log(`${name}: ${benchmark.title}`)
    const measurement = await benchmark.measure()
    if (asJson) console.log(JSON.stringify({ name, machine: machine(), ...measurement }))
    else print(measurement)
  }
}

function inWords(goal: Goal): string {
  return typeof goal === 'number' ? `at most ${goal}` : `at least ${goal.atLeast}`
}

function print({ figures, ratios, goals }: Measurement): void {
  console.log(`  on ${machine()}`)
  for (const { name, value, unit } of figures) {
    const goal = goals[name]
    const judged =
      goal === undefined ? '' : `  (goal ${inWords(goal)} ${unit}: ${isMet(value, goal) ? 'met' : 'MISSED'})`
    console.log(`  ${name.padEnd(40)} ${value.toFixed(2).padStart(9)} ${unit}${judged}`)
  }
  for (const [name, ratio] of Object.entries(ratios))
    console.log(`  ${name.padEnd(40)} ${ratio.toFixed(2).padStart(9)} ×`)
}
