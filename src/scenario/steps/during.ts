import type { DuringSteps } from '../model/control.ts'
import type { Attempt, StepContext } from './step-context.ts'
import { watchFor } from './watch-for.ts'

/** Runs steps at every try for a while, on the landscape's clock. The answer is `{ tries }`. */
export async function stepsDuring(step: DuringSteps, { time, signal, runInside }: StepContext): Promise<Attempt> {
  let tries = 0
  return watchFor(step.watching, time, signal, async () => {
    tries++
    const { verdict, failure } = await runInside({ name: `try ${tries}`, steps: step.steps, names: {} })
    const answer = { tries }
    if (verdict === 'passed') return { answer }
    const message = failure?.message ?? 'a step did not pass'
    return { answer, verdict, reported: true, failure: { message, place: step.place } }
  })
}
