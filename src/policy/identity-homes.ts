import type { Problem } from '../core/error.ts'
import type { TableSchema } from '../core/transfer/store-schema.ts'
import { found } from './identity-problems.ts'
import { tablesIn } from './match-table.ts'
import type { IdentityBinding, IdentityPlan, Scan } from './plan.ts'
import type { Identity } from './policy.ts'
import { type FoundColumn, findColumn, type Schemas, unknownColumn } from './schemas.ts'

/** Finds the home of an identity, and what fills the register of its locales, where there has to be one. */
export function findHome(
  identity: Identity,
  schemas: Schemas,
  problems: Problem[],
): { plan: IdentityPlan; locales?: Scan } | undefined {
  const home = found(identity.home, schemas, problems)
  if (home === undefined) return undefined
  const locales = localesOf(identity, home, schemas, problems)
  const { system, table, column } = home
  const plan = { identity, home: { system, table, column: column.name } }
  return locales === undefined ? { plan } : { plan: { ...plan, locales: locales.register }, locales }
}

/** The key in the home table itself, and in its partitions. */
export function homeBinding({ identity, home }: IdentityPlan, table: TableSchema): IdentityBinding | undefined {
  const column = findColumn(table, home.column)
  if (column === undefined) return undefined
  const locale = identity.locale.from?.column
  return { identity: identity.name, column: column.name, type: column.type, ...(locale !== undefined && { locale }) }
}

function localesOf(
  { name, locale }: Identity,
  home: FoundColumn,
  schemas: Schemas,
  problems: Problem[],
): Scan | undefined {
  if (locale.from === undefined) return undefined
  const column = findColumn(home.table, locale.from.column)
  if (column === undefined) {
    problems.push(unknownColumn(home.system, home.table, locale.from.column, locale.from))
    return undefined
  }
  return {
    register: `locales ${name}`,
    kind: 'locales',
    identity: name,
    system: home.system,
    tables: tablesIn(home, schemas),
    columns: [home.column.name, column.name],
    types: [home.column.type, column.type],
  }
}
