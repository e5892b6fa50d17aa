import { type Problem, StandinError } from '../core/error.ts'
import { type ScenarioOverview, summarizeScenario } from '../scenario/parse/summarize-scenario.ts'
import { findScenarios } from './find-scenarios.ts'
import type { Configuration, ScenarioSummary } from './requests.ts'
import type { Selection } from './run-options.ts'
import { predicateOf } from './select-scenarios.ts'

export interface ScenarioListing {
  scenarios: readonly ScenarioSummary[]
  /** What is wrong with files that cannot be read as scenarios. */
  problems: readonly Problem[]
}

/** What every scenario that is found says about itself, where it fits `--tag` and `--grep`. Broken files are told of beside. */
export async function listScenarios(
  configuration: Configuration,
  selection: Pick<Selection, 'tag' | 'grep'> = {},
): Promise<ScenarioListing> {
  const fits = predicateOf(selection)
  const problems: Problem[] = []
  const found = await findScenarios(configuration, [])
  const overviews = found.flatMap(({ file, text }): ScenarioOverview[] => {
    try {
      return [summarizeScenario(file, text)]
    } catch (thrown) {
      if (!(thrown instanceof StandinError)) throw thrown
      problems.push(...thrown.problems)
      return []
    }
  })
  const scenarios = overviews.filter(fits).map(({ name, title, file, tags, catches, vars }) => ({
    name,
    title,
    file,
    tags,
    catches,
    vars,
  }))
  return { scenarios, problems }
}
