import { isJsonObject } from '../../core/json.ts'
import { formatWallTime } from '../wall-time.ts'
import { html, type Markup } from './markup.ts'
import type { RunModel, ScenarioModel } from './model.ts'
import { landscapeWords } from './words.ts'

/** What a run was made with: seed, times, environment, versions, variables. */
export function scenarioFacts(run: RunModel, scenario: ScenarioModel): Markup {
  const { result, vars } = scenario
  const facts: (readonly [string, string | undefined])[] = [
    ['seed', scenario.seed],
    ['run', scenario.correlationId],
    ['defect', scenario.defect],
    ['took', result === undefined ? undefined : formatWallTime(result.duration)],
    ['landscape time', result === undefined ? undefined : landscapeWords(result.landscapeTime)],
    ['file', scenario.file],
    ['pack', scenario.pack],
    ['systems', scenario.systems.join(', ')],
    [
      'environment',
      scenario.environmentDuration === undefined ? undefined : `up in ${formatWallTime(scenario.environmentDuration)}`,
    ],
    ['started', run.startedAt === undefined ? undefined : `${new Date(run.startedAt).toISOString().slice(0, 19)}Z`],
    ...Object.entries(run.versions),
  ]
  const variables = isJsonObject(vars?.value)
    ? Object.entries(vars.value).map(([name, value]) => [`vars.${name}`, String(value)] as const)
    : []
  return html`<dl class="facts">${[...facts, ...variables]
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`
}
