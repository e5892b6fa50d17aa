import type { Problem } from '../../core/error.ts'
import type { Place } from '../../core/place.ts'
import type { StoreSchema, TableSchema } from '../../core/transfer/store-schema.ts'
import { quotedPart } from '../dotted-name.ts'
import type { MatchedField } from '../match-columns.ts'
import { nameOf, yamlKey } from '../schemas.ts'

/** A table some of whose columns or paths no rule covers. */
export interface Uncovered {
  system: string
  kind: StoreSchema['kind']
  table: TableSchema
  fields: readonly MatchedField[]
  /** Of the table's rules, where there are some. */
  place?: Place
}

/** One problem for each table, with what to add to the policy; `file` is the policy's. */
export function coverageProblem({ system, kind, table, fields, place }: Uncovered, file: string): Problem {
  const name = nameOf(system, table)
  const [one, many] = kind === 'mongodb' ? ['path', 'paths'] : ['column', 'columns']
  const count = fields.length === 1 ? `this ${one}` : `these ${fields.length} ${many}`
  return {
    code: 'policy.uncovered',
    message: `the policy says nothing about ${count} of ${name}: ${fields.map((field) => field.name).join(', ')}`,
    place: place ?? { file, line: 1, column: 1 },
    remedy: `Add what becomes of them; to begin with:\n${snippet(system, table, fields)}`,
  }
}

/** YAML to paste: text is redacted, the rest is emptied where it can be; what is needed as it is says so. */
function snippet(system: string, table: TableSchema, fields: readonly MatchedField[]): string {
  const needed = new Set([...table.unique.flat(), ...table.references.flatMap(({ columns }) => columns)])
  const lines = fields.map((field) => {
    const key = field.name === '*' ? quotedPart(field.name) : field.name
    return `      ${yamlKey(key)}: ${proposal(field, needed.has(field.name))}`
  })
  return ['  columns:', `    ${yamlKey(`${quotedPart(system)}.${table.name}`)}:`, ...lines].join('\n')
}

function proposal({ type, nullable }: MatchedField, needed: boolean): string {
  if (needed) return `keep # ${type.name}, part of a key or reference: is it personal?`
  if (type.kind === 'text') return 'redact'
  return nullable ? '"null"' : `keep # ${type.name}, not null: is it personal?`
}
