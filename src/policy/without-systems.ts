import type { Policy } from './policy.ts'
import type { Schemas } from './schemas.ts'

/**
 * The policy without what it says of systems that are known but not transferred, so that one policy serves for all of a
 * landscape and for a part of it. The homes of identities stay: without them nobody knows who is who.
 */
export function withoutSystems(policy: Policy, schemas: Schemas, others: ReadonlySet<string>): Policy {
  const here = ({ system }: { system: string }): boolean => schemas.has(system) || !others.has(system)
  const identities = [...policy.identities].map(([name, identity]) => {
    const keys = identity.keys.filter(({ table }) => here(table))
    return [name, { ...identity, keys }] as const
  })
  return {
    ...policy,
    identities: new Map(identities),
    links: policy.links.map((link) => link.filter(here)),
    tables: policy.tables.filter(({ name }) => here(name)),
  }
}
