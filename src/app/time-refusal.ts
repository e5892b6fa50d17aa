import type { EventSink, ScenarioResult } from '../core/events.ts'
import type { LandscapeOutline } from '../core/landscape.ts'
import type { Scenario } from '../scenario/model.ts'
import { timeObjection } from '../scenario/run/waiting.ts'

export interface RefusedRun {
  scenario: Scenario
  outline: LandscapeOutline
  seed: string
  correlationId: string
  defects: readonly string[]
  replay: string
}

/**
 * The result of a scenario that needs systems of somebody else to follow the landscape's clock: inconclusive, before
 * anything was started. Nothing for all others.
 */
export function timeRefusal(run: RefusedRun, now: () => number, sink: EventSink): ScenarioResult | undefined {
  const { scenario, outline, seed, correlationId, defects, replay } = run
  const external = Object.keys(outline.systems).filter((name) => outline.systems[name]?.external !== undefined)
  const objection = timeObjection(scenario, external)
  if (objection === undefined) return undefined
  const about = {
    title: scenario.title,
    seed,
    correlationId,
    ...(defects.length > 0 && { defect: defects.join(', ') }),
  }
  const { name, file } = scenario
  sink({ type: 'scenario.started', at: now(), scenario: name, ...about, file })
  const result: ScenarioResult = {
    scenario: name,
    file,
    ...about,
    verdict: 'inconclusive',
    duration: 0,
    landscapeTime: 0,
    steps: [],
    invariants: [],
    failures: [objection],
    replay,
  }
  sink({ type: 'scenario.finished', at: now(), result })
  return result
}
