import type { RunEvent, Verdict } from '../../core/events.ts'
import { collectSample } from './collect-samples.ts'
import { type OpenScenario, openScenario } from './collect-scenario.ts'
import { collectTraffic } from './collect-traffic.ts'
import type { EventOf, RunModel, ScenarioModel } from './model.ts'

/** Gathers what a run's events tell into one model. */
export interface Collector {
  hear(event: RunEvent): void
  model(): RunModel
}

export function collector(): Collector {
  const run: Partial<EventOf<'run.started'>> = {}
  const scenarios: OpenScenario[] = []
  let environment: EventOf<'environment.started'> | undefined
  let finished: EventOf<'run.finished'> | undefined
  let current: OpenScenario | undefined
  const contracts: RunModel['contracts'] = []
  const leftOut = new Map<string, string>()
  let last = 0

  const hear = (event: RunEvent): void => {
    last = Math.max(last, event.at)
    switch (event.type) {
      case 'run.started':
        Object.assign(run, event)
        break
      case 'environment.started':
        environment = event
        break
      case 'scenario.started':
        current = openScenario(event, environment)
        scenarios.push(current)
        break
      case 'scenario.finished':
        current?.finish(event)
        current = undefined
        break
      case 'scenario.left-out':
        leftOut.set(event.scenario, event.reason)
        break
      case 'run.finished':
        finished = event
        break
      case 'contract.coverage':
        contracts.push({ ...event })
        break
      case 'invariant.sampled':
      case 'invariant.finished':
        if (current !== undefined) collectSample(current.model, event)
        break
      case 'step.started':
      case 'step.finished':
        current?.step(event)
        break
      default:
        if (current !== undefined) collectTraffic(current, event)
    }
  }

  const model = (): RunModel => {
    const models = scenarios.map((scenario) => scenario.close(last))
    return {
      ...(run.runId !== undefined && { runId: run.runId }),
      ...(run.seed !== undefined && { seed: run.seed }),
      ...(run.at !== undefined && { startedAt: run.at }),
      ...(finished !== undefined && { duration: finished.duration }),
      versions: run.versions ?? {},
      contracts,
      counts: finished?.counts ?? countsOf(models),
      verdict: finished?.verdict ?? 'error',
      scenarios: [...models, ...awaited(run.scenarios ?? [], models, leftOut, last)],
    }
  }

  return { hear, model }
}

function countsOf(models: readonly ScenarioModel[]): Record<Verdict, number> {
  const counts: Record<Verdict, number> = { passed: 0, failed: 0, inconclusive: 0, error: 0 }
  for (const { result } of models) counts[result?.verdict ?? 'error']++
  return counts
}

/** Scenarios that were to run and never began. */
function awaited(
  announced: readonly { name: string; title: string }[],
  models: readonly ScenarioModel[],
  leftOut: ReadonlyMap<string, string>,
  at: number,
): ScenarioModel[] {
  return announced
    .filter(({ name }) => models.every((model) => model.name !== name))
    .map(({ name, title }) => ({
      name,
      title,
      seed: '',
      systems: [],
      begun: at,
      ended: at,
      steps: [],
      arrows: [],
      marks: [],
      invariants: [],
      details: [],
      ...(leftOut.has(name) && { leftOut: leftOut.get(name) ?? '' }),
    }))
}
