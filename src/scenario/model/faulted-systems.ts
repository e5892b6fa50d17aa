import type { Scenario } from '../model.ts'
import { stepsThroughout } from './inner-steps.ts'

/** The systems whose APIs some fault of a scenario is meant for. */
export function faultedSystems({ steps, finally: last }: Scenario): string[] {
  const faults = stepsThroughout([...steps, ...last]).flatMap((step) => (step.kind === 'fault' ? [step.fault.on] : []))
  return [...new Set(faults.filter(({ kind }) => kind === 'system').map(({ name }) => name))]
}
