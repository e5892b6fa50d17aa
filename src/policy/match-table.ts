import type { StoreSchema, TableSchema } from '../core/transfer/store-schema.ts'
import type { Policy, TableRules } from './policy.ts'
import type { FoundColumn, Schemas } from './schemas.ts'

/**
 * The rules that hold for a table: its own; else those of the table that it is a part of; else those for all tables of
 * its schema; else those for all of its system. Only one of them holds, so that rules for one table never let a column
 * fall through to a wider rule.
 */
export function rulesFor(
  system: string,
  table: TableSchema,
  schema: StoreSchema,
  policy: Policy,
): TableRules | undefined {
  const ofSystem = policy.tables.filter(({ name }) => name.system === system)
  const named = (wanted: string): TableRules | undefined => ofSystem.find(({ name }) => name.table === wanted)
  for (const name of lineage(table, schema)) {
    const own = named(name)
    if (own !== undefined) return own
  }
  const dot = table.name.indexOf('.')
  const ofItsSchema = named(`${dot === -1 ? 'public' : table.name.slice(0, dot)}.*`)
  return ofItsSchema ?? named('*')
}

/** The table's name, then that of what it is a part of, and so on. */
export function lineage(table: TableSchema, schema: StoreSchema): string[] {
  const names = [table.name]
  for (let at = table; at.partOf !== undefined && !names.includes(at.partOf); ) {
    const { partOf } = at
    names.push(partOf)
    const parent = schema.tables.find(({ name }) => name === partOf)
    if (parent === undefined) break
    at = parent
  }
  return names
}

/** The table and what is a part of it, as far as they hold rows of their own. */
export function tablesIn({ system, table }: FoundColumn, schemas: Schemas): string[] {
  const schema = schemas.get(system)
  const parts = schema?.tables.filter((one) => lineage(one, schema).includes(table.name)) ?? []
  return parts.filter(({ holdsNoRows }) => holdsNoRows === undefined).map(({ name }) => name)
}
