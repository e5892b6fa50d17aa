import { StandinError, usageError } from '../../core/error.ts'
import type { StepResult, Verdict } from '../../core/events.ts'
import type { Retrying } from '../model/control.ts'
import type { ScenarioStep } from '../model.ts'
import { abortable } from '../steps/abortable.ts'
import { poll } from '../steps/poll.ts'
import type { Attempt, Inside, Line, LineOutcome, StepContext } from '../steps/step-context.ts'
import { tryStep } from '../steps/try-step.ts'
import { watchFor } from '../steps/watch-for.ts'
import { type Deadline, deadline } from './deadline.ts'
import { failureOf, verdictOfError } from './failure-of.ts'
import type { Frame } from './frame.ts'
import type { Run } from './run.ts'
import type { ListOutcome } from './run-steps.ts'
import { shareTurns } from './share-turns.ts'
import { noteOf } from './step-note.ts'
import { referenceTo } from './step-reference.ts'
import type { Turn } from './turns.ts'
import { waitingOf } from './waiting.ts'
import { timeoutError, whyAborted } from './why-aborted.ts'

/** Where a step stands. */
export interface Position {
  frame: Frame
  /** Names of the steps above it, and its own. */
  path: readonly string[]
  signal: AbortSignal
  /** Where the step takes turns with those of other lines. */
  turn?: Turn
  /** Whether other lines run beside the step. */
  beside?: boolean
  runInside(inner: Inside, above: Omit<Position, 'runLine' | 'runInside'>, run: Run): Promise<LineOutcome>
  runLine(
    line: Line,
    above: { frame: Frame; path: readonly string[]; signal: AbortSignal },
    run: Run,
  ): Promise<LineOutcome>
}

/** How often a step was tried, and what the last try that came to its end has seen. */
interface Tries {
  count: number
  last?: Attempt
}

/** Runs a step with its condition, its limit of time and its polling, and tells of it. */
export async function runStep(step: ScenarioStep, position: Position, run: Run): Promise<ListOutcome> {
  const reference = referenceTo(step, position.path)
  const tries: Tries = { count: 0 }
  const patience = step.timeout + (run.realTime === true ? waitingOf(step) : 0)
  using limit = deadline(position.signal, patience, () => timeoutError(`"${step.name}"`, patience))
  const started = run.wallClock.now()
  let finish: ((result: Omit<StepResult, 'step'>) => void) | undefined
  const end = (attempt: Attempt): ListOutcome => {
    const { verdict, failure } = outcomeOf(attempt)
    if (failure !== undefined && attempt.reported !== true) run.record.fail(failure)
    const duration = run.wallClock.now() - started
    finish ??= run.record.begin(reference)
    finish({
      verdict,
      duration,
      attempts: tries.count,
      ...noteOf(step, position.frame),
      ...(failure !== undefined && { failure }),
    })
    return { verdict, ...(failure !== undefined && { failure }) }
  }
  try {
    if (!isMeant(step, position.frame)) {
      run.record.skip(reference)
      return { verdict: 'passed' }
    }
    finish = run.record.begin(reference)
    const attempt = await tryAll(step, position, run, limit, tries)
    remember(step, attempt, position.frame)
    return end(attempt)
  } catch (thrown) {
    if (tries.last !== undefined) remember(step, tries.last, position.frame)
    return end(brokenOff(thrown, step, limit, tries))
  }
}

function isMeant({ condition }: ScenarioStep, frame: Frame): boolean {
  if (condition === undefined) return true
  const value = condition.evaluate(frame.scope())
  if (typeof value === 'boolean') return value
  const message = `"if" must be true or false: ${condition.source}`
  throw usageError({ code: 'scenario.not-a-condition', message, place: condition.place })
}

async function tryAll(
  step: ScenarioStep,
  position: Position,
  run: Run,
  limit: Deadline,
  tries: Tries,
): Promise<Attempt> {
  const { frame, path, turn, beside, runLine, runInside } = position
  const { signal } = limit
  const scope = frame.scope()
  const context: StepContext = {
    landscape: run.landscape,
    time: run.time,
    wallClock: run.wallClock,
    correlationId: run.correlationId,
    random: run.random.fork(path.join(' / ')),
    signal,
    scope,
    cookies: frame.cookies,
    session: run.session,
    directories: run.directories,
    faults: run.faults,
    ...(run.contracts && { contracts: run.contracts }),
    ...(run.programs && { programs: run.programs }),
    ...(run.teller && { tell: run.teller(path, () => tries.count) }),
    scopeNow: () => frame.scope(),
    ...(run.seedPack && { seedPack: run.seedPack }),
    ...(run.sweep && { sweep: run.sweep }),
    runInside: (inner) =>
      runInside(inner, { frame, path, signal, ...(turn && { turn }), ...(beside && { beside }) }, run),
    runLine: (line) => runLine(line, { frame, path, signal }, run),
    takeTurns: (lines, stated) => {
      const concurrency = stated ?? run.concurrency ?? 'free'
      if (concurrency === 'free') return []
      const { random } = context
      return (
        turn?.within(lines.length) ??
        shareTurns({ concurrency, lines, place: step.place, path, scope, random, signal }, run)
      )
    },
  }
  const once = async (): Promise<Attempt> => {
    if (tries.count > 0) await turn?.pass()
    tries.count++
    const attempt = (): Promise<Attempt> => abortable(signal, () => tryStep(step, context))
    tries.last = await (beside ? run.history.operation(step, path, attempt) : attempt())
    return tries.last
  }
  if (step.kind === 'include' || step.kind === 'repeat' || step.kind === 'during') {
    tries.count++
    return tryStep(step, context)
  }
  if (step.kind === 'parallel') {
    tries.count++
    // Its lines end by themselves when the signal aborts. Where they take turns, invariants are looked at in between.
    if ((step.concurrency ?? run.concurrency ?? 'free') !== 'free') return tryStep(step, context)
    return run.watch.during(scope, signal, () => tryStep(step, context))
  }
  const { eventually, watching } = step as Retrying
  if (watching !== undefined) return watchFor(watching, run.time, signal, once)
  return eventually === undefined ? once() : poll(eventually, scope, run.time, signal, () => answered(once, step))
}

/** A system that cannot be reached yet is one more reason to try again. */
async function answered(once: () => Promise<Attempt>, { place }: ScenarioStep): Promise<Attempt> {
  try {
    return await once()
  } catch (thrown) {
    if (!(thrown instanceof StandinError) || thrown.code !== 'system.unreachable') throw thrown
    return { verdict: 'error', failure: failureOf(thrown, place) }
  }
}

/** What a step leaves behind, also when it failed: `finally` may need it. */
function remember({ name }: ScenarioStep, { answer, captures }: Attempt, frame: Frame): void {
  if (answer !== undefined) frame.record(name, answer)
  if (captures !== undefined) frame.capture(captures)
}

function outcomeOf({ failure, verdict, answer, reported }: Attempt): ListOutcome & { verdict: Verdict } {
  if (failure === undefined) return { verdict: 'passed' }
  const lastAnswer = answer === undefined || reported === true ? {} : { lastAnswer: answer }
  return { verdict: verdict ?? 'failed', failure: { ...failure, ...lastAnswer } }
}

/** A step that threw: its time was up, the run was interrupted, or something is broken. What is not foreseen is thrown on. */
function brokenOff(thrown: unknown, step: ScenarioStep, limit: Deadline, { count, last }: Tries): Attempt {
  const seen = last?.answer === undefined ? {} : { answer: last.answer }
  if (thrown !== undefined && thrown === limit.reason) {
    const { verdict, failure } = whyAborted(limit.signal, step.place)
    const counted = `${count} ${count === 1 ? 'try' : 'tries'}`
    const message =
      last?.failure === undefined ? failure.message : `${failure.message} (${counted}): ${last.failure.message}`
    return { ...last, ...seen, verdict, failure: { ...last?.failure, ...failure, message } }
  }
  if (limit.signal.aborted) return { ...seen, ...whyAborted(limit.signal, step.place, `"${step.name}" (${step.verb})`) }
  if (thrown instanceof StandinError) {
    return { ...seen, verdict: verdictOfError(thrown), failure: failureOf(thrown, step.place) }
  }
  throw thrown
}
