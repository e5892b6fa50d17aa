import type { StepReference } from '../../core/events.ts'
import type { ScenarioStep } from '../model.ts'

/** A step as events name it. The path ends with its own name. */
export function referenceTo(step: ScenarioStep, path: readonly string[]): StepReference {
  return { path: [...path], verb: step.verb, place: step.place }
}
