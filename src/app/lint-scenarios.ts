import { type Problem, StandinError } from '../core/error.ts'
import { isArazzo, parseArazzo } from '../scenario/arazzo/parse-arazzo.ts'
import { lintScenario } from '../scenario/lint/lint-scenario.ts'
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
  try {
    parseArazzo({ file, text, vars: {}, open: (named) => readDocumentBeside(path, named) })
    return []
  } catch (thrown) {
    if (!(thrown instanceof StandinError)) throw thrown
    return thrown.problems.filter(({ code }) => code !== 'arazzo.missing-input')
  }
}
