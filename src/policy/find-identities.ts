import type { Problem } from '../core/error.ts'
import type { TableSchema } from '../core/transfer/store-schema.ts'
import { findHome, homeBinding } from './identity-homes.ts'
import { circle, keyProblems, leadsNowhere } from './identity-problems.ts'
import type { MatchedField } from './match-columns.ts'
import { lineage, tablesIn } from './match-table.ts'
import type { IdentityBinding, IdentityPlan, Scan } from './plan.ts'
import type { ColumnName, IdentityKey, Policy, TableName } from './policy.ts'
import { type FoundColumn, findColumn, findTable, locate, nameOf, type Schemas } from './schemas.ts'

/** The fields of each table that is transferred, by system and table. */
export type FieldsOf = (system: string, table: string) => readonly MatchedField[]

/** Where each table holds the keys of identities, and what is wrong with what the policy says of it. */
export interface IdentityFinder {
  plans: ReadonlyMap<string, IdentityPlan>
  problems: readonly Problem[]
  /** Where the rows of the table hold the key; `undefined` where they do not. */
  binding(identity: string, system: string, table: TableSchema): IdentityBinding | undefined
  /** Registers that lead to identities, those first that others need. */
  registers: readonly Scan[]
}

export function findIdentities(policy: Policy, schemas: Schemas, fieldsOf: FieldsOf): IdentityFinder {
  const problems: Problem[] = []
  const plans = new Map<string, IdentityPlan>()
  const registers = new Map<string, Scan>()
  for (const identity of policy.identities.values()) {
    const home = findHome(identity, schemas, problems)
    if (home === undefined) continue
    plans.set(identity.name, home.plan)
    if (home.locales !== undefined) registers.set(home.locales.register, home.locales)
  }
  const keys = [...policy.identities.values()].flatMap(({ keys }) => keys)
  const wrong = new Set(keys.filter((key) => !holds(keyProblems(key, schemas), problems)))

  const bind = (
    name: string,
    system: string,
    table: TableSchema,
    seen: readonly IdentityKey[],
  ): IdentityBinding | undefined => {
    const plan = plans.get(name)
    const schema = schemas.get(system)
    if (plan === undefined || schema === undefined) return undefined
    const names = lineage(table, schema)
    if (plan.home.system === system && names.includes(plan.home.table.name)) return homeBinding(plan, table)
    const said = plan.identity.keys.find((key) => key.table.system === system && names.includes(key.table.table))
    if (said !== undefined) return wrong.has(said) ? undefined : saidBinding(name, table, said, seen)
    const [column, other] = numberColumns(name, fieldsOf(system, table.name))
    return column && { identity: name, column: column.name, type: column.type, ...(other && { alsoIn: other.name }) }
  }

  const saidBinding = (
    name: string,
    table: TableSchema,
    key: IdentityKey,
    seen: readonly IdentityKey[],
  ): IdentityBinding | undefined => {
    const column = findColumn(table, key.column)
    if (column === undefined) return undefined
    const own = { identity: name, column: column.name, type: column.type }
    if (key.through === undefined) return own
    if (seen.includes(key)) {
      problems.push(circle(key))
      wrong.add(key)
      return undefined
    }
    const register = throughRegister(name, key, key.through, [...seen, key])
    return register === undefined ? undefined : { ...own, through: register }
  }

  const throughRegister = (
    name: string,
    key: IdentityKey,
    through: ColumnName,
    seen: readonly IdentityKey[],
  ): string | undefined => {
    const target = locate(through, schemas)
    if ('code' in target) return undefined
    const register = `through ${nameOf(target.system, target.table, target.column.name)} to ${name}`
    if (registers.has(register)) return register
    const next = bind(name, target.system, target.table, seen)
    if (next === undefined) {
      // What is wrong with the key that the policy gives for that table has been said already.
      const isSaid = plans.get(name)?.identity.keys.some(({ table }) => isFor(table, target))
      if (!wrong.has(key) && !isSaid) problems.push(leadsNowhere(name, target, through))
      wrong.add(key)
      return undefined
    }
    registers.set(register, {
      register,
      kind: 'through',
      identity: name,
      system: target.system,
      tables: tablesIn(target, schemas),
      columns: [target.column.name, next.column],
      types: [target.column.type, next.type],
      ...(next.through !== undefined && { through: next.through }),
    })
    return register
  }

  // Found now, so that what is wrong with a key is said even where no treatment needs it.
  for (const [name, { identity }] of plans)
    for (const { table } of identity.keys) {
      const schema = findTable(table.system, table.table, schemas)
      if (schema !== undefined) bind(name, table.system, schema, [])
    }
  return {
    plans,
    problems,
    binding: (name, system, table) => bind(name, system, table, []),
    get registers() {
      return [...registers.values()]
    },
  }
}

/** Columns that are treated as the identity's key. */
function numberColumns(identity: string, fields: readonly MatchedField[]): MatchedField[] {
  return fields.filter(({ treatment }) => {
    if (treatment?.strategy !== 'persona') return false
    const settings = treatment.settings as { identity: string; attribute: string }
    return settings.identity === identity && settings.attribute === 'number'
  })
}

function isFor(name: TableName, { system, table }: FoundColumn): boolean {
  return name.system === system && name.table === table.name
}

function holds(found: readonly Problem[], problems: Problem[]): boolean {
  problems.push(...found)
  return found.length === 0
}
