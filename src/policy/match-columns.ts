import type { Problem } from '../core/error.ts'
import type { TableSchema } from '../core/transfer/store-schema.ts'
import { splitName } from './dotted-name.ts'
import type { FieldPlan } from './plan.ts'
import type { ColumnRule, TableRules } from './policy.ts'
import { findColumn, nameOf, unknownColumn } from './schemas.ts'

/** What the rules say of a table's columns or a collection's paths. */
export interface Matched {
  /** A field without a treatment is one that no rule covers. */
  fields: readonly MatchedField[]
  problems: readonly Problem[]
}

export type MatchedField = Omit<FieldPlan, 'treatment'> & Partial<Pick<FieldPlan, 'treatment'>>

/** Rules of SQL tables: a column by its name, quoted or not, or `*` for all that are not named. */
export function matchColumns(system: string, table: TableSchema, rules: TableRules | undefined): Matched {
  const problems: Problem[] = []
  const byColumn = new Map<string, ColumnRule>()
  for (const rule of rules?.columns ?? []) {
    if (rule.pattern === '*') continue
    const name = columnOf(rule.pattern, table)
    const first = byColumn.get(name)
    if (table.generated.includes(name)) problems.push(computed(system, table, name, rule))
    else if (findColumn(table, name) === undefined) problems.push(unknownColumn(system, table, name, rule))
    else if (first !== undefined) problems.push(twice(system, table, name, rule, first))
    else byColumn.set(name, rule)
  }
  const rest = rules?.whole ?? rules?.columns.find(({ pattern }) => pattern === '*')?.treatment
  const fields = table.columns.map(({ name, type, nullable }) => {
    const treatment = byColumn.get(name)?.treatment ?? rest
    return { name, type, nullable, ...(treatment && { treatment }) }
  })
  return { fields, problems }
}

/** The column that a rule names; a name that is there as it is written goes before one in quotes. */
function columnOf(pattern: string, table: TableSchema): string {
  if (findColumn(table, pattern) !== undefined) return pattern
  const parts = splitName(pattern)
  return parts?.length === 1 ? (parts[0] ?? pattern) : pattern
}

function computed(system: string, table: TableSchema, column: string, { place }: ColumnRule): Problem {
  return {
    code: 'policy.generated-column',
    message: `${nameOf(system, table, column)} is computed by the server from other columns, which decide what it holds`,
    place,
    remedy: 'Leave it out of the policy.',
  }
}

function twice(system: string, table: TableSchema, column: string, { place }: ColumnRule, first: ColumnRule): Problem {
  const message = `${nameOf(system, table, column)} has a rule already, in line ${first.place.line}`
  return { code: 'policy.duplicate-column', message, place }
}
