import type { CheckStep } from '../model.ts'
import { failedAssertion } from './check-answer.ts'
import type { Attempt, StepContext } from './step-context.ts'

/** Checks expressions without asking anybody. */
export async function checkAssertions(step: CheckStep, { scope }: StepContext): Promise<Attempt> {
  const failure = failedAssertion(step.assert, scope)
  return failure === undefined ? {} : { failure }
}
