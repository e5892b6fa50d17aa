import type { Scenario } from '../scenario/model.ts'

/** The scenario up to and including the step that the line is in; all of it for a line above the first step. */
export function cutScenario(scenario: Scenario, line: number | undefined): { scenario: Scenario; partial: boolean } {
  if (line === undefined) return { scenario, partial: false }
  const own = scenario.steps.filter(({ place }) => place.file === scenario.file && place.line <= line)
  const last = own.at(-1)
  const count = last === undefined ? scenario.steps.length : scenario.steps.indexOf(last) + 1
  return { scenario: { ...scenario, steps: scenario.steps.slice(0, count) }, partial: count < scenario.steps.length }
}
