import { environmentError } from '../../../core/error.ts'
import type { SqlSession } from '../../../core/sql-store.ts'
import type { ColumnSchema, StoreSchema, TableSchema } from '../../../core/transfer/store-schema.ts'
import { readColumns } from './read-columns.ts'
import { readReferences, readUniqueSets } from './read-keys.ts'
import { type Relation, readRelations } from './read-relations.ts'
import { readTypes } from './read-types.ts'
import { refuseUnreadable } from './refuse-unreadable.ts'
import { readUncarried } from './uncarried.ts'

/** What the server calls the first version that can be read: 12.0. */
const oldestVersion = 120_000

/**
 * What a database holds, from its catalogs, as the session's transaction sees it. Every partition and every child of an
 * inheritance is a table with the rows of its own. Throws `postgres.too-old` before version 12, and `source.not-readable`
 * with all tables and sequences that the role may not read as a whole.
 */
export async function readSchema(session: SqlSession): Promise<StoreSchema> {
  await refuseOld(session)
  // Names of types are written with their schema where they need one, whatever the role's settings are.
  await session.query(`select set_config('search_path', '', true), set_config('row_security', 'off', true)`)
  const relations = await readRelations(session)
  await refuseUnreadable(session, relations)
  const types = await readTypes(session)
  const columns = await readColumns(session, types)
  const unique = await readUniqueSets(session)
  const references = await readReferences(session, relations)
  const tables = relations.map((relation): TableSchema => {
    const own = columns.get(relation.oid) ?? []
    return {
      name: relation.name,
      columns: own.filter((column) => !column.generated).map(({ name, type, nullable }) => ({ name, type, nullable })),
      generated: own.filter((column) => column.generated).map(({ name }) => name),
      unique: unique.get(relation.oid) ?? [],
      references: references.get(relation.oid) ?? [],
      ...(relation.partOf !== undefined && { partOf: relation.partOf }),
      ...sizeOf(relation, own),
    }
  })
  return { kind: 'postgres', tables, uncarried: await readUncarried(session) }
}

async function refuseOld(session: SqlSession): Promise<void> {
  const { rows } = await session.query<{ number: number; version: string }>(
    `select current_setting('server_version_num')::int4 as number, current_setting('server_version') as version`,
  )
  if ((rows[0]?.number ?? 0) >= oldestVersion) return
  throw environmentError({
    code: 'postgres.too-old',
    message: `the server is PostgreSQL ${rows[0]?.version}; the oldest that can be cloned is 12`,
    remedy: 'clone from a server that has been upgraded, or from a replica of it',
  })
}

const pageSize = 8192
/** Bytes that a row and its values take where nothing is known of them. */
const rowOverhead = 28
const usualValue = 16

function sizeOf(
  relation: Relation,
  columns: readonly ColumnSchema[],
): Pick<TableSchema, 'rows' | 'bytes' | 'holdsNoRows'> {
  if (relation.partitioned) return { rows: 0, bytes: 0, holdsNoRows: 'partitioned' }
  const { pages, estimatedRows, estimatedPages, bytes } = relation
  // As the planner does: the rows per page at the last count, times the pages of now.
  const perPage =
    estimatedPages > 0 && estimatedRows >= 0
      ? estimatedRows / estimatedPages
      : pageSize / (rowOverhead + usualValue * columns.length)
  return { rows: Math.round(perPage * pages), bytes }
}
