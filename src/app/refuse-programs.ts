import { usageError } from '../core/error.ts'
import type { Scenario } from '../scenario/model.ts'
import { programsStarted } from '../scenario/parse/programs-started.ts'
import type { Configuration } from './requests.ts'

/** Throws the usage error `scenario.exec-not-allowed`, with all places, when steps start programs and the run may not. */
export function refusePrograms({ allowExec }: Configuration, scenarios: readonly Scenario[]): void {
  const problems = allowExec === true ? [] : scenarios.flatMap(programsStarted)
  if (problems.length > 0) throw usageError(problems)
}
