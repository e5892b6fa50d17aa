import { usageError } from '../../core/error.ts'
import type { Scenario } from '../model.ts'
import { checkScenario, type ScenarioInput } from './check-scenario.ts'

/**
 * Reads a scenario file and checks it as a whole, before anything is started.
 *
 * Throws usage errors, all that were found, in the order of the file: `yaml.*`, `scenario.*` and `expression.*`.
 */
export function parseScenario(input: ScenarioInput): Scenario {
  const { scenario, problems } = checkScenario(input, { complete: true })
  if (problems.length > 0) throw usageError(problems)
  return scenario
}
