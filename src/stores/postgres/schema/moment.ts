import { createHash } from 'node:crypto'
import type { SqlSession } from '../../../core/sql-store.ts'
import type { StoreSchema } from '../../../core/transfer/store-schema.ts'
import { quoteTable } from '../table-name.ts'
import { readRelations } from './read-relations.ts'

/** A database at one moment, as far as it has to be known to tell later whether rows have changed. Plain JSON. */
export interface Moment {
  /** The transactions that the moment sees, as the server writes a snapshot: `10:20:10,14`. */
  snapshot: string
  /** A hash over tables, columns and types. */
  schema: string
  /**
   * By table: the number of its file, which changes when it is emptied or rewritten, its size, and that of what it stores
   * outside of rows. What these are decides where a table's parts begin.
   */
  files: Readonly<Record<string, string>>
}

/** A part of a table, and how many rows it had when it was read; `undefined` when it has not been read. */
export interface TablePart {
  table: string
  /** The first page, and the first one behind; `null` for all the rest. */
  from: number
  to: number | null
  rows: number | undefined
}

/** The moment that the session's transaction sees. */
export async function readMoment(session: SqlSession, schema: StoreSchema): Promise<Moment> {
  const { rows } = await session.query<{ snapshot: string }>('select txid_current_snapshot()::text as snapshot')
  return { snapshot: rows[0]?.snapshot ?? '', schema: hashOf(schema), files: await readFiles(session) }
}

function hashOf({ tables }: StoreSchema): string {
  const parts = tables.map(({ name, columns, generated }) => [name, columns, generated])
  const text = JSON.stringify(parts, (_, value) => (typeof value === 'bigint' ? String(value) : value))
  return createHash('sha256').update(text).digest('hex')
}

async function readFiles(session: SqlSession): Promise<Record<string, string>> {
  const relations = await readRelations(session)
  const { rows } = await session.query<{ file: string }>(
    `select concat_ws('/', coalesce(pg_relation_filenode(c.oid), 0), coalesce(pg_relation_size(c.oid), 0),
      coalesce(pg_relation_size(nullif(c.reltoastrelid, 0)), 0)) as file
    from unnest($1::oid[]) with ordinality as t (oid, position)
    join pg_catalog.pg_class c on c.oid = t.oid order by t.position`,
    [relations.map(({ oid }) => oid)],
  )
  return Object.fromEntries(relations.map(({ name }, index) => [name, rows[index]?.file ?? '']))
}

/**
 * The tables whose rows are not what they were at an earlier moment; empty where nothing has changed. `parts` are all
 * parts of all tables; the session's transaction may be a new one.
 *
 * When no transaction has written anywhere on the server, nothing has changed. When one has, which may be the transfer
 * itself, all rows are looked at: none may have been written by a transaction that the moment did not see, and what was
 * read must have as many rows as then. So a row that was deleted before it was read goes unnoticed, and rightly: the
 * result is the same as that of a transfer that begins now.
 */
export async function changedTables(
  session: SqlSession,
  before: Moment,
  now: Moment,
  parts: readonly TablePart[],
): Promise<readonly string[]> {
  if (before.schema !== now.schema) return ['tables, columns or types']
  const names = new Set([...Object.keys(before.files), ...Object.keys(now.files)])
  const rewritten = [...names].filter((name) => before.files[name] !== now.files[name])
  if (rewritten.length > 0) return rewritten.map(tableNamed)
  if (before.snapshot === now.snapshot) return []
  const changed = new Set<string>()
  const oldest = oldestUnseen(before)
  for (const part of parts) {
    if (changed.has(part.table)) continue
    if (await hasChanged(session, part, oldest)) changed.add(part.table)
  }
  return [...changed].map(tableNamed)
}

function tableNamed(name: string): string {
  return `table ${name}`
}

/**
 * The oldest transaction that the moment may not have seen, in the 32 bits that rows hold. All before it had ended; of
 * those after it, the ones that had ended too cannot be told from subtransactions of others.
 */
function oldestUnseen({ snapshot }: Moment): string {
  return String(BigInt(snapshot.split(':')[0] ?? '0') % 2n ** 32n)
}

/* Rows from before the numbers of transactions began anew have a negative age. */
async function hasChanged(session: SqlSession, { table, from, to, rows }: TablePart, oldest: string): Promise<boolean> {
  const whole = from === 0 && to === null
  const bounds = whole ? '' : `where ctid >= '(${from},0)'::tid${to === null ? '' : ` and ctid < '(${to},0)'::tid`}`
  const found = await session.query<{ rows: string; newer: string }>(
    `select count(*)::text as rows,
      count(*) filter (where age(xmin) between 0 and age('${oldest}'::xid))::text as newer
    from only ${quoteTable(table)} ${bounds}`,
  )
  const { rows: present, newer } = found.rows[0] ?? { rows: '0', newer: '0' }
  return newer !== '0' || (rows !== undefined && Number(present) !== rows)
}
