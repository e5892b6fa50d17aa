import type { Failure } from '../../core/events.ts'
import type { InvariantModel, ScenarioModel, StepModel } from './model.ts'

/** A failure with what it came from. */
export interface FoundFailure {
  failure: Failure
  step?: StepModel
  /** Position of the step. */
  position?: number
  invariant?: InvariantModel
  /** Positions of other steps that failed in the same words at the same place. */
  alike: number[]
}

/** What did not pass in a scenario, the first cause first, with the step or the invariant that it belongs to. */
export function failuresOf(scenario: ScenarioModel): FoundFailure[] {
  const { result, leftOut } = scenario
  if (result === undefined) {
    const message = leftOut === undefined ? 'the run ended before this scenario did' : `left out: ${leftOut}`
    return [{ failure: { message }, alike: [] }]
  }
  const taken = new Set<number>()
  const found = new Map<string, FoundFailure>()
  for (const failure of result.failures) {
    const origin = originOf(failure, scenario, taken)
    const key = JSON.stringify([failure.message, failure.place])
    const known = found.get(key)
    if (known === undefined) found.set(key, { failure, ...origin, alike: [] })
    else if (origin.position !== undefined) known.alike.push(origin.position)
  }
  return [...found.values()]
}

type Origin = Pick<FoundFailure, 'step' | 'position' | 'invariant'>

function originOf({ message }: Failure, { steps, invariants }: ScenarioModel, taken: Set<number>): Origin {
  const invariant = invariants.find((one) => one.result?.failure?.message === message)
  if (invariant !== undefined) return { invariant }
  const deepest = steps.reduce(
    (most, one) => (one.failure?.message === message ? Math.max(most, depthOf(one)) : most),
    0,
  )
  // The innermost step: those above it only repeat its message.
  const position = steps.findIndex(
    (one, at) => one.failure?.message === message && depthOf(one) === deepest && !taken.has(at),
  )
  const step = steps[position]
  if (step === undefined) return {}
  taken.add(position)
  return { step, position }
}

function depthOf({ step }: StepModel): number {
  return step.path.length
}
