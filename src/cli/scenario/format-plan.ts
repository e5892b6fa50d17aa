import type { RunPlan } from '../../app/requests.ts'
import { formatPlace } from '../../core/place.ts'
import { table } from '../table.ts'

/** What `--dry-run` prints: each scenario with its steps, its seeds and the command that runs it. */
export function formatPlan({ scenarios }: RunPlan): string {
  const counted = `${scenarios.length} ${scenarios.length === 1 ? 'scenario' : 'scenarios'}, nothing was started\n`
  return scenarios.map(formatScenario).join('') + counted
}

function formatScenario(scenario: RunPlan['scenarios'][number]): string {
  const { name, title, steps, invariants, seeds, replay } = scenario
  const rows = [
    ...steps.map((step) => ['', step.verb, step.name, formatPlace(step.place)]),
    ...scenario.finally.map((step) => ['', step.verb, `finally: ${step.name}`, formatPlace(step.place)]),
    ...invariants.map((invariant) => ['', 'always', invariant, '']),
  ]
  const drawn = seeds.length === 0 ? 'drawn when it runs' : seeds.slice(0, 10).join(', ')
  const more = seeds.length > 10 ? `, … ${seeds.at(-1)}` : ''
  return `${name}  ${title}\n${table(rows)}  seeds: ${drawn}${more}\n  ${replay}\n\n`
}
