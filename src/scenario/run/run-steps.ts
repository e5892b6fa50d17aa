import type { Failure, Verdict } from '../../core/events.ts'
import type { ScenarioStep } from '../model.ts'
import type { Line, LineOutcome } from '../steps/step-context.ts'
import type { Frame } from './frame.ts'
import { pauseBetween } from './pause.ts'
import type { Run } from './run.ts'
import { runStep } from './run-step.ts'
import { referenceTo } from './step-reference.ts'
import { whyAborted } from './why-aborted.ts'

/** Steps that run one after the other. */
export interface StepList {
  steps: readonly ScenarioStep[]
  frame: Frame
  /** Names of the steps above. */
  path: readonly string[]
  signal: AbortSignal
  /** Called after each step that passed or was left out. */
  after?: (step: { isLast: boolean }) => Promise<unknown>
}

export interface ListOutcome {
  verdict: Verdict
  /** The first cause. */
  failure?: Failure
}

/** Runs a list of steps up to the first that does not pass; the others are skipped. */
export async function runSteps({ steps, frame, path, signal, after }: StepList, run: Run): Promise<ListOutcome> {
  for (const [index, step] of steps.entries()) {
    if (signal.aborted) {
      const outcome = whyAborted(signal, step.place)
      run.record.fail(outcome.failure)
      skipAll(steps.slice(index), path, run)
      return outcome
    }
    const outcome = await runStep(step, { frame, path: [...path, step.name], signal, runLine }, run)
    if (outcome.verdict !== 'passed') {
      skipAll(steps.slice(index + 1), path, run)
      return outcome
    }
    await after?.({ isLast: index === steps.length - 1 })
  }
  return { verdict: 'passed' }
}

function skipAll(steps: readonly ScenarioStep[], path: readonly string[], run: Run): void {
  for (const step of steps) run.record.skip(referenceTo(step, [...path, step.name]))
}

/** A line reads what was there before it, and keeps to itself what it captures. */
async function runLine(line: Line, above: Omit<StepList, 'steps' | 'after'>, run: Run): Promise<LineOutcome> {
  const frame = above.frame.fork(line.names)
  const outcome = await runSteps(
    {
      steps: line.steps,
      frame,
      path: [...above.path, line.name],
      signal: above.signal,
      after: async ({ isLast }) => isLast || pauseBetween(line.random),
    },
    run,
  )
  return { ...outcome, ...frame.left() }
}
