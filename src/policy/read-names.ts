import type { Problem } from '../core/error.ts'
import type { Place } from '../core/place.ts'
import { splitName } from './dotted-name.ts'
import type { ColumnName, TableName } from './policy.ts'

/** Reads `SYSTEM.TABLE.COLUMN`, adding to the problems what is no such name. */
export function readColumnName(text: string, place: Place, problems: Problem[]): ColumnName | undefined {
  const [system, ...parts] = splitName(text) ?? []
  if (system !== undefined && parts.length >= 2) return { text, system, parts, place }
  problems.push({
    code: 'policy.column-name',
    message: `"${text.slice(0, 100)}" is not the name of a column, expected SYSTEM.TABLE.COLUMN or SYSTEM.SCHEMA.TABLE.COLUMN`,
    place,
    remedy: quotes,
  })
  return undefined
}

/** Reads `SYSTEM.TABLE`, adding to the problems what is no such name. */
export function readTableName(text: string, place: Place, problems: Problem[]): TableName | undefined {
  const [system, ...parts] = splitName(text) ?? []
  if (system !== undefined && parts.length >= 1) return { text, system, table: tableOf(parts), place }
  problems.push({
    code: 'policy.table-name',
    message: `"${text.slice(0, 100)}" is not the name of a table, expected SYSTEM.TABLE or SYSTEM.SCHEMA.TABLE`,
    place,
    remedy: quotes,
  })
  return undefined
}

/** What `TableSchema.name` is for these parts: the schema `public` goes without saying. */
export function tableOf(parts: readonly string[]): string {
  return (parts.length > 1 && parts[0] === 'public' ? parts.slice(1) : parts).join('.')
}

const quotes = 'A part that holds dots or quotes stands in double quotes: shop."order.archive".'
