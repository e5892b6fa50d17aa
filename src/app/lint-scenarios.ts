import { lintScenario } from '../scenario/lint/lint-scenario.ts'
import { findScenarios } from './find-scenarios.ts'
import { loadLandscape } from './load-landscape.ts'
import type { Configuration, LintOutcome } from './requests.ts'

/** Checks scenario files against the landscape without starting anything. */
export async function lintScenarios(configuration: Configuration, names: readonly string[]): Promise<LintOutcome> {
  const { outline } = await loadLandscape(configuration)
  const found = await findScenarios(configuration, names)
  return { files: found.length, problems: found.flatMap(({ file, text }) => lintScenario({ file, text, outline })) }
}
