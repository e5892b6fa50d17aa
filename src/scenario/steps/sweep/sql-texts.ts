import type { SqlRow, SqlStore } from '../../../core/sql-store.ts'
import type { HeldTexts } from './held-texts.ts'
import { textsIn } from './texts-in.ts'

interface Column extends SqlRow {
  schema: string
  table: string
  column: string
  type: string
}

const columnsOfTables = `select n.nspname as schema, c.relname as "table", a.attname as "column", t.typname as type
  from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
  join pg_type t on t.oid = a.atttypid
  where c.relkind in ('r', 'm') and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_(toast|temp)'
    and a.attnum > 0 and not a.attisdropped
  order by 1, 2, a.attnum`

const rowsAtOnce = 2_000

/** Every value of every column of every table of a database. */
export async function* sqlTexts(system: string, store: SqlStore): AsyncGenerator<HeldTexts> {
  const { rows } = await store.query<Column>(columnsOfTables)
  for (const columns of Map.groupBy(rows, ({ schema, table }) => `${schema}.${table}`).values())
    yield* tableTexts(system, columns, store)
}

async function* tableTexts(system: string, columns: readonly Column[], store: SqlStore): AsyncGenerator<HeldTexts> {
  const [{ schema, table } = { schema: '', table: '' }] = columns
  const name = schema === 'public' ? table : `${schema}.${table}`
  const selected = columns.map((column, number) => `${asText(column)} as "${number}"`).join(', ')
  for (let offset = 0; ; offset += rowsAtOnce) {
    const { rows } = await store.query(
      `select ${selected} from ${quoted(schema)}.${quoted(table)} order by ctid limit ${rowsAtOnce} offset ${offset}`,
    )
    for (const [number, column] of columns.entries())
      yield { place: `${system}.${name}.${column.column}`, texts: textsOf(column, number, rows) }
    if (rows.length < rowsAtOnce) return
  }
}

function* textsOf({ type }: Column, number: number, rows: readonly SqlRow[]): Generator<string> {
  const isJson = type.startsWith('json')
  for (const row of rows) {
    const value = row[number]
    if (typeof value !== 'string') continue
    if (isJson) yield* textsIn(JSON.parse(value))
    else yield value
  }
}

function asText({ column, type }: Column): string {
  return type === 'bytea' ? `encode(${quoted(column)}, 'escape')` : `${quoted(column)}::text`
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
