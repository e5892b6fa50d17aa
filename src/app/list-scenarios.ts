import { summarizeScenario } from '../scenario/parse/summarize-scenario.ts'
import { findScenarios } from './find-scenarios.ts'
import type { Configuration, ScenarioSummary } from './requests.ts'

/** What every scenario that is found says about itself. Throws usage errors for files that cannot be read as scenarios. */
export async function listScenarios(configuration: Configuration): Promise<readonly ScenarioSummary[]> {
  const found = await findScenarios(configuration, [])
  return found.map(({ file, text }) => {
    const { name, title, tags, catches, vars } = summarizeScenario(file, text)
    return { name, title, file, tags, catches, vars }
  })
}
