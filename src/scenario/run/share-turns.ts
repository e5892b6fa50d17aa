import type { Milliseconds } from '../../core/duration.ts'
import { environmentError } from '../../core/error.ts'
import type { Place } from '../../core/place.ts'
import { type Random, seededRandom } from '../../core/random.ts'
import type { Concurrency } from '../model/concurrency.ts'
import type { Scope } from '../model.ts'
import { abortable } from '../steps/abortable.ts'
import type { Line } from '../steps/step-context.ts'
import { deadline } from './deadline.ts'
import type { Run } from './run.ts'
import { seededSchedule, seedPosition } from './schedule.ts'
import { type Turn, takeTurns } from './turns.ts'

const patience: Milliseconds = 30_000

/** The parallel step whose lines share turns. */
export interface SharedStep {
  concurrency: Exclude<Concurrency, 'free'>
  lines: readonly Line[]
  place: Place
  /** Names of the steps above it, and its own. */
  path: readonly string[]
  scope: Scope
  random: Random
  signal: AbortSignal
}

/**
 * Turns for the lines of a parallel step. Between two turns the landscape settles and each invariant is looked at, so
 * that a step and all that it sets going are one move, and the same order of moves comes to the same end.
 */
export function shareTurns({ concurrency, lines, place, path, scope, random, signal }: SharedStep, run: Run): Turn[] {
  const between = async (): Promise<void> => {
    if (signal.aborted) return
    const message = `the landscape did not settle within ${patience / 1_000} seconds`
    using limit = deadline(signal, patience, () => environmentError({ code: 'landscape.restless', message, place }))
    await abortable(limit.signal, () => run.landscape.settle())
    await run.watch.sample(scope, signal)
  }
  const schedule = seededSchedule({
    mode: concurrency,
    steps: lines.map((line) => line.steps.length),
    random: random.fork('turns'),
    position: seedPosition(run.seed, (family) => seededRandom(family).fork(path.join(' / '))),
  })
  return takeTurns({ lines: lines.length, schedule, between, signal })
}
