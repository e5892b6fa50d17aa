import type { JsonObject } from '../../core/json.ts'
import type { IncludedSteps } from '../model/control.ts'
import type { Attempt, StepContext } from './step-context.ts'
import { toJson } from './to-json.ts'

/** Runs the steps of a fragment with its parameters. The answer is `{ captures, steps }`. */
export async function includeSteps(step: IncludedSteps, { scope, runInside }: StepContext): Promise<Attempt> {
  const given = Object.entries(step.with).map(([name, value]) => [name, toJson(value.render(scope))] as const)
  const params: JsonObject = { ...step.defaults, ...Object.fromEntries(given) }
  const { verdict, failure, captures, steps } = await runInside({ steps: step.steps, names: { params } })
  const answer: JsonObject = { captures, steps }
  if (verdict === 'passed') return { answer }
  const message = failure?.message ?? 'the included steps did not pass'
  return { answer, verdict, reported: true, failure: { message, place: step.place } }
}
