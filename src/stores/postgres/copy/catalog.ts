import type { SqlSession } from '../../../core/sql-store.ts'
import { formatTableName } from '../table-name.ts'
import { readWireTypes, type WireType } from './wire-types.ts'

/** What COPY has to know of a table. */
export interface TableLayout {
  /** `TableSchema.name` */
  name: string
  schema: string
  table: string
  /** The columns that are carried, by name. */
  columns: ReadonlyMap<string, WireType>
  /** Pages of the table itself. */
  pages: number
  /** With what is stored outside of rows. */
  bytes: number
  /** Whether rows can be found by the page that they are in, without reading the others. */
  hasPageRanges: boolean
}

interface Row extends Record<string, unknown> {
  schema: string
  table: string
  names: string[]
  types: string[]
  pages: string
  bytes: string
  ranges: boolean
}

const tables = `
  select n.nspname as schema, c.relname as table,
    coalesce(array_agg(a.attname::text order by a.attnum) filter (where a.attnum is not null), '{}') as names,
    coalesce(array_agg(a.atttypid::int8::text order by a.attnum) filter (where a.attnum is not null), '{}') as types,
    coalesce(pg_relation_size(c.oid) / current_setting('block_size')::int8, 0)::text as pages,
    (coalesce(pg_relation_size(c.oid), 0) + coalesce(pg_relation_size(nullif(c.reltoastrelid, 0)), 0))::text as bytes,
    coalesce(am.amname, '') = 'heap' and current_setting('server_version_num')::int4 >= 140000 as ranges
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  left join pg_catalog.pg_am am on am.oid = c.relam
  left join pg_catalog.pg_attribute a
    on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
  where c.relkind = 'r' and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
  group by n.nspname, c.relname, c.oid, am.amname`

/** Reads the tables that hold rows, by the name that a schema calls them. */
export async function readCatalog(session: SqlSession): Promise<ReadonlyMap<string, TableLayout>> {
  const typeOf = await readWireTypes(session)
  const { rows } = await session.query<Row>(tables)
  return new Map(
    rows.map(({ schema, table, names, types, pages, bytes, ranges }) => {
      const name = formatTableName(schema, table)
      const columns = new Map(names.map((column, index) => [column, typeOf(Number(types[index]))]))
      return [name, { name, schema, table, columns, pages: Number(pages), bytes: Number(bytes), hasPageRanges: ranges }]
    }),
  )
}
