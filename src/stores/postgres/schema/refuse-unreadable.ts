import { type Problem, StandinError } from '../../../core/error.ts'
import type { SqlSession } from '../../../core/sql-store.ts'
import { formatTableName } from '../table-name.ts'
import { isExtensionMember, type Relation, userSchema } from './read-relations.ts'

/* Whole rows are read, so that the right to read all columns one by one is as good as that to read the table. */
const unreadableTables = `
  select c.oid::int8::text as oid,
    not has_schema_privilege(c.relnamespace, 'usage') or not has_table_privilege(c.oid, 'select') and exists (
      select from pg_catalog.pg_attribute a
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        and not has_column_privilege(c.oid, a.attnum, 'select')) as forbidden,
    row_security_active(c.oid) as filtered
  from pg_catalog.pg_class c
  where c.oid = any ($1::oid[])
  order by array_position($1::oid[], c.oid)`

const unreadableSequences = `
  select n.nspname as schema, c.relname as name
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where c.relkind = 'S' and c.relpersistence <> 't' and ${userSchema}
    and not (has_schema_privilege(n.oid, 'usage') and has_sequence_privilege(c.oid, 'select'))
    and not ${isExtensionMember('pg_catalog.pg_class', 'c.oid')}
  order by 1, 2`

/** Throws `source.not-readable` with every table and sequence that the role may not read as a whole. */
export async function refuseUnreadable(session: SqlSession, relations: readonly Relation[]): Promise<void> {
  const tables = await session.query<{ oid: string; forbidden: boolean; filtered: boolean }>(unreadableTables, [
    relations.map(({ oid }) => oid),
  ])
  const names = new Map(relations.map(({ oid, name }) => [String(oid), name]))
  const sequences = await session.query<{ schema: string; name: string }>(unreadableSequences)
  const problems = [
    ...tables.rows.filter(({ forbidden }) => forbidden).map(({ oid }) => mayNotRead(`table ${names.get(oid)}`)),
    ...sequences.rows.map(({ schema, name }) => mayNotRead(`sequence ${formatTableName(schema, name)}`)),
    ...tables.rows.filter(({ filtered }) => filtered).map(({ oid }) => seesSomeRows(`table ${names.get(oid)}`)),
  ]
  if (problems.length > 0) throw new StandinError('environment', problems)
}

function mayNotRead(what: string): Problem {
  return {
    code: 'source.not-readable',
    message: `the role may not read the ${what}`,
    remedy: 'grant it USAGE on the schema and SELECT, or the role pg_read_all_data',
  }
}

function seesSomeRows(what: string): Problem {
  return {
    code: 'source.not-readable',
    message: `row security hides rows of the ${what} from the role`,
    remedy: 'use a role with BYPASSRLS, or the owner of the table',
  }
}
