import { type Problem, usageError } from '../core/error.ts'
import type { EventSink, ScenarioResult, Verdict } from '../core/events.ts'
import { suggestion } from '../core/nearest.ts'
import { type Defect, defects, isDefect } from '../landscape/defects/table.ts'
import type { Ambient } from './ambient.ts'
import { findScenarios } from './find-scenarios.ts'
import { loadLandscape } from './load-landscape.ts'
import { parseScenarios } from './parse-scenarios.ts'
import type { Configuration, RunOutcome, RunRequest } from './requests.ts'
import { newToken, runOne } from './run-one.ts'

/**
 * Runs scenarios one after the other, each in an environment of its own. Everything that can be wrong with the input is
 * found before anything starts. Throws usage errors, and environment errors when the landscape cannot be hosted.
 */
export async function runScenarios(
  configuration: Configuration,
  request: RunRequest,
  ambient: Ambient,
  sink: EventSink,
  signal: AbortSignal,
): Promise<RunOutcome> {
  const started = ambient.wallClock.now()
  const switchedOn = knownDefects(request.defects)
  const landscape = await loadLandscape(configuration)
  const found = await findScenarios(configuration, request.scenarios)
  const scenarios = parseScenarios(found, landscape.outline, request.vars)
  if (scenarios.length === 0) throw nothingSelected()
  const seed = request.seed ?? newToken(ambient)
  const runId = newToken(ambient)
  sink({
    type: 'run.started',
    at: started,
    runId,
    seed,
    scenarios: scenarios.map(({ name, title }) => ({ name, title })),
  })
  const active = [...new Set([...switchedOn, ...knownDefects(landscape.file.defects ?? [])])]
  const results: ScenarioResult[] = []
  for (const scenario of scenarios) {
    if (signal.aborted) break
    const run = { scenario, runId, seed, vars: request.vars, defects: active }
    results.push(await runOne(configuration, landscape, run, ambient, sink, signal))
  }
  const counts: Record<Verdict, number> = { passed: 0, failed: 0, inconclusive: 0, error: 0 }
  for (const { verdict } of results) counts[verdict]++
  const verdict = worst(results.map((result) => result.verdict))
  const now = ambient.wallClock.now()
  sink({ type: 'run.finished', at: now, duration: now - started, counts, verdict })
  return { verdict, results }
}

const bySeverity: readonly Verdict[] = ['error', 'failed', 'inconclusive', 'passed']

function worst(verdicts: readonly Verdict[]): Verdict {
  return bySeverity.find((verdict) => verdicts.includes(verdict)) ?? 'error'
}

function knownDefects(names: readonly string[]): Defect[] {
  const problems: Problem[] = names
    .filter((name) => !isDefect(name))
    .map((name) => ({
      code: 'defect.unknown',
      message: `there is no defect "${name}"; ${suggestion(name, Object.keys(defects))}`,
    }))
  if (problems.length > 0) throw usageError(problems)
  return names.filter(isDefect)
}

function nothingSelected(): Error {
  return usageError({
    code: 'scenario.none',
    message: 'no scenario was found, so there is nothing to run',
    remedy: 'name one, or put files into scenarios/',
  })
}
