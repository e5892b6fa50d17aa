import type { Problem } from '../core/error.ts'
import { suggestion } from '../core/nearest.ts'
import type { Place } from '../core/place.ts'
import type { ColumnSchema, StoreSchema, TableSchema } from '../core/transfer/store-schema.ts'
import { coversPath, type Path, parsePath } from '../core/treatment/path.ts'
import { quotedPart } from './dotted-name.ts'
import type { ColumnName } from './policy.ts'
import { tableOf } from './read-names.ts'

/** What each system's store holds. */
export type Schemas = ReadonlyMap<string, StoreSchema>

/** A column that was found in a store. */
export interface FoundColumn {
  system: string
  kind: StoreSchema['kind']
  table: TableSchema
  column: ColumnSchema
}

export function findTable(system: string, table: string, schemas: Schemas): TableSchema | undefined {
  return schemas.get(system)?.tables.find(({ name }) => name === table)
}

export function findColumn(table: TableSchema, name: string): ColumnSchema | undefined {
  return table.columns.find((column) => column.name === name)
}

/** Finds a column by a dotted name; table and column are told apart by what there is. */
export function locate(name: ColumnName, schemas: Schemas): FoundColumn | Problem {
  const schema = schemas.get(name.system)
  if (schema === undefined) return unknownSystem(name, schemas)
  for (let split = name.parts.length - 1; split > 0; split -= 1) {
    const table = findTable(name.system, tableOf(name.parts.slice(0, split)), schemas)
    if (table === undefined) continue
    const text = columnText(schema.kind, name.parts.slice(split))
    const column = findColumn(table, text)
    if (column !== undefined) return { system: name.system, kind: schema.kind, table, column }
    return unknownColumn(name.system, table, text, name)
  }
  return unknownTable(name.system, tableOf(name.parts.slice(0, -1)), schemas, name)
}

export function unknownSystem({ system, place }: { system: string; place: Place }, schemas: Schemas): Problem {
  const message = `there is no system "${system.slice(0, 60)}" with a store; ${suggestion(system.slice(0, 60), [...schemas.keys()])}`
  return { code: 'policy.unknown-system', message, place }
}

export function unknownTable(system: string, table: string, schemas: Schemas, { place }: { place: Place }): Problem {
  const schema = schemas.get(system)
  const what = schema?.kind === 'mongodb' ? 'collection' : 'table'
  const known = (schema?.tables ?? []).map(({ name }) => name)
  const message = `${system} has no ${what} "${table.slice(0, 100)}"; ${suggestion(table.slice(0, 100), known)}`
  return { code: `policy.unknown-${what}`, message, place }
}

export function unknownColumn(
  system: string,
  table: TableSchema,
  column: string,
  { place }: { place: Place },
): Problem {
  const known = table.columns.map(({ name }) => name)
  const shown = column.slice(0, 100)
  const message = `${system}.${table.name} has no column "${shown}"; ${suggestion(shown, known)}`
  return { code: 'policy.unknown-column', message, place }
}

/** `erp.business_partner.card_code`, as the policy would write it. */
export function nameOf(system: string, table: TableSchema, column?: string): string {
  const name = `${quotedPart(system)}.${table.name}`
  return column === undefined ? name : `${name}.${column}`
}

/** A table's name as a key of `columns:`, in quotes where YAML needs them. */
export function yamlKey(text: string): string {
  return /^[A-Za-z_][\w.-]*$/.test(text) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(text)
    ? text
    : JSON.stringify(text)
}

/** The path of a column of a collection. */
export function pathOf(column: ColumnSchema): Path {
  const path = parsePath(column.name)
  if (path === undefined) throw new Error(`the store names a path that cannot be read: ${column.name}`)
  return path
}

/** Whether a column lies within what the path stands for, and is not just that. */
export function liesBelow(column: ColumnSchema, pattern: Path): boolean {
  const path = pathOf(column)
  return path.length > pattern.length && coversPath(pattern, path)
}

function columnText(kind: StoreSchema['kind'], parts: readonly string[]): string {
  return kind === 'mongodb' ? parts.map(quotedPart).join('.') : parts.join('.')
}
