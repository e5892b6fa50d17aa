import type { ColumnType } from '../../../core/rows/column-type.ts'
import type { SqlSession } from '../../../core/sql-store.ts'
import { userSchema } from './read-relations.ts'
import type { Types } from './read-types.ts'

interface Column {
  name: string
  type: ColumnType
  nullable: boolean
  /** Whether the server computes it from others. */
  generated: boolean
}

const columns = `
  select a.attrelid::int8::text as relation, a.attname as name, a.atttypid::int8::text as type, a.atttypmod as modifier,
    a.attnotnull as required, a.attgenerated <> '' as generated
  from pg_catalog.pg_attribute a
  join pg_catalog.pg_class c on c.oid = a.attrelid
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and ${userSchema} and a.attnum > 0 and not a.attisdropped
  order by a.attrelid, a.attnum`

/** The columns of all tables by the table's number, in order, without those that were dropped. */
export async function readColumns(session: SqlSession, types: Types): Promise<Map<number, Column[]>> {
  const { rows } = await session.query<{
    relation: string
    name: string
    type: string
    modifier: number
    required: boolean
    generated: boolean
  }>(columns)
  const byRelation = new Map<number, Column[]>()
  for (const { relation, name, type, modifier, required, generated } of rows) {
    const own = byRelation.get(Number(relation)) ?? []
    byRelation.set(Number(relation), own)
    const oid = Number(type)
    own.push({ name, type: types.typeOf(oid, modifier), nullable: !required && !types.isRequired(oid), generated })
  }
  return byRelation
}
