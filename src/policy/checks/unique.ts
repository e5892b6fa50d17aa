import type { Problem } from '../../core/error.ts'
import type { FieldPlan, TablePlan } from '../plan.ts'
import { nameOf } from '../schemas.ts'
import type { Strategies } from '../strategies.ts'

/**
 * Columns that are unique, alone or together, and would not be any more. Rows stay distinct when what remains of the
 * columns tells as much as some unique set of the table: a column under a strategy that keeps distinct values distinct
 * remains; of a persona's attribute remains whose persona it is, and so the column that holds the identity's key.
 */
export function uniqueProblems(plan: TablePlan, strategies: Strategies): Problem[] {
  const reported = new Set<FieldPlan>()
  return plan.table.unique.flatMap((set) => {
    if (set.some((column) => isEmptied(column, plan))) return []
    const remaining = new Set(set.flatMap((column) => remains(column, plan, strategies)))
    if (plan.table.unique.some((other) => other.every((column) => remaining.has(column)))) return []
    return set.flatMap((column) => {
      const field = fieldOf(column, plan)
      if (field === undefined || reported.has(field) || keeps(field, strategies)) return []
      reported.add(field)
      return [problemOf(field, column, set, plan, strategies)]
    })
  })
}

function remains(column: string, plan: TablePlan, strategies: Strategies): string[] {
  const field = fieldOf(column, plan)
  if (field === undefined) return [column]
  if (!strategies.keepsUnique(field.treatment, field.type)) return []
  const key = keyColumn(field, plan)
  return key === undefined ? [column] : [key]
}

/** Whether the field says as much as before. */
function keeps(field: FieldPlan, strategies: Strategies): boolean {
  if (!strategies.keepsUnique(field.treatment, field.type)) return false
  const { strategy } = field.treatment
  return strategy !== 'persona' || attributeOf(field) === 'number'
}

/** The column that decides about a persona's attribute; a number stands for the column's own value. */
function keyColumn(field: FieldPlan, plan: TablePlan): string | undefined {
  if (field.treatment.strategy !== 'persona' || attributeOf(field) === 'number') return undefined
  const { identity } = field.treatment.settings as { identity: string }
  return plan.identities.get(identity)?.column
}

function attributeOf({ treatment }: FieldPlan): unknown {
  return (treatment.settings as { attribute?: unknown }).attribute
}

/** Many NULLs may stand in a unique column of PostgreSQL. */
function isEmptied(column: string, plan: TablePlan): boolean {
  return plan.kind === 'postgres' && fieldOf(column, plan)?.treatment.strategy === 'null'
}

function fieldOf(column: string, { fields }: TablePlan): FieldPlan | undefined {
  return fields.find(({ name }) => name === column)
}

function problemOf(
  field: FieldPlan,
  column: string,
  set: readonly string[],
  plan: TablePlan,
  strategies: Strategies,
): Problem {
  const name = nameOf(plan.system, plan.table, column)
  const together = set.length === 1 ? 'is unique' : `is unique together with ${others(set, column)}`
  const { strategy } = field.treatment
  const perIdentity = strategy === 'persona' && strategies.keepsUnique(field.treatment, field.type)
  const why = perIdentity
    ? `and several of its rows can be about one ${(field.treatment.settings as { identity: string }).identity}, which would then have the same one`
    : `and ${strategy === 'persona' ? `a persona's ${attributeOf(field)}` : strategy} can give two rows the same value`
  return {
    code: 'policy.unique',
    message: `${name} ${together}, ${why}`,
    place: field.treatment.place,
    remedy: 'Use a strategy that keeps distinct values distinct: keep, token, permute, or an attribute such as number.',
  }
}

function others(set: readonly string[], column: string): string {
  return set.filter((name) => name !== column).join(', ')
}
