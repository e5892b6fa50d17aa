import { readFile } from 'node:fs/promises'
import { codeOf, StandinError, usageError } from '../../core/error.ts'
import { suggestion } from '../../core/nearest.ts'
import type { SqlSession, SqlStore } from '../../core/sql-store.ts'
import { type CsvTable, readCsv } from './csv.ts'
import type { Pack, PackPart } from './pack.ts'
import { runScript } from './run-script.ts'

/** A column as the database has it. */
interface Column {
  name: string
  /** As `cast` takes it: `numeric(14,2)`. */
  type: string
  /** The sequence that numbers it, where there is one. */
  sequence: string | null
}

const rowsPerStatement = 5_000

/**
 * Fills a system's tables, in one transaction: those that have a file, and position their sequences behind the highest
 * number; then what the pack's script makes.
 * Throws usage errors: `pack.unknown-table`, `pack.unknown-column`, `pack.bad-csv`, and `pack.refused` with the
 * database's reason where it does not take the rows. Does nothing for a system that the pack has nothing of.
 */
export async function loadTables(pack: Pack, system: string, store: SqlStore): Promise<void> {
  const parts = pack.tables[system] ?? []
  const script = pack.scripts[system]
  if (parts.length === 0 && script === undefined) return
  const read = Promise.all(parts.map(async ({ file }) => readCsv(file, await readFile(file, 'utf8'))))
  const [tables, columns] = await Promise.all([read, columnsByTable(store)])
  await store.transaction(async (session) => {
    for (const [index, part] of parts.entries()) {
      const known = columns.get(part.name)
      if (known === undefined) throw unknown('table', part, part.name, [...columns.keys()])
      await fill(session, part, tables[index] as CsvTable, known)
    }
    const filled = parts.flatMap(({ name }) => (columns.get(name) ?? []).map((column) => ({ table: name, column })))
    const positions = filled.flatMap(({ table, column }) => (column.sequence === null ? [] : [position(table, column)]))
    if (positions.length > 0) await session.query(positions.join(' union all '))
    if (script !== undefined) await runScript(session, script, pack.numbers)
  })
}

async function columnsByTable(store: SqlStore): Promise<Map<string, Column[]>> {
  const { rows } = await store.query<{ table: string; columns: Column[] }>(`
    select c.relname as table, json_agg(json_build_object(
      'name', a.attname,
      'type', format_type(a.atttypid, a.atttypmod),
      'sequence', pg_get_serial_sequence(format('%I', c.relname), a.attname)
    ) order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relkind in ('r', 'p') and c.relnamespace = current_schema()::regnamespace
    group by c.relname`)
  return new Map(rows.map(({ table, columns }) => [table, columns]))
}

async function fill(session: SqlSession, part: PackPart, table: CsvTable, known: readonly Column[]): Promise<void> {
  const columns = table.columns.map((name) => {
    const column = known.find((candidate) => candidate.name === name)
    if (column === undefined)
      throw unknown(
        'column',
        part,
        name,
        known.map((candidate) => candidate.name),
      )
    return column
  })
  const names = columns.map(({ name }) => quoted(name)).join(', ')
  const values = columns.map(({ type }, index) => `(r->>${index})::${type}`).join(', ')
  const insert = `insert into ${quoted(part.name)} (${names}) overriding system value
    select ${values} from jsonb_array_elements($1::jsonb) with ordinality as e(r, n) order by n`
  for (let start = 0; start < table.rows.length; start += rowsPerStatement) {
    const rows = JSON.stringify(table.rows.slice(start, start + rowsPerStatement))
    await session.query(insert, [rows]).catch((thrown: unknown) => Promise.reject(refused(part, thrown)))
  }
}

/** Sets a sequence so that the next number is behind the highest that was loaded. */
function position(table: string, { name, sequence }: Column): string {
  return `select setval('${sequence?.replaceAll("'", "''")}', coalesce(max(${quoted(name)}), 1), max(${quoted(name)}) is not null) from ${quoted(table)}`
}

/** Names the constraint where one was broken; other messages of the database may quote values. */
function refused(part: PackPart, thrown: unknown): unknown {
  if (!(thrown instanceof StandinError) || thrown.code !== 'sql.failed') return thrown
  const state = String(codeOf(thrown.cause))
  const reason = state.startsWith('23') ? thrown.message : `SQLSTATE ${state}`
  const message = `the database does not take the rows of table ${part.name}: ${reason}`
  const remedy = 'Compare the columns, keys and references of the file with the table.'
  return new StandinError('usage', { code: 'pack.refused', message, place: top(part), remedy }, { cause: thrown })
}

function unknown(what: 'table' | 'column', part: PackPart, name: string, candidates: readonly string[]): StandinError {
  const message = `the database has no ${what} "${name}", ${suggestion(name, candidates)}`
  return usageError({ code: `pack.unknown-${what}`, message, place: top(part) })
}

function top({ file }: PackPart): { file: string; line: number; column: number } {
  return { file, line: 1, column: 1 }
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
