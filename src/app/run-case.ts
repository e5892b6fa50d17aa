import type { Clock } from '../core/clock.ts'
import type { EventSink, Failure, ScenarioResult } from '../core/events.ts'
import type { Concurrency } from '../scenario/model/concurrency.ts'
import { exploreSeeds } from './explore-seeds.ts'
import type { RunOptions } from './run-options.ts'
import { holdEvents } from './sink-like.ts'

/** One run of a scenario with a seed, told of to a sink. */
export type RunSeed = (seed: string, concurrency: Concurrency | undefined, sink: EventSink) => Promise<ScenarioResult>

export interface Case {
  run: RunSeed
  /** As it was typed. */
  seed?: string
  /** To take when none was typed. */
  newSeed: string
  /** Seeds that may be tried at the same time. */
  lanes: number
  sink: EventSink
  wallClock: Clock
  signal: AbortSignal
}

/** Runs a scenario as often as the options ask for, tells of the run that counts, and gives its result. */
export function runCase(one: Case, options: RunOptions): Promise<ScenarioResult> {
  return options.seeds === undefined ? runWithRetries(one, options) : exploreSeeds(one, options.seeds, options)
}

async function runWithRetries(one: Case, { retry = 0, concurrency }: RunOptions): Promise<ScenarioResult> {
  const { run, seed = one.newSeed, sink, wallClock, signal } = one
  if (retry === 0) return run(seed, concurrency, sink)
  const earlier: Failure[] = []
  for (let attempt = 1; ; attempt++) {
    const held = holdEvents(sink)
    const result = await run(seed, concurrency, held.sink)
    if (result.verdict === 'passed' || attempt > retry || signal.aborted) {
      const flaky = result.verdict === 'passed' ? { flaky: true } : {}
      const told = earlier.length === 0 ? result : { ...result, earlier, ...flaky }
      held.release(told)
      return told
    }
    earlier.push(result.failures[0] ?? { message: result.verdict })
    sink({ type: 'scenario.retried', at: wallClock.now(), result, attempt })
  }
}
