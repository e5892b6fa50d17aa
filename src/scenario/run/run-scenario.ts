import { concealment } from '../../core/concealment.ts'
import type { Milliseconds } from '../../core/duration.ts'
import { environmentError, StandinError } from '../../core/error.ts'
import type { InvariantResult, ScenarioResult, Verdict } from '../../core/events.ts'
import type { Place } from '../../core/place.ts'
import { systemSecrets } from '../../core/system-secrets.ts'
import type { Scenario, Scope } from '../model.ts'
import { abortable } from '../steps/abortable.ts'
import { openHttpSession } from '../steps/http-session.ts'
import { landscapeTime } from '../steps/landscape-time.ts'
import { realTime } from '../steps/real-time.ts'
import { worst } from '../steps/worst.ts'
import { resultName } from './cases.ts'
import { concealing } from './conceal.ts'
import { deadline } from './deadline.ts'
import { failureOf, verdictOfError } from './failure-of.ts'
import { runFaults } from './faults.ts'
import { finallySignal } from './finally-signal.ts'
import { type Frame, openFrame } from './frame.ts'
import { openHistory } from './history.ts'
import { watchInvariants } from './invariants.ts'
import { openChecks } from './judge-checks.ts'
import { judgeRun } from './judge-run.ts'
import { runRecord } from './record.ts'
import type { Run, RunContext } from './run.ts'
import { runSteps } from './run-steps.ts'
import { tellerFor } from './tell.ts'
import { sampleTeller } from './tell-sample.ts'
import { whyAborted } from './why-aborted.ts'

const patience: Milliseconds = 30_000

/**
 * Runs a scenario in a landscape and tells of it event by event. Whatever does not hold or is broken is in the result;
 * only a bug of ours is thrown, after the steps of `finally`.
 */
export async function runScenario(scenario: Scenario, context: RunContext): Promise<ScenarioResult> {
  const { landscape, wallClock, sink, seed, correlationId, defect, replay } = context
  const started = wallClock.now()
  const name = resultName(scenario)
  const startedInLandscape = landscape.clock.now()
  const about = { seed, correlationId, ...(defect !== undefined && { defect }) }
  const concealed = concealment([...systemSecrets(landscape.systems.values()), ...(context.secrets ?? [])])
  sink({
    type: 'scenario.started',
    at: started,
    scenario: name,
    title: scenario.title,
    ...about,
    file: scenario.file,
    ...(sink.detail === 'full' && { vars: concealed.content(scenario.vars) }),
  })

  const record = runRecord(name, sink, wallClock, concealing(concealed))
  const teller = tellerFor(name, sink, wallClock, concealed)
  const watch = watchInvariants(
    scenario.invariants,
    landscape,
    record,
    sampleTeller(name, landscape, { sink, wallClock, concealed }),
  )
  await using session = openHttpSession()
  const run: Run = {
    ...context,
    time: (context.realTime === true ? realTime : landscapeTime)(landscape.clock, wallClock, sink),
    watch,
    record,
    faults: runFaults(name, landscape, sink, wallClock),
    session,
    history: openHistory(keptSteps(scenario), wallClock),
    ...(teller && { teller }),
  }
  const frame = openFrame({ ...baseScope(scenario, context), history: run.history.summary })
  const checks = await openChecks(scenario.checks ?? [], frame.scope(), run)
  let judged: InvariantResult[] = checks.leave()

  let main: Verdict = 'error'
  let interrupted = false
  let cleaned: Verdict = 'passed'
  try {
    main = await runMain(scenario, frame, run)
    if (main !== 'passed') await tellUnanswered(run)
    judged = await judgeRun(scenario, { checks, main, place: placeOf(scenario) }, frame, run)
    interrupted = context.signal.aborted
    if (interrupted) record.fail(whyAborted(context.signal, placeOf(scenario)).failure)
  } finally {
    run.faults.clearAll()
    cleaned = await runFinally(scenario, frame, run)
  }

  const invariants = [...watch.finish(main === 'passed' && !interrupted && context.partial !== true), ...judged]
  for (const result of invariants) {
    sink({ type: 'invariant.finished', at: wallClock.now(), scenario: name, result })
  }
  const result: ScenarioResult = {
    scenario: name,
    title: scenario.title,
    file: scenario.file,
    verdict: interrupted ? 'error' : verdictOf(main, invariants, cleaned),
    duration: wallClock.now() - started,
    landscapeTime: landscape.clock.now() - startedInLandscape,
    ...about,
    steps: record.steps(),
    invariants,
    failures: record.failures(),
    replay,
  }
  sink({ type: 'scenario.finished', at: wallClock.now(), result })
  return result
}

/** The steps of whose operations some check wants the answers. */
function keptSteps({ checks = [] }: Scenario): Set<string> {
  return new Set(checks.flatMap((check) => ('for' in check && 'history' in check.for ? [check.for.history] : [])))
}

/** Captures and answers come on top of these names. */
function baseScope(scenario: Scenario, { landscape, runId, correlationId, seed, directories }: RunContext): Scope {
  const systems = [...landscape.systems.values()].map(({ name, url, credentials }) => [
    name,
    { ...credentials, ...(url !== undefined && { url }) },
  ])
  return {
    ...Object.fromEntries(systems),
    vars: scenario.vars,
    run: { id: runId, correlationId, seed, scenario: scenario.name, directory: directories.run },
  }
}

/** The steps, then whatever they set going, then a last look at the invariants. */
async function runMain(scenario: Scenario, frame: Frame, run: Run): Promise<Verdict> {
  const { signal, watch, record } = run
  const sample = (): Promise<void> => watch.sample(frame.scope(), signal)
  const { verdict } = await runSteps({ steps: scenario.steps, frame, path: [], signal, after: sample }, run)
  if (signal.aborted) return verdict
  const place = placeOf(scenario)
  const message = `the landscape did not settle within ${patience / 1_000} seconds`
  using limit = deadline(signal, patience, () => environmentError({ code: 'landscape.restless', message, place }))
  try {
    await abortable(limit.signal, () => run.landscape.settle())
    await watch.sample(frame.scope(), signal, 'final')
    return verdict === 'passed' && run.partial !== true ? verdictOnFaults(run) : verdict
  } catch (thrown) {
    if (signal.aborted) return verdict
    if (!(thrown instanceof StandinError)) throw thrown
    record.fail(failureOf(thrown, place))
    return worst([verdict, verdictOfError(thrown)])
  }
}

/** What did not pass may be so since somebody did not answer. */
async function tellUnanswered({ landscape, record }: Run): Promise<void> {
  for (const message of (await landscape.unanswered?.()) ?? []) record.fail({ message })
}

/** A fault that never fired has shown nothing. */
function verdictOnFaults({ faults, record }: Run): Verdict {
  const silent = faults.silent()
  for (const failure of silent) record.fail(failure)
  return silent.length === 0 ? 'passed' : 'failed'
}

function placeOf({ file, steps: [first] }: Scenario): Place {
  return first?.place ?? { file, line: 1, column: 1 }
}

/** Each step of `finally`, whatever becomes of the others. */
async function runFinally(scenario: Scenario, frame: Frame, run: Run): Promise<Verdict> {
  using bounded = finallySignal(run.signal)
  const verdicts: Verdict[] = []
  for (const step of scenario.finally) {
    const { verdict } = await runSteps({ steps: [step], frame, path: [], signal: bounded.signal }, run)
    verdicts.push(verdict)
  }
  return worst(verdicts)
}

/** A violated invariant is a finding whatever else broke; `finally` decides only where nothing else went wrong. */
function verdictOf(main: Verdict, invariants: readonly InvariantResult[], cleaned: Verdict): Verdict {
  const watched = worst(invariants.map(({ verdict }) => verdict))
  if (invariants.some(({ verdict }) => verdict === 'failed')) return 'failed'
  if (main !== 'passed') return main
  return watched === 'passed' ? cleaned : watched
}
