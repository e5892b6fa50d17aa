import type { Failure, Verdict } from '../../core/events.ts'
import type { JsonObject } from '../../core/json.ts'
import { masked } from '../../core/masking.ts'
import type { ScenarioStep } from '../model.ts'
import type { Inside, Line, LineOutcome } from '../steps/step-context.ts'
import type { Frame } from './frame.ts'
import { pauseBetween } from './pause.ts'
import type { Run } from './run.ts'
import { runStep } from './run-step.ts'
import { referenceTo } from './step-reference.ts'
import type { Turn } from './turns.ts'
import { whyAborted } from './why-aborted.ts'

/** Steps that run one after the other. */
export interface StepList {
  steps: readonly ScenarioStep[]
  frame: Frame
  /** Names of the steps above. */
  path: readonly string[]
  signal: AbortSignal
  /** Where the steps take turns with those of other lines. */
  turn?: Turn
  /** Whether other lines run beside these steps. */
  beside?: boolean
  /** Called after each step that passed or was left out. */
  after?: (step: { isLast: boolean }) => Promise<unknown>
}

export interface ListOutcome {
  verdict: Verdict
  /** The first cause. */
  failure?: Failure
}

/** Runs a list of steps up to the first that does not pass; the others are skipped. */
export async function runSteps(
  { steps, frame, path, signal, turn, beside, after }: StepList,
  run: Run,
): Promise<ListOutcome> {
  for (const [index, step] of steps.entries()) {
    await turn?.take()
    if (!signal.aborted && !run.signal.aborted && run.beforeStep !== undefined) {
      await run.beforeStep(referenceTo(step, [...path, step.name]), () => masked(frame.scope()), signal)
    }
    if (signal.aborted) {
      const outcome = whyAborted(signal, step.place)
      run.record.fail(outcome.failure)
      skipAll(steps.slice(index), path, run)
      return outcome
    }
    const above = {
      frame,
      path: [...path, step.name],
      signal,
      ...(turn && { turn }),
      ...(beside && { beside }),
      runLine,
      runInside,
    }
    const outcome = await runStep(step, above, run)
    if (outcome.verdict !== 'passed') {
      skipAll(steps.slice(index + 1), path, run)
      return outcome
    }
    await after?.({ isLast: index === steps.length - 1 })
  }
  return { verdict: 'passed' }
}

function skipAll(steps: readonly ScenarioStep[], path: readonly string[], run: Run): void {
  for (const step of steps) run.record.skip(referenceTo(step, [...path, step.name]), { notReached: true })
}

/** A line reads what was there before it, and keeps to itself what it captures. */
async function runLine(line: Line, above: Omit<StepList, 'steps' | 'after'>, run: Run): Promise<LineOutcome> {
  const frame = above.frame.fork(line.names)
  const { turn } = line
  const pace =
    turn === undefined
      ? { after: async ({ isLast }: { isLast: boolean }) => isLast || pauseBetween(line.random) }
      : { turn }
  try {
    const path = [...above.path, line.name]
    const outcome = await runSteps({ steps: line.steps, frame, path, signal: above.signal, beside: true, ...pace }, run)
    return { ...outcome, ...frame.left() }
  } finally {
    turn?.end()
  }
}

/** Steps of a step, one after the other. Invariants are looked at in between, as behind any other step. */
async function runInside(
  { name, steps, names, shared }: Inside,
  above: Omit<StepList, 'steps' | 'after'>,
  run: Run,
): Promise<LineOutcome> {
  const frame = shared === true ? above.frame : above.frame.fork(names, above.frame.cookies)
  if (shared === true) frame.capture(names as JsonObject)
  const after = above.turn === undefined ? { after: () => run.watch.sample(frame.scope(), above.signal) } : {}
  const path = name === undefined ? above.path : [...above.path, name]
  const outcome = await runSteps({ ...above, steps, frame, path, ...after }, run)
  return { ...outcome, ...frame.left() }
}
