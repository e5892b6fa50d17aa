import type { EventSink, RunEvent, ScenarioResult, Verdict } from '../core/events.ts'
import { resultName } from '../scenario/run/cases.ts'
import type { Ambient } from './ambient.ts'
import { hidingSecrets, withoutSecrets } from './hide-secrets.ts'
import { writeLastFailed } from './last-failed.ts'
import { type PreparedRun, type PreparedScenario, prepareRun } from './prepare-run.ts'
import type { Configuration, RunOutcome, RunRequest } from './requests.ts'
import { runCase } from './run-case.ts'
import { newToken, runOne } from './run-one.ts'
import { runSelected } from './run-selected.ts'

/**
 * Runs scenarios, each in an environment of its own. Everything that can be wrong with the input is found before
 * anything starts. Throws usage errors, and environment errors when the landscape cannot be hosted.
 */
export async function runScenarios(
  configuration: Configuration,
  request: RunRequest,
  ambient: Ambient,
  sink: EventSink,
  signal: AbortSignal,
): Promise<RunOutcome> {
  const started = ambient.wallClock.now()
  const prepared = await prepareRun(configuration, request)
  const secrets = Object.values(request.secrets ?? {}).map(({ value }) => value)
  const seed = request.seed ?? newToken(ambient)
  const run = { request, prepared, seed, runId: newToken(ambient), ambient, sink: hidingSecrets(sink, secrets), signal }
  run.sink(startEvent(run, started))
  const results = await runAll(configuration, run)
  await writeLastFailed(configuration, results)
  const now = ambient.wallClock.now()
  const coverage = prepared.contracts?.coverage() ?? []
  for (const one of coverage) run.sink({ type: 'contract.coverage', at: now, ...one })
  const uncovered = request.requireCoverage === true && coverage.some(({ unused }) => unused.length > 0)
  const end = endEvent(results, request, { at: now, duration: now - started, uncovered })
  run.sink(end)
  return { verdict: end.verdict, results: withoutSecrets(results, secrets) }
}

interface WholeRun {
  request: RunRequest
  prepared: PreparedRun
  seed: string
  runId: string
  ambient: Ambient
  sink: EventSink
  signal: AbortSignal
}

function startEvent({ prepared, seed, runId, ambient: { versions } }: WholeRun, at: number): RunEvent {
  const scenarios = prepared.scenarios.map(({ scenario }) => ({ name: resultName(scenario), title: scenario.title }))
  return { type: 'run.started', at, runId, seed, scenarios, ...(versions && { versions }) }
}

function runAll(configuration: Configuration, run: WholeRun): Promise<ScenarioResult[]> {
  const { request, prepared, ambient, sink, signal } = run
  const { workers = 1, failFast = false } = request
  const lanes = prepared.scenarios.length === 1 ? workers : 1
  const selected = prepared.scenarios.map((one) => ({
    name: resultName(one.scenario),
    title: one.scenario.title,
    run: (own: EventSink) =>
      runCase(
        {
          run: (seed, concurrency, held) => {
            const single = { ...singleRun(run, one, seed), ...(concurrency !== undefined && { concurrency }) }
            return runOne(configuration, prepared.landscape, single, ambient, held, signal)
          },
          ...(request.seed !== undefined && { seed: request.seed }),
          newSeed: run.seed,
          lanes,
          sink: own,
          wallClock: ambient.wallClock,
          signal,
        },
        request,
      ),
  }))
  return runSelected(selected, { workers, failFast, sink, now: ambient.wallClock.now, signal })
}

function singleRun({ request, prepared, runId }: WholeRun, one: PreparedScenario, seed: string) {
  const { secrets, timeout, gate, realTime } = request
  const { vars, defects, contracts, snapshot } = prepared
  return {
    ...one,
    runId,
    seed,
    vars,
    defects,
    ...(secrets !== undefined && { secrets }),
    ...(timeout !== undefined && { timeout }),
    ...(realTime === true && { realTime }),
    ...(gate !== undefined && { gate }),
    ...(contracts !== undefined && { contracts }),
    ...(snapshot !== undefined && { snapshot }),
  }
}

function endEvent(
  results: readonly ScenarioResult[],
  { selection, failOnFlaky }: RunRequest,
  { at, duration, uncovered }: { at: number; duration: number; uncovered: boolean },
): Extract<RunEvent, { type: 'run.finished' }> {
  const counts: Record<Verdict, number> = { passed: 0, failed: 0, inconclusive: 0, error: 0 }
  for (const result of results) counts[result.verdict]++
  const flaky = results.filter((result) => result.flaky === true).length
  const nothing: Verdict = selection?.passWithNoTests === true ? 'passed' : 'error'
  const worst = bySeverity.find((verdict) => counts[verdict] > 0) ?? nothing
  const objection = uncovered || (flaky > 0 && failOnFlaky === true)
  const verdict = worst === 'passed' && objection ? 'failed' : worst
  return { type: 'run.finished', at, duration, counts, verdict, ...(flaky > 0 && { flaky }) }
}

const bySeverity: readonly Verdict[] = ['error', 'failed', 'inconclusive', 'passed']
