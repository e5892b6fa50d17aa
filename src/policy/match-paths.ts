import type { Problem } from '../core/error.ts'
import type { ColumnType } from '../core/rows/column-type.ts'
import type { ColumnSchema, TableSchema } from '../core/transfer/store-schema.ts'
import { compareSpecificity, coversPath, type Path, parsePath } from '../core/treatment/path.ts'
import type { Treatment } from '../core/treatment/treatment.ts'
import type { Matched, MatchedField } from './match-columns.ts'
import type { ColumnRule, TableRules } from './policy.ts'
import { liesBelow, pathOf, unknownColumn } from './schemas.ts'

/** Strategies that hold for all that is below a container, too. */
const wholesale: ReadonlySet<string> = new Set(['keep', 'null', 'constant', 'redact'])

const container: ColumnType = { kind: 'document', name: 'document' }
const notInTheSample: ColumnType = { kind: 'text', name: 'a path that is not in the sample' }
const mixed: ColumnType = { kind: 'other', name: 'several types' }

/**
 * Rules of collections: patterns for paths. The fields are the patterns, the most specific first, and behind them what
 * the sample holds and no pattern covers. A pattern without `*` has to be in the sample.
 */
export function matchPaths(system: string, table: TableSchema, rules: TableRules | undefined): Matched {
  const problems: Problem[] = []
  const patterns = (rules?.columns ?? []).flatMap((rule) => {
    const path = parsePath(rule.pattern)
    if (path === undefined) problems.push(noPath(rule))
    return path === undefined ? [] : [{ name: rule.pattern, path, treatment: rule.treatment, place: rule.place }]
  })
  if (rules?.whole !== undefined)
    patterns.push({ name: '*', path: [{ kind: 'any' }], treatment: rules.whole, place: rules.name.place })
  const fields = patterns.map(({ path, name, treatment, place }) => {
    const found = table.columns.filter((column) => isExactly(column, path))
    const below = table.columns.some((column) => holdsBelow(column, path))
    if (found.length === 0 && !below && !path.some(({ kind }) => kind === 'any'))
      problems.push(unknownColumn(system, table, name, { place }))
    return { path, field: fieldOf(name, treatment, found, below) }
  })
  fields.sort((a, b) => compareSpecificity(a.path, b.path) || (a.field.name < b.field.name ? -1 : 1))
  const missing = table.columns.filter((column) => !isCovered(column, table, fields))
  return { fields: [...fields.map(({ field }) => field), ...missing], problems }
}

/** The index of the pattern that decides about a path; patterns are sorted by how specific they are. */
export function decidingField(
  path: Path,
  fields: readonly { name: string; covers?: MatchedField['covers'] }[],
): number {
  return fields.findIndex(({ name, covers }) => {
    const pattern = parsePath(name)
    return pattern !== undefined && coversPath(pattern, path) && (covers === 'all' || pattern.length === path.length)
  })
}

function fieldOf(name: string, treatment: Treatment, found: readonly ColumnSchema[], below: boolean): MatchedField {
  const leaves = found.filter(({ type }) => type.kind !== 'document')
  const holdsOthers = below || leaves.length < found.length
  const whole = wholesale.has(treatment.strategy) && (holdsOthers || found.length === 0 || name === '*')
  const covers = whole || treatment.strategy === 'json' ? 'all' : 'leaf'
  const type = holdsOthers && (covers === 'all' || leaves.length === 0) ? container : commonType(leaves)
  return { name, covers, type, nullable: found.every(({ nullable }) => nullable), treatment }
}

/** The type of all of them, where it is the same. */
function commonType(found: readonly ColumnSchema[]): ColumnType {
  const [first] = found
  if (first === undefined) return notInTheSample
  return found.every(({ type }) => type.kind === first.type.kind) ? first.type : mixed
}

/** A container is covered by the rules for what is in it. */
function isCovered(
  column: ColumnSchema,
  table: TableSchema,
  fields: readonly { path: Path; field: MatchedField }[],
): boolean {
  const path = pathOf(column)
  const named = fields.map(({ field }) => field)
  if (decidingField(path, named) !== -1) return true
  const holdsOthers = column.type.kind === 'document' || table.columns.some((other) => liesBelow(other, path))
  return holdsOthers && column.type.kind !== 'other'
}

function holdsBelow(column: ColumnSchema, pattern: Path): boolean {
  const path = pathOf(column)
  return path.length > pattern.length && overlap(path.slice(0, pattern.length), pattern)
}

function isExactly(column: ColumnSchema, pattern: Path): boolean {
  const path = pathOf(column)
  return path.length === pattern.length && overlap(path, pattern)
}

/** Whether both can stand for the same: where the sample has many keys, it says `*` for them, too. */
function overlap(path: Path, pattern: Path): boolean {
  return path.every((segment, index) => {
    const other = pattern[index]
    if (segment.kind === 'elements' || other?.kind === 'elements') return segment.kind === other?.kind
    return segment.kind === 'any' || other?.kind !== 'key' || other.name === segment.name
  })
}

function noPath({ pattern, place }: ColumnRule): Problem {
  return {
    code: 'policy.path',
    message: `"${pattern.slice(0, 100)}" is not a path, expected keys between dots, [] for elements and * for any key`,
    place,
    remedy: 'A key that holds dots or quotes stands in double quotes: attributes."net.weight".',
  }
}
