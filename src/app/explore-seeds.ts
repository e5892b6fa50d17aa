import type { ScenarioResult } from '../core/events.ts'
import type { Concurrency } from '../scenario/model/concurrency.ts'
import type { Case } from './run-case.ts'
import type { RunOptions } from './run-options.ts'
import { type HeldEvents, holdEvents } from './sink-like.ts'

interface Tried {
  index: number
  result: ScenarioResult
  held: HeldEvents
}

/** The last fifth lets steps overlap, which finds what is inside of a request; those before are repeated exactly. */
const exactShare = 0.8

/**
 * Runs a scenario with seeds 1 to `count` (with a seed of one's own: SEED-1 to SEED-`count`), each in an environment of
 * its own, up to the first that does not pass, or all of them. Told of is the first that did not pass, else the last.
 */
export async function exploreSeeds(
  { run, seed, lanes, sink, wallClock, signal }: Case,
  count: number,
  { allSeeds = false, concurrency }: RunOptions,
): Promise<ScenarioResult> {
  const failed: Tried[] = []
  let last: Tried | undefined
  let next = 0

  const tryNext = async (): Promise<void> => {
    const index = next++
    const held = holdEvents(sink)
    const named = seed === undefined ? `${index + 1}` : `${seed}-${index + 1}`
    const result = await run(named, concurrency ?? usualConcurrency(index, count), held.sink)
    const { verdict, scenario } = result
    sink({ type: 'seed.finished', at: wallClock.now(), scenario, seed: named, verdict, index: index + 1, of: count })
    const tried = { index, result, held }
    if (verdict !== 'passed') failed.push(tried)
    if (last === undefined || index > last.index) last = tried
  }
  const lane = async (): Promise<void> => {
    const goOn = (): boolean => next < count && !signal.aborted && (allSeeds || failed.length === 0)
    do await tryNext()
    while (goOn())
  }
  await Promise.all(Array.from({ length: Math.min(lanes, count) }, lane))

  failed.sort((a, b) => a.index - b.index)
  const chosen = (failed[0] ?? last) as Tried
  const exploration = { seeds: count, tried: next, failed: failed.map(({ result }) => result.seed) }
  const told: ScenarioResult = { ...chosen.result, exploration }
  chosen.held.release(told)
  return told
}

function usualConcurrency(index: number, count: number): Concurrency {
  return index < count * exactShare ? 'interleaved' : 'overlapping'
}
