import type { Scenario } from '../../scenario/model.ts'

/** Throws what is wrong with the policies that scenarios name, before anything is started. */
export async function refuseUnreadablePolicies(scenarios: readonly Scenario[]): Promise<void> {
  const files = new Set(scenarios.flatMap(({ clone }) => clone?.policyFile ?? []))
  if (files.size === 0) return
  const { policyIn } = await import('./policy-in.ts')
  for (const file of files) await policyIn(file)
}
