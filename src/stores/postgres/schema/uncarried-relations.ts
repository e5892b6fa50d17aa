import type { SqlSession } from '../../../core/sql-store.ts'
import { isExtensionMember, userSchema } from './read-relations.ts'

/** A foreign table, or a view that reads one, at whatever distance. */
interface UncarriedRelation {
  kind: string
  schema: string
  name: string
}

const relations = `
  with recursive uncarried (oid) as (
    select ftrelid from pg_catalog.pg_foreign_table
    union
    select r.ev_class
    from uncarried u
    join pg_catalog.pg_depend d on d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjid = u.oid
      and d.classid = 'pg_catalog.pg_rewrite'::regclass
    join pg_catalog.pg_rewrite r on r.oid = d.objid and r.rulename = '_RETURN'
  )
  select case c.relkind when 'f' then 'foreign table' when 'm' then 'materialized view over a foreign table'
      else 'view over a foreign table' end as kind,
    n.nspname as schema, c.relname as name
  from uncarried u join pg_catalog.pg_class c on c.oid = u.oid
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where ${userSchema} and not ${isExtensionMember('pg_catalog.pg_class', 'c.oid')}
  order by n.nspname collate "C", c.relname collate "C"`

/** Relations that pg_dump is told to leave out. */
export async function readUncarriedRelations(session: SqlSession): Promise<readonly UncarriedRelation[]> {
  return (await session.query<UncarriedRelation & Record<string, unknown>>(relations)).rows
}
