import type { SqlSession } from '../../../../core/sql-store.ts'

/** Something that holds rows: a table, a partition, a materialized view, or what holds the large objects. */
export interface Table {
  oid: number
  /** In SQL, with its schema. */
  name: string
  kind: 'table' | 'view'
  /** The number of its file. */
  file: number
  isLogged: boolean
  /** Its size. */
  blocks: number
  /** Those that are written, in SQL. */
  columns: readonly string[]
}

/** Everything of a database that holds rows of programs. */
export async function tablesOf(session: SqlSession): Promise<Table[]> {
  const { rows } = await session.query<Omit<Table, 'columns'> & { columns: string[] }>(tables)
  return rows
}

const tables = `
  select c.oid::int8 as oid, format('%I.%I', n.nspname, c.relname) as name,
      case relkind when 'm' then 'view' else 'table' end as kind,
      pg_relation_filenode(c.oid)::int8 as file, relpersistence = 'p' as "isLogged",
      pg_relation_size(c.oid) / current_setting('block_size')::int as blocks,
      array(select format('%I', attname) from pg_attribute
        where attrelid = c.oid and attnum > 0 and not attisdropped and attgenerated = '' order by attnum) as columns
    from pg_class c join pg_namespace n on n.oid = relnamespace
    where (relkind in ('r', 'm') and relpersistence <> 't' and c.oid >= 16384 and relispopulated)
      or c.oid in ('pg_largeobject'::regclass, 'pg_largeobject_metadata'::regclass)
    order by c.oid`
