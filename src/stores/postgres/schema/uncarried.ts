import type { SqlSession } from '../../../core/sql-store.ts'
import type { Uncarried } from '../../../core/transfer/store-schema.ts'
import { formatTableName } from '../table-name.ts'
import { isExtensionMember, userSchema } from './read-relations.ts'
import { readUncarriedRelations } from './uncarried-relations.ts'

const thisDatabase = '(select oid from pg_catalog.pg_database where datname = current_database())'

/* What is looked for, each as a query that gives names. */
const kinds: Readonly<Record<string, string>> = {
  'large objects': `select count(*)::text from pg_catalog.pg_largeobject_metadata having count(*) > 0`,
  'foreign data wrapper': `
    select fdwname::text from pg_catalog.pg_foreign_data_wrapper w
    where not ${isExtensionMember('pg_catalog.pg_foreign_data_wrapper', 'w.oid')}`,
  'foreign server': `
    select srvname::text from pg_catalog.pg_foreign_server s
    where not ${isExtensionMember('pg_catalog.pg_foreign_server', 's.oid')}`,
  'user mapping': `select srvname || ' for ' || usename from pg_catalog.pg_user_mappings`,
  'rows of an extension': `
    select n.nspname || '.' || c.relname || ' (' || e.extname || ')'
    from pg_catalog.pg_extension e
    join pg_catalog.pg_class c on c.oid = any (e.extconfig) and c.relkind = 'r' and c.relpages > 0
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace`,
  'index that is not valid': `
    select n.nspname || '.' || c.relname
    from pg_catalog.pg_index i
    join pg_catalog.pg_class c on c.oid = i.indexrelid and c.relkind = 'i'
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where not i.indisvalid and ${userSchema}`,
  publication: `select pubname::text from pg_catalog.pg_publication`,
  subscription: `select subname::text from pg_catalog.pg_subscription where subdbid = ${thisDatabase}`,
  'replication slot': `select slot_name::text from pg_catalog.pg_replication_slots where database = current_database()`,
  'event trigger': `
    select evtname::text from pg_catalog.pg_event_trigger t
    where not ${isExtensionMember('pg_catalog.pg_event_trigger', 't.oid')}`,
  'security label': `select distinct provider || ' on ' || objtype || ' ' || objname from pg_catalog.pg_seclabels`,
  tablespace: `
    select distinct t.spcname::text from pg_catalog.pg_tablespace t
    where t.oid in (
      select reltablespace from pg_catalog.pg_class where reltablespace <> 0 and not relisshared
      union select dattablespace from pg_catalog.pg_database where datname = current_database()
    ) and t.spcname not in ('pg_default', 'pg_global')`,
  'setting of the database': `
    select split_part(setting, '=', 1) || coalesce(' for ' || r.rolname, '')
    from pg_catalog.pg_db_role_setting s cross join unnest(s.setconfig) as setting
    left join pg_catalog.pg_roles r on r.oid = s.setrole
    where s.setdatabase = ${thisDatabase}`,
  'default privileges': `
    select r.rolname || coalesce(' in ' || n.nspname, '')
    from pg_catalog.pg_default_acl d join pg_catalog.pg_roles r on r.oid = d.defaclrole
    left join pg_catalog.pg_namespace n on n.oid = d.defaclnamespace`,
  /* Owners, holders of privileges and those whom policies name; not those that come with the server. */
  role: `
    select r.rolname || ' (' || string_agg(distinct case d.deptype
      when 'o' then 'owner' when 'r' then 'named by policies' else 'privileges' end, ', ') || ')'
    from pg_catalog.pg_shdepend d join pg_catalog.pg_roles r on r.oid = d.refobjid
    where d.dbid = ${thisDatabase} and d.refclassid = 'pg_catalog.pg_authid'::regclass
      and d.deptype in ('o', 'a', 'i', 'r') and r.rolname !~ '^pg_' and r.rolname <> current_user
    group by r.rolname`,
  'role of a policy': `
    select n.nspname || '.' || c.relname || ', policy ' || p.polname || ': ' || string_agg(r.rolname, ', ' order by r.rolname)
    from pg_catalog.pg_policy p
    join pg_catalog.pg_class c on c.oid = p.polrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_roles r on r.oid = any (p.polroles)
    group by n.nspname, c.relname, p.polname`,
}

/**
 * What a database has that a clone of it will not have, in the order of the list of kinds. Nothing of it is carried in
 * part: views over foreign tables are left out with them.
 */
export async function readUncarried(session: SqlSession): Promise<readonly Uncarried[]> {
  const relations = (await readUncarriedRelations(session)).map(({ schema, name, kind }) => ({
    kind,
    name: formatTableName(schema, name),
  }))
  const union = Object.values(kinds).map(
    (query, index) => `select ${index} as kind, names.name from (${query}) as names (name)`,
  )
  const { rows } = await session.query<{ kind: number; name: string }>(
    `select * from (${union.join(' union all ')}) as found order by kind, name collate "C"`,
  )
  const names = Object.keys(kinds)
  return [...relations, ...rows.map(({ kind, name }) => ({ kind: names[kind] as string, name }))]
}
