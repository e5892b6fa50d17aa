import type { EventSink } from '../core/events.ts'
import { isDefect } from '../landscape/defects/table.ts'
import type { Scenario } from '../scenario/model.ts'
import { resultName } from '../scenario/run/cases.ts'
import type { Ambient } from './ambient.ts'
import { refuseUnreadablePolicies } from './clone/policies-of-scenarios.ts'
import { findScenarios } from './find-scenarios.ts'
import { type LoadedLandscape, loadLandscape } from './load-landscape.ts'
import { parseScenarios } from './parse-scenarios.ts'
import { refusePrograms } from './refuse-programs.ts'
import type { Configuration, Proof, ProveRequest } from './requests.ts'
import { newToken, runOne } from './run-one.ts'

/**
 * Runs each scenario once as it is, when it must pass, and once under each defect that it says it catches, when it
 * must fail: not by an error, but by an expectation or an invariant that did not hold. A scenario that catches nothing
 * proves nothing.
 */
export async function proveScenarios(
  configuration: Configuration,
  request: ProveRequest,
  ambient: Ambient,
  sink: EventSink,
  signal: AbortSignal,
): Promise<readonly Proof[]> {
  const landscape = await loadLandscape(configuration)
  const found = await findScenarios(configuration, request.scenarios)
  const scenarios = parseScenarios(found, landscape.outline, request.vars)
  refusePrograms(configuration, scenarios)
  await refuseUnreadablePolicies(scenarios)
  const proofs: Proof[] = []
  for (const scenario of scenarios) {
    if (signal.aborted) break
    proofs.push(await proveOne(configuration, landscape, scenario, ambient, request, sink, signal))
  }
  return proofs
}

async function proveOne(
  configuration: Configuration,
  landscape: LoadedLandscape,
  scenario: Scenario,
  ambient: Ambient,
  { vars, seed = newToken(ambient) }: ProveRequest,
  sink: EventSink,
  signal: AbortSignal,
): Promise<Proof> {
  const run = { scenario, vars, runId: newToken(ambient), seed }
  const baseline = await runOne(configuration, landscape, { ...run, defects: [] }, ambient, sink, signal)
  const defects: Proof['defects'][number][] = []
  for (const defect of scenario.catches.filter(isDefect)) {
    if (signal.aborted) break
    const result = await runOne(configuration, landscape, { ...run, defects: [defect] }, ambient, sink, signal)
    defects.push({ defect, caught: result.verdict === 'failed', result })
  }
  const complete = defects.length > 0 && defects.length === scenario.catches.length
  const proven = baseline.verdict === 'passed' && complete && defects.every(({ caught }) => caught)
  return { scenario: resultName(scenario), file: scenario.file, baseline, defects, proven }
}
