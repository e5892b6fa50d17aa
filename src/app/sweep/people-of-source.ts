import type { PeopleSearch } from '../../core/people-search.ts'
import type { RowView } from '../../core/rows/row-view.ts'
import type { TableTransform } from '../../core/rows/table-transform.ts'
import type { TablePlan } from '../../policy/plan.ts'
import { type SearchBuilder, searchBuilder } from '../../sweep/mention-search.ts'
import type { BuiltTreatments, CheckedTreatments, RunScan } from '../treatments/prepare-treatments.ts'
import { personalKind } from './personal-kinds.ts'
import { type PersonalPart, personalParts, textsOfParts } from './personal-parts.ts'

/**
 * Walks through everything in a source that a policy lets personas stand in for. What people have is searched for; what
 * is made of it is not, since it stands in the clone rightly.
 */
export async function peopleOfSource(
  { plan }: CheckedTreatments,
  built: BuiltTreatments,
  scan: RunScan,
  start: number,
): Promise<PeopleSearch> {
  const builder = searchBuilder(start)
  for (const tables of plan.systems.values())
    for (const table of tables.values()) {
      const transform = built.transformOf(table.system, table.table.name)
      if (transform === undefined || table.table.holdsNoRows !== undefined) continue
      const visit = rowVisitor(table, transform, builder)
      const columns = transform.paths?.map(({ pattern }) => pattern) ?? table.fields.map(({ name }) => name)
      if (visit !== undefined) await scan({ system: table.system, table: table.table.name, columns, visit })
    }
  return builder.search()
}

interface PersonalField {
  number: number
  parts: readonly PersonalPart[]
}

/** Nothing where no person is in the table. */
function rowVisitor(
  { fields }: TablePlan,
  transform: TableTransform,
  builder: SearchBuilder,
): ((row: RowView) => void) | undefined {
  const personal = fields.flatMap(({ treatment }, number): PersonalField[] => {
    const parts = personalParts(treatment)
    return parts.length === 0 || transform.columns[number] === undefined ? [] : [{ number, parts }]
  })
  if (personal.length === 0) return undefined
  return (row) => {
    transform.beginRow(row)
    const [source, made] = [namesApart(), namesApart()]
    for (const { number, parts } of personal) {
      const before = row.value(number)
      if (before === null) continue
      const known = new Set<string>()
      for (const [part, text] of textsOfParts(before, parts)) {
        known.add(text)
        source.add(part, text)
        const kind = personalKind(part.attribute)
        if (kind !== undefined) builder.seek(kind, text)
      }
      const after = transform.columns[number]?.value(row, number, before)
      for (const [part, text] of textsOfParts(after, parts)) {
        if (known.has(text)) continue
        made.add(part, text)
        builder.allow(text)
      }
    }
    for (const name of source.together()) builder.seek('name', name)
    for (const name of made.together()) builder.allow(name)
  }
}

/** First and last names of a row that stand apart, by identity. */
function namesApart() {
  const names = new Map<string, { firstName?: string; lastName?: string }>()
  return {
    add({ identity, attribute }: PersonalPart, text: string): void {
      if (attribute === 'firstName' || attribute === 'lastName')
        names.set(identity, { ...names.get(identity), [attribute]: text })
    },
    together: (): string[] =>
      [...names.values()].flatMap(({ firstName, lastName }) =>
        firstName === undefined || lastName === undefined ? [] : [`${firstName} ${lastName}`],
      ),
  }
}
