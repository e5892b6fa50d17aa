import type { Problem } from '../core/error.ts'
import { lineage } from './match-table.ts'
import type { Policy, TableName } from './policy.ts'
import { type Schemas, unknownSystem, unknownTable } from './schemas.ts'

/** Rules for systems and tables that are not there. */
export function unusedRules(policy: Policy, schemas: Schemas): Problem[] {
  return policy.tables.flatMap(({ name }) => unused(name, schemas))
}

function unused(name: TableName, schemas: Schemas): Problem[] {
  const schema = schemas.get(name.system)
  if (schema === undefined) return [unknownSystem(name, schemas)]
  if (name.table === '*' || schema.tables.some((table) => lineage(table, schema).includes(name.table))) return []
  const prefix = /^(.+)\.\*$/.exec(name.table)?.[1]
  if (
    prefix !== undefined &&
    (prefix === 'public' || schema.tables.some(({ name: own }) => own.startsWith(`${prefix}.`)))
  )
    return []
  return [unknownTable(name.system, name.table, schemas, name)]
}
