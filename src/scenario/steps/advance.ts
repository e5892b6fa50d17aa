import type { AdvanceClockStep } from '../model.ts'
import type { Attempt, StepContext } from './step-context.ts'
import { toJson } from './to-json.ts'

/** Moves the landscape's clock on. The answer is `{ from, to }`, in ISO 8601. */
export async function advanceClock(step: AdvanceClockStep, { time, signal }: StepContext): Promise<Attempt> {
  const { from, to } = await time.advance(step.duration, signal)
  return { answer: toJson({ from: new Date(from), to: new Date(to) }) }
}
