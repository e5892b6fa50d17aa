import type { Problem } from '../core/error.ts'
import type { ColumnName, IdentityKey } from './policy.ts'
import {
  type FoundColumn,
  findColumn,
  findTable,
  locate,
  nameOf,
  type Schemas,
  unknownColumn,
  unknownSystem,
  unknownTable,
} from './schemas.ts'

/** What is wrong with where the policy says that a table holds a key. */
export function keyProblems(key: IdentityKey, schemas: Schemas): Problem[] {
  const problems: Problem[] = []
  const { system, table: name } = key.table
  const table = findTable(system, name, schemas)
  if (!schemas.has(system)) problems.push(unknownSystem(key.table, schemas))
  else if (table === undefined) problems.push(unknownTable(system, name, schemas, key.table))
  else if (findColumn(table, key.column) === undefined) problems.push(unknownColumn(system, table, key.column, key))
  if (key.through !== undefined) found(key.through, schemas, problems)
  return problems
}

/** The column of this name; what is wrong with the name is added to the problems. */
export function found(name: ColumnName, schemas: Schemas, problems: Problem[]): FoundColumn | undefined {
  const target = locate(name, schemas)
  if (!('code' in target)) return target
  problems.push(target)
  return undefined
}

/** A table whose key is found by way of the table itself. */
export function circle({ through, place }: IdentityKey): Problem {
  const message = `the way through ${through?.text} leads back to where it began, and never to a key`
  return { code: 'policy.through-circle', message, place: through?.place ?? place }
}

/** A table is referred to that does not say whose its rows are. */
export function leadsNowhere(identity: string, { system, table }: FoundColumn, { text, place }: ColumnName): Problem {
  return {
    code: 'policy.through-nowhere',
    message: `the way through ${text} ends in ${nameOf(system, table)}, which holds no key of ${identity}`,
    place,
    remedy: `Say where that table holds it: identities.${identity}.keys, or a column treated as { ${identity}: number }.`,
  }
}
