import type { RunEvent, ScenarioResult } from '../core/events.ts'
import { printable } from './printable.ts'

/** What was done around the one run of a scenario that is told of: seeds that were tried, tries that did not pass. */
export function effortLines(result: ScenarioResult): string[] {
  return [...flakyLines(result), ...explorationLines(result)]
}

function flakyLines({ flaky, earlier = [] }: ScenarioResult): string[] {
  if (earlier.length === 0) return []
  const head =
    flaky === true ? `flaky: passed at try ${earlier.length + 1}` : `did not pass in ${earlier.length + 1} tries`
  return [head, ...earlier.map(({ message }, index) => `  try ${index + 1}: ${printable(message)}`)]
}

function explorationLines({ exploration, seed, verdict }: ScenarioResult): string[] {
  if (exploration === undefined) return []
  const { seeds, tried, failed } = exploration
  if (failed.length === 0) return [`passed with ${tried} of ${seeds} seeds`]
  const outcome = verdict === 'failed' ? 'failed' : `ended as ${verdict}`
  const first = `seed ${seed} ${outcome}, the ${ordinal(numberOf(seed))} of ${seeds}`
  if (failed.length === 1 && tried < seeds) return [first]
  return [`${first}; ${failed.length} of ${tried} that were tried did not pass: ${failed.slice(0, 20).join(', ')}`]
}

/** Seeds end with their number: `7`, `nightly-7`. */
function numberOf(seed: string): number {
  return Number(/\d+$/.exec(seed)?.[0] ?? 0)
}

function ordinal(number: number): string {
  const last = number % 100 >= 11 && number % 100 <= 13 ? 0 : number % 10
  return `${number}${['th', 'st', 'nd', 'rd'][last] ?? 'th'}`
}

/** One line for an event about a try that is not told of in full; none for any other event. */
export function effortLine(event: RunEvent): string | undefined {
  switch (event.type) {
    case 'scenario.retried':
      return `${event.result.scenario} did not pass, and is run again (${event.attempt}): ${printable(event.result.failures[0]?.message ?? event.result.verdict)}`
    case 'scenario.left-out':
      return `${event.scenario} left out: ${event.reason}`
    default:
      return undefined
  }
}
