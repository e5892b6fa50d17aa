import { summarizeScenario } from '../scenario/parse/summarize-scenario.ts'
import { findScenarios } from './find-scenarios.ts'
import type { Configuration, ScenarioDetails } from './requests.ts'

/** Everything that one scenario says about itself, without starting anything. Throws usage errors. */
export async function showScenario(configuration: Configuration, name: string): Promise<ScenarioDetails> {
  const [found] = await findScenarios(configuration, [name])
  return summarizeScenario(found?.file ?? name, found?.text ?? '')
}
