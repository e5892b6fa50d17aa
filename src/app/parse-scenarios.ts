import { type Problem, StandinError, usageError } from '../core/error.ts'
import type { LandscapeOutline } from '../core/landscape.ts'
import type { Scenario } from '../scenario/model.ts'
import { parseScenario } from '../scenario/parse/parse-scenario.ts'
import type { FoundScenario } from './find-scenarios.ts'

/** Parses all files, or throws all problems of all files. */
export function parseScenarios(
  found: readonly FoundScenario[],
  outline: LandscapeOutline,
  vars: Readonly<Record<string, string>>,
): Scenario[] {
  const problems: Problem[] = []
  const scenarios: Scenario[] = []
  for (const { file, text } of found) {
    try {
      scenarios.push(parseScenario({ file, text, outline, vars }))
    } catch (thrown) {
      if (!(thrown instanceof StandinError) || thrown.kind !== 'usage') throw thrown
      problems.push(...thrown.problems)
    }
  }
  if (problems.length > 0) throw usageError(problems)
  return scenarios
}
