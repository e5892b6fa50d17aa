import type { Scenario } from '../../scenario/model.ts'
import { policyIn } from './policy-in.ts'

/** Throws what is wrong with the policies that scenarios name, before anything is started. */
export async function refuseUnreadablePolicies(scenarios: readonly Scenario[]): Promise<void> {
  for (const file of new Set(scenarios.flatMap(({ clone }) => clone?.policyFile ?? []))) await policyIn(file)
}
