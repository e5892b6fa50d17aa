import type { Instant } from '../../core/clock.ts'
import type { StepReference } from '../../core/events.ts'
import type { Arrow, Detail, EventOf, ScenarioModel, StepModel } from './model.ts'

/** A scenario whose events are still coming. */
export interface OpenScenario {
  model: ScenarioModel
  step(event: EventOf<'step.started'> | EventOf<'step.finished'>): void
  finish(event: EventOf<'scenario.finished'>): void
  close(at: Instant): ScenarioModel
  /** The top-level step that is under way; -1 between steps. */
  current(): number
  /** The latest step with these names that has begun. */
  stepAt(path: readonly string[]): StepModel | undefined
  addDetail(detail: Detail): number
  addArrow(arrow: Omit<Arrow, 'step' | 'times'>): Arrow
  /** Requests that have come in and have not been answered yet, by number. */
  pending: Map<number, Arrow>
  /** Requests of the scenario's own steps which have been answered, until the step has told of them. */
  unclaimed: Map<string, Arrow[]>
}

const firstKept = 2
const lastKept = 8

export function openScenario(
  started: EventOf<'scenario.started'>,
  environment: EventOf<'environment.started'> | undefined,
): OpenScenario {
  const { scenario: name, title, seed, correlationId, defect, file, vars } = started
  const model: ScenarioModel = {
    name,
    title,
    seed,
    correlationId,
    ...(defect !== undefined && { defect }),
    ...(file !== undefined && { file }),
    ...(vars !== undefined && { vars }),
    ...(environment?.pack !== undefined && { pack: environment.pack }),
    ...(environment?.landscapeAt !== undefined && { landscapeStart: environment.landscapeAt }),
    ...(environment !== undefined && { environmentDuration: environment.duration }),
    systems: environment?.systems.map((system) => system.name) ?? [],
    begun: started.at,
    ended: started.at,
    steps: [],
    arrows: [],
    marks: [],
    invariants: [],
    details: [],
  }
  const open = new Map<string, StepModel>()
  let current = -1

  const begin = (at: Instant, step: StepReference): StepModel => {
    const begun: StepModel = { step, verdict: 'running', at, duration: 0, attempts: 0, details: [] }
    const position = model.steps.push(begun) - 1
    open.set(keyOf(step.path), begun)
    if (step.path.length === 1) current = position
    return begun
  }

  return {
    model,
    pending: new Map(),
    unclaimed: new Map(),
    current: () => current,
    stepAt: (path) => open.get(keyOf(path)),
    step(event) {
      if (event.type === 'step.started') {
        begin(event.at, event.step)
        return
      }
      const { step, verdict, notReached, duration, attempts, note, failure } = event.result
      const known = open.get(keyOf(step.path))
      const model = known?.verdict === 'running' ? known : begin(event.at - duration, step)
      Object.assign(model, { verdict, duration, attempts })
      if (notReached !== undefined) model.notReached = notReached
      if (note !== undefined) model.note = note
      if (failure !== undefined) model.failure = failure
      if (step.path.length === 1) current = -1
    },
    finish(event) {
      model.result = event.result
      model.ended = event.at
    },
    close(at) {
      if (model.result === undefined) model.ended = at
      for (const step of model.steps) thinOut(step)
      return model
    },
    addDetail: (detail) => model.details.push(detail) - 1,
    addArrow(arrow) {
      const added = { ...arrow, step: current, times: 1 }
      model.arrows.push(added)
      return added
    },
  }
}

function keyOf(path: readonly string[]): string {
  return path.join('\u0000')
}

/** Of a step that was tried again and again, the first and the last tries tell what there is to tell. */
function thinOut(step: StepModel): void {
  const omitted = step.details.length - firstKept - lastKept
  if (omitted <= 0) return
  step.omitted = omitted
  step.details.splice(firstKept, omitted)
}
