import type { ScenarioStep } from '../model.ts'

/** The steps within a step, of all its lines; none for most. */
export function innerSteps(step: ScenarioStep): readonly ScenarioStep[] {
  if (step.kind !== 'parallel') return 'steps' in step ? (step.steps ?? []) : []
  return 'branches' in step.lines ? step.lines.branches.flatMap(({ steps }) => steps) : step.lines.steps
}

/** These steps, and all that are within them. */
export function stepsThroughout(steps: readonly ScenarioStep[]): ScenarioStep[] {
  return steps.flatMap((step) => [step, ...stepsThroughout(innerSteps(step))])
}
