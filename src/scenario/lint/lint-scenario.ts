import { basename } from 'node:path'
import { type Problem, StandinError } from '../../core/error.ts'
import type { LandscapeOutline } from '../../core/landscape.ts'
import { sortedByPlace } from '../../yaml/problem-order.ts'
import { type CheckedScenario, checkScenario } from '../parse/check-scenario.ts'
import { findWarnings } from './warnings.ts'

export interface LintInput {
  file: string
  /** Absolute; `file` read from the working directory when nothing is said. */
  path?: string
  text: string
  outline: LandscapeOutline
}

/**
 * Everything that is wrong or doubtful in a scenario file, in the order of the file. Codes `lint.*` are warnings: the
 * file runs all the same. Variables need no values here.
 */
export function lintScenario(input: LintInput): Problem[] {
  let checked: CheckedScenario
  try {
    checked = checkScenario({ ...input, vars: {} }, { complete: false })
  } catch (thrown) {
    if (thrown instanceof StandinError) return [...thrown.problems]
    throw thrown
  }
  return sortedByPlace([
    ...checked.problems,
    ...findWarnings(checked, { fileName: basename(input.file), text: input.text }),
  ])
}
