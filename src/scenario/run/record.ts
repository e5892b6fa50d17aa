import type { Clock } from '../../core/clock.ts'
import type { EventSink, Failure, StepReference, StepResult } from '../../core/events.ts'
import type { Conceal } from './conceal.ts'
import { endsRun } from './why-aborted.ts'

/** What happened in a run, in the order in which it began. */
export interface RunRecord {
  /** Steps as they began. Give the result when there is one. */
  begin(step: StepReference): (result: Omit<StepResult, 'step'>) => void
  /** Its `if` is false, or it is not reached. */
  skip(step: StepReference, why?: { notReached: true }): void
  /** Something that did not pass; the first that is told is the first cause. Gives it as it may be printed. */
  fail(failure: Failure): Failure
  steps(): StepResult[]
  failures(): Failure[]
}

export function runRecord(scenario: string, sink: EventSink, wallClock: Clock, conceal: Conceal): RunRecord {
  const results: (StepResult | undefined)[] = []
  const failures: Failure[] = []
  const finish = (slot: number, result: StepResult): void => {
    results[slot] = result
    sink({ type: 'step.finished', at: wallClock.now(), scenario, result })
  }
  return {
    begin(step) {
      const slot = results.push(undefined) - 1
      sink({ type: 'step.started', at: wallClock.now(), scenario, step })
      return ({ failure, note, ...result }) =>
        finish(slot, {
          step,
          ...result,
          ...(note !== undefined && { note: conceal({ message: note }).message }),
          ...(failure !== undefined && { failure: conceal(failure) }),
        })
    },
    skip(step, why) {
      finish(results.push(undefined) - 1, { step, verdict: 'skipped', duration: 0, attempts: 0, ...why })
    },
    fail(failure) {
      const shown = conceal(failure)
      // Lines that run side by side are all ended at once.
      const known = endsRun(failure.message) && failures.some(({ message }) => endsRun(message))
      if (!known) failures.push(shown)
      return shown
    },
    steps: () => results.filter((result) => result !== undefined),
    failures: () => failures,
  }
}
