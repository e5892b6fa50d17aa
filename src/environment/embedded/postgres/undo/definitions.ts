import type { SqlSession } from '../../../../core/sql-store.ts'

/** A system catalog, as far as its rows define what programs work with. */
interface Catalog {
  name: string
  /** The column that says what an entry is a part of: a schema, a table, or itself. */
  within: string
  /** The object that is told of, when it is another than the entry, and the catalog that it is in. */
  object?: string
  of?: string
  only?: string
  /** Columns that change without a change of the definition. */
  volatile?: readonly string[]
}

const ofTable = (name: string, column: string): Catalog => ({ name, within: column, object: column, of: 'pg_class' })

const statistics = ['relpages', 'reltuples', 'relallvisible', 'relallfrozen', 'relfrozenxid', 'relminmxid']
const storage = ['relfilenode', 'reltoastrelid']
const hints = ['relhasindex', 'relhasrules', 'relhastriggers', 'relhassubclass']

const catalogs: readonly Catalog[] = [
  { name: 'pg_namespace', within: 'oid' },
  { name: 'pg_class', within: 'relnamespace', volatile: [...statistics, ...storage, ...hints] },
  { ...ofTable('pg_attribute', 'attrelid'), only: 'attnum > 0', volatile: ['atthasmissing', 'attmissingval'] },
  ofTable('pg_attrdef', 'adrelid'),
  ofTable('pg_constraint', 'conrelid'),
  { name: 'pg_constraint', within: 'connamespace', object: 'contypid', of: 'pg_type' },
  { name: 'pg_index', within: 'indrelid', object: 'indexrelid', of: 'pg_class', volatile: ['indcheckxmin'] },
  ofTable('pg_trigger', 'tgrelid'),
  ofTable('pg_rewrite', 'ev_class'),
  ofTable('pg_policy', 'polrelid'),
  ofTable('pg_inherits', 'inhrelid'),
  ofTable('pg_partitioned_table', 'partrelid'),
  ofTable('pg_sequence', 'seqrelid'),
  ofTable('pg_publication_rel', 'prrelid'),
  // Those of tables come and go with them.
  { name: 'pg_type', within: 'typnamespace', only: `typrelid = 0 and typcategory <> 'A'` },
  { name: 'pg_enum', within: 'enumtypid', object: 'enumtypid', of: 'pg_type' },
  { name: 'pg_range', within: 'rngtypid', object: 'rngtypid', of: 'pg_type' },
  { name: 'pg_proc', within: 'pronamespace' },
  { name: 'pg_aggregate', within: 'aggfnoid', object: 'aggfnoid', of: 'pg_proc' },
  { name: 'pg_operator', within: 'oprnamespace' },
  { name: 'pg_cast', within: 'oid' },
  { name: 'pg_collation', within: 'collnamespace' },
  { name: 'pg_extension', within: 'oid' },
  { name: 'pg_event_trigger', within: 'oid' },
  { name: 'pg_statistic_ext', within: 'stxnamespace' },
  { name: 'pg_publication', within: 'oid' },
  { name: 'pg_default_acl', within: 'defaclnamespace' },
]

/** Numbers from here on are of what was made after the server. */
const firstOfUsers = 16384

/**
 * Names what is defined in only one of two databases, or in another way in each, where one was made as a copy of the
 * other. Temporary tables of sessions do not count.
 */
export async function differingDefinitions(live: SqlSession, seed: SqlSession): Promise<string[]> {
  const [present, wanted] = await Promise.all([definitions(live), definitions(seed)])
  const objects = new Set([...present.keys(), ...wanted.keys()])
  return [...objects].filter((object) => present.get(object) !== wanted.get(object)).sort()
}

/** What is defined, by how PostgreSQL calls it. */
async function definitions(session: SqlSession): Promise<Map<string, string>> {
  const { rows } = await session.query<{ object: string; entries: string }>(everything)
  return new Map(rows.map(({ object, entries }) => [object, entries]))
}

const everything = `
  with hidden as (
    select oid from pg_namespace where nspname ~ '^pg_(toast|temp_)'
  ), apart as (
    select oid from hidden union all select oid from pg_class where relnamespace in (select oid from hidden)
  ), entry (catalog, id, line) as (${catalogs.map(entriesOf).join(' union all ')})
  select pg_describe_object(catalog, id, 0) as object, md5(string_agg(line, ' ' order by line)) as entries
    from entry group by catalog, id
  union all
  select 'the settings of the database', md5(concat(datconnlimit, datdba, datacl::text,
      (select string_agg(setrole || setconfig::text, ' ' order by setrole) from pg_db_role_setting where setdatabase = d.oid),
      shobj_description(d.oid, 'pg_database')))
    from pg_database d where datname = current_database()`

function entriesOf({ name, within, object = 'oid', of = name, only = 'true', volatile = [] }: Catalog): string {
  const list = volatile.map((column) => `'${column}'`).join(', ')
  return `select '${of}'::regclass::oid, ${object}::oid, (to_jsonb(entry) - array[${list}]::text[])::text
    from ${name} entry
    where ${only} and ${object}::oid >= ${firstOfUsers} and ${within}::oid not in (select oid from apart)`
}
