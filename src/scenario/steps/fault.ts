import type { Failure } from '../../core/events.ts'
import type { ClearFaultsStep, RaiseFaultStep } from '../model/faults.ts'
import { abortable } from './abortable.ts'
import type { Attempt, StepContext } from './step-context.ts'

/** Starts a fault. Around steps of its own it ends when these have, and what they set going has come to rest. */
export async function raiseFault(step: RaiseFaultStep, context: StepContext): Promise<Attempt> {
  const { faults, landscape, scope, random, signal } = context
  const end = faults.raise(step.fault, scope, random.fork('fault'))
  if (step.steps === undefined) return {}
  try {
    const { verdict, failure } = await context.runInside({ steps: step.steps, names: {}, shared: true })
    if (verdict !== 'passed')
      return { verdict, reported: true, failure: failure ?? { message: verdict, place: step.place } }
    await abortable(signal, () => landscape.settle())
  } finally {
    end()
  }
  return failedBy(faults.silent(step.fault.name))
}

/** Ends faults once everything has come to rest. One that has never fired until now fails. */
export async function clearFaults({ faults: names }: ClearFaultsStep, context: StepContext): Promise<Attempt> {
  const { faults, landscape, signal } = context
  await abortable(signal, () => landscape.settle())
  for (const name of names) faults.clear(name)
  return failedBy(names.flatMap((name) => faults.silent(name)))
}

function failedBy([failure]: readonly Failure[]): Attempt {
  return failure === undefined ? {} : { failure }
}
