import type { SqlSession } from '../../../core/sql-store.ts'
import { formatTableName } from '../table-name.ts'

/** A table that a transfer carries. */
export interface Relation {
  oid: number
  schema: string
  table: string
  /** `TableSchema.name` */
  name: string
  partitioned: boolean
  /** The table that it is a partition of, or inherits from (the first of them), as `TableSchema.name`. */
  partOf?: string
  /** What the server's statistics say; -1 rows where they have never been made. */
  estimatedRows: number
  estimatedPages: number
  /** How many pages there are now. */
  pages: number
  /** With what is stored outside of rows. */
  bytes: number
}

/** Schemas whose tables are the server's own, or a session's. `n` is pg_namespace. */
export const userSchema = `n.nspname <> 'information_schema' and n.nspname !~ '^pg_'`

/** Whether an object belongs to an extension, which brings it along by itself. */
export function isExtensionMember(catalog: string, oid: string): string {
  return `exists (
    select from pg_catalog.pg_depend member
    where member.classid = '${catalog}'::regclass and member.objid = ${oid} and member.deptype = 'e')`
}

const relations = `
  select c.oid::int8::text as oid, n.nspname as schema, c.relname as table, c.relkind = 'p' as partitioned,
    parent.schema as "parentSchema", parent.table as "parentTable",
    c.reltuples::float8 as "estimatedRows", c.relpages::float8 as "estimatedPages",
    coalesce(pg_relation_size(c.oid) / current_setting('block_size')::int8, 0)::float8 as pages,
    coalesce(pg_table_size(c.oid), 0)::float8 as bytes
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  left join lateral (
    select above_n.nspname as schema, above.relname as table
    from pg_catalog.pg_inherits i
    join pg_catalog.pg_class above on above.oid = i.inhparent
    join pg_catalog.pg_namespace above_n on above_n.oid = above.relnamespace
    where i.inhrelid = c.oid order by i.inhseqno limit 1) parent on true
  where c.relkind in ('r', 'p') and c.relpersistence <> 't' and ${userSchema}
    and not ${isExtensionMember('pg_catalog.pg_class', 'c.oid')}
  order by n.nspname collate "C", c.relname collate "C"`

/** All tables of users: ordinary ones, partitioned ones and their partitions. No views, no foreign tables. */
export async function readRelations(session: SqlSession): Promise<readonly Relation[]> {
  const { rows } = await session.query<RelationRow & Record<string, unknown>>(relations)
  return rows.map(({ parentSchema, parentTable, ...row }) => ({
    ...row,
    oid: Number(row.oid),
    name: formatTableName(row.schema, row.table),
    ...(parentSchema !== null && parentTable !== null && { partOf: formatTableName(parentSchema, parentTable) }),
  }))
}

type RelationRow = Omit<Relation, 'oid' | 'name' | 'partOf'> & {
  oid: string
  parentSchema: string | null
  parentTable: string | null
}
