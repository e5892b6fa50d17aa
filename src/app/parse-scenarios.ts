import { type Problem, StandinError, usageError } from '../core/error.ts'
import type { LandscapeOutline } from '../core/landscape.ts'
import { isArazzo, parseArazzo } from '../scenario/arazzo/parse-arazzo.ts'
import type { Scenario } from '../scenario/model.ts'
import { parseScenario } from '../scenario/parse/parse-scenario.ts'
import { summarizeScenario } from '../scenario/parse/summarize-scenario.ts'
import { casesOf } from '../scenario/run/cases.ts'
import type { FoundScenario } from './find-scenarios.ts'
import { readDocumentBeside } from './read-document.ts'

type Vars = Readonly<Record<string, string>>

/** Parses all files, a scenario for each row of their tables of cases, or throws all problems of all files. */
export function parseScenarios(found: readonly FoundScenario[], outline: LandscapeOutline, vars: Vars): Scenario[] {
  const problems: Problem[] = []
  const scenarios: Scenario[] = []
  const meant = varsByFile(found, vars)
  for (const { file, path, text } of found) {
    try {
      const given = meant.get(file) ?? vars
      if (isArazzo(file))
        scenarios.push(...parseArazzo({ file, text, vars: given, open: (named) => readDocumentBeside(path, named) }))
      else scenarios.push(...casesOf(parseScenario({ file, path, text, outline, vars: given })))
    } catch (thrown) {
      if (!(thrown instanceof StandinError) || thrown.kind !== 'usage') throw thrown
      problems.push(...thrown.problems)
    }
  }
  if (problems.length > 0) throw usageError(problems)
  return scenarios
}

/**
 * With several files, a variable goes to those that declare it. What nobody declares goes to all of them, so that it is
 * reported with what there is.
 */
function varsByFile(found: readonly FoundScenario[], vars: Vars): Map<string, Vars> {
  const declared = new Map<string, Set<string>>()
  if (found.length > 1) for (const { file, text } of found) declared.set(file, declaredBy(file, text))
  const known = new Set([...declared.values()].flatMap((names) => [...names]))
  return new Map(
    [...declared].map(([file, names]) => [
      file,
      Object.fromEntries(Object.entries(vars).filter(([name]) => names.has(name) || !known.has(name))),
    ]),
  )
}

function declaredBy(file: string, text: string): Set<string> {
  try {
    return new Set(summarizeScenario(file, text).vars.map(({ name }) => name))
  } catch {
    // Whatever is wrong with the file is found again, and reported, when it is parsed as a whole.
    return new Set()
  }
}
