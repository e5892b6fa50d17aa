import { type Problem, StandinError } from '../core/error.ts'
import { isArazzo, parseArazzo } from '../scenario/arazzo/parse-arazzo.ts'
import { lintScenario } from '../scenario/lint/lint-scenario.ts'
import { sortedByPlace } from '../yaml/problem-order.ts'
import { findScenarios } from './find-scenarios.ts'
import { loadLandscape } from './load-landscape.ts'
import { readDocumentBeside } from './read-document.ts'
import type { Configuration, LintOutcome } from './requests.ts'

/** Checks scenario files against the landscape without starting anything. */
export async function lintScenarios(configuration: Configuration, names: readonly string[]): Promise<LintOutcome> {
  const { outline } = await loadLandscape(configuration)
  const found = await findScenarios(configuration, names)
  return {
    files: found.length,
    problems: found.flatMap(({ file, path, text }) =>
      isArazzo(file) ? arazzoProblems(file, path, text) : lintScenario({ file, path, text, outline }),
    ),
  }
}

/** What is wrong with an Arazzo document; its inputs need no values here. */
function arazzoProblems(file: string, path: string, text: string): readonly Problem[] {
  const problems: Problem[] = []
  const open = (named: string) => readDocumentBeside(path, named)
  try {
    parseArazzo({ file, text, vars: {}, open, onWarning: (problem) => problems.push(problem) })
  } catch (thrown) {
    if (!(thrown instanceof StandinError)) throw thrown
    problems.push(...thrown.problems.filter(({ code }) => code !== 'arazzo.missing-input'))
  }
  return sortedByPlace(problems)
}
