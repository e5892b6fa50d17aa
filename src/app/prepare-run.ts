import { type Problem, usageError } from '../core/error.ts'
import { suggestion } from '../core/nearest.ts'
import { type Defect, defects, isDefect } from '../landscape/defects/table.ts'
import type { Contracts } from '../scenario/contracts/contracts.ts'
import type { Scenario } from '../scenario/model.ts'
import { type OpenSnapshot, openSnapshot } from '../stores/files/snapshot-source.ts'
import { refuseUnreadablePolicies } from './clone/policies-of-scenarios.ts'
import { cutScenario } from './cut-scenario.ts'
import { findScenarios } from './find-scenarios.ts'
import { readLastFailed } from './last-failed.ts'
import { loadContracts } from './load-contracts.ts'
import { type LoadedLandscape, loadLandscape } from './load-landscape.ts'
import { connectorChoice } from './own-connector/connector-choice.ts'
import { parseScenarios } from './parse-scenarios.ts'
import { refusePrograms } from './refuse-programs.ts'
import type { Configuration, RunRequest } from './requests.ts'
import { selectScenarios } from './select-scenarios.ts'
import { readVariableFile } from './variable-file.ts'

/** A run that was checked as a whole, and in which nothing has been started. */
export interface PreparedRun {
  landscape: LoadedLandscape
  scenarios: readonly PreparedScenario[]
  /** All that were given, without the secret ones. */
  vars: Readonly<Record<string, string>>
  /** Those that were asked for, and those of the landscape. */
  defects: readonly Defect[]
  /** Where the landscape names any. */
  contracts?: Contracts
  /** Checked as a whole. */
  snapshot?: OpenSnapshot
}

export interface PreparedScenario {
  scenario: Scenario
  target: string
  /** It ends before its last step. */
  partial: boolean
}

/** Finds, selects and checks everything. Throws usage errors, also when nothing is selected. */
export async function prepareRun(configuration: Configuration, request: RunRequest): Promise<PreparedRun> {
  const { selection = {}, secrets = {} } = request
  connectorChoice(configuration.connector)
  const switchedOn = knownDefects(request.defects)
  const landscape = await loadLandscape(configuration)
  const fromFile =
    request.varFile === undefined ? {} : await readVariableFile(request.varFile, configuration.workingDirectory)
  const vars = { ...fromFile, ...request.vars }
  const hidden = Object.fromEntries(Object.entries(secrets).map(([name, { value }]) => [name, value]))
  const failedBefore = selection.lastFailed === true ? await readLastFailed(configuration) : new Set<string>()
  const found = await findScenarios(configuration, request.scenarios)
  const selected = selectScenarios(found, selection, failedBefore)
  const parsedAll = parseScenarios(selected, landscape.outline, { ...vars, ...hidden })
  const scenarios = meantCases(parsedAll, selection.case).map((parsed) => {
    const origin = selected.find(({ file }) => file === parsed.file)
    const whole = request.redeliver === true ? { ...parsed, redeliver: true } : parsed
    return { ...cutScenario(whole, origin?.line), target: origin?.target ?? parsed.name }
  })
  refusePrograms(
    configuration,
    scenarios.map(({ scenario }) => scenario),
  )
  if (scenarios.length === 0 && selection.passWithNoTests !== true) throw nothingSelected(request)
  const active = [...new Set([...switchedOn, ...knownDefects(landscape.file.defects ?? [])])]
  await refuseUnreadablePolicies(scenarios.map(({ scenario }) => scenario))
  const contracts = await loadContracts(configuration, landscape)
  const snapshot = request.snapshot === undefined ? undefined : await openSnapshot(request.snapshot)
  return { landscape, scenarios, vars, defects: active, ...(contracts && { contracts }), ...(snapshot && { snapshot }) }
}

/** The rows of this name, of those scenarios that have one. Throws when there is none. */
function meantCases(scenarios: readonly Scenario[], name: string | undefined): readonly Scenario[] {
  if (name === undefined) return scenarios
  const meant = scenarios.filter(({ caseName }) => caseName === name)
  if (meant.length > 0) return meant
  const known = scenarios.flatMap(({ caseName }) => caseName ?? [])
  throw usageError({ code: 'scenario.unknown-case', message: `there is no case "${name}"; ${suggestion(name, known)}` })
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

function nothingSelected({ selection = {} }: RunRequest): Error {
  const { tag, grep, shard, lastFailed } = selection
  const filters = [
    ...(tag === undefined ? [] : [`--tag '${tag}'`]),
    ...(grep === undefined ? [] : [`--grep '${grep}'`]),
    ...(shard === undefined ? [] : [`--shard ${shard}`]),
    ...(lastFailed === true ? ['--last-failed'] : []),
  ]
  if (filters.length === 0) {
    return usageError({
      code: 'scenario.none',
      message: 'no scenario was found, so there is nothing to run',
      remedy: 'name one, or put files into scenarios/',
    })
  }
  return usageError({
    code: 'scenario.none',
    message: `no scenario is left to run with ${filters.join(' ')}`,
    remedy: '`scenario list` shows all of them with their tags; --pass-with-no-tests makes this a success',
  })
}
