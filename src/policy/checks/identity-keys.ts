import type { Problem } from '../../core/error.ts'
import type { Treatment } from '../../core/treatment/treatment.ts'
import type { IdentityBinding, TablePlan } from '../plan.ts'
import type { Policy } from '../policy.ts'
import { nameOf } from '../schemas.ts'
import type { Strategies } from '../strategies.ts'

/** Treatments that need to know who a row is about, in tables whose rows do not say it. */
export function identityProblems(plan: TablePlan, policy: Policy, strategies: Strategies): Problem[] {
  const problems: Problem[] = []
  const reported = new Set<string>()
  for (const { treatment } of plan.fields)
    for (const identity of identitiesIn(treatment, strategies)) {
      if (plan.identities.has(identity) || reported.has(identity)) continue
      reported.add(identity)
      if (!policy.identities.has(identity)) problems.push(unknown(identity, policy, treatment.place))
      else if (!isSaid(identity, plan, policy)) problems.push(noKey(identity, plan, treatment.place))
    }
  for (const binding of plan.identities.values()) problems.push(...severalKeys(binding, plan))
  return problems
}

/** The identities that treatments need. */
export function neededIdentities(treatments: readonly Treatment[], strategies: Strategies): ReadonlySet<string> {
  return new Set(treatments.flatMap((treatment) => [...identitiesIn(treatment, strategies)]))
}

/** Which identities a treatment names, a number excepted: it is made from the column's own value. */
function* identitiesIn(treatment: Treatment, strategies: Strategies): Generator<string> {
  for (const { strategy, settings } of strategies.within(treatment)) {
    const { identity, attribute } = (settings ?? {}) as { identity?: unknown; attribute?: unknown }
    if (typeof identity === 'string' && !(strategy === 'persona' && attribute === 'number')) yield identity
  }
}

/** The policy names a key for the table; where it does not hold, that has been said. */
function isSaid(identity: string, { system, table }: TablePlan, policy: Policy): boolean {
  const keys = policy.identities.get(identity)?.keys ?? []
  return keys.some((key) => key.table.system === system && key.table.table === table.name)
}

function unknown(identity: string, policy: Policy, place: Problem['place']): Problem {
  const known = [...policy.identities.keys()].join(', ') || 'there are none'
  const message = `there is no identity "${identity.slice(0, 60)}" in this policy; known: ${known}`
  return { code: 'policy.unknown-identity', message, place }
}

function noKey(identity: string, { system, table }: TablePlan, place: Problem['place']): Problem {
  const name = nameOf(system, table)
  return {
    code: 'policy.identity-key',
    message: `no column of ${name} holds the key of ${identity}, so that nobody knows whose row it is`,
    place,
    remedy: `Say which one does: identities: { ${identity}: { keys: { ${name}: COLUMN } } }, with \`through\` where it leads to another table.`,
  }
}

/** Two columns that are both keys: the row is about one of them, and the policy has to say which. */
function severalKeys({ identity, column, alsoIn }: IdentityBinding, plan: TablePlan): Problem[] {
  if (alsoIn === undefined) return []
  const name = nameOf(plan.system, plan.table)
  return [
    {
      code: 'policy.identity-key',
      message: `${column} and ${alsoIn} of ${name} both hold the number of a ${identity}; whose row it is has to be said`,
      place: plan.fields.find((field) => field.name === alsoIn)?.treatment.place,
      remedy: `Say it: identities: { ${identity}: { keys: { ${name}: ${column} } } }.`,
    },
  ]
}
