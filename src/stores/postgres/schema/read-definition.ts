import type { SqlSession } from '../../../core/sql-store.ts'
import { formatTableName, quoteName } from '../table-name.ts'
import type { DatabaseSettings, PostgresDefinition, SequencePosition } from './definition.ts'
import { dumpDefinition } from './dump-definition.ts'
import { isExtensionMember, userSchema } from './read-relations.ts'
import { readUncarriedRelations } from './uncarried-relations.ts'

export interface ReadDefinitionOptions {
  /** For pg_dump, which has a connection of its own. */
  url: string
  /** Exported by the session's transaction. */
  snapshot?: string
  /** Where programs are looked for: `PATH`. */
  searchPath?: string
  signal: AbortSignal
}

/** How a database is laid out, as the session's transaction sees it. Throws what `dumpDefinition` throws. */
export async function readDefinition(session: SqlSession, options: ReadDefinitionOptions): Promise<PostgresDefinition> {
  const { rows } = await session.query<{ version: number }>(
    `select current_setting('server_version_num')::int4 as version`,
  )
  const serverVersion = rows[0]?.version ?? 0
  const leftOut = await readUncarriedRelations(session)
  const dump = await dumpDefinition(options.url, { ...options, serverVersion, leftOut })
  return {
    kind: 'postgres',
    before: { script: dump.before, database: await readDatabaseSettings(session, serverVersion) },
    after: {
      script: dump.after,
      sequences: await readSequences(session),
      unvalidated: await readUnvalidated(session),
    },
  }
}

async function readDatabaseSettings(session: SqlSession, version: number): Promise<DatabaseSettings> {
  const provider = version >= 150_000 ? 'd.datlocprovider::text' : `'c'`
  const locale = version >= 170_000 ? 'd.datlocale' : version >= 150_000 ? 'd.daticulocale' : 'null'
  const rules = version >= 160_000 ? 'd.daticurules' : 'null'
  const { rows } = await session.query<Record<string, string | null>>(
    `select pg_encoding_to_char(d.encoding)::text as encoding, ${provider} as provider, d.datcollate::text as collate,
      d.datctype::text as ctype, ${locale}::text as locale, ${rules}::text as "icuRules",
      shobj_description(d.oid, 'pg_database') as comment
    from pg_catalog.pg_database d where d.datname = current_database()`,
  )
  const known = Object.entries(rows[0] ?? {}).filter(([, value]) => value !== null)
  return Object.fromEntries(known) as unknown as DatabaseSettings
}

const sequences = `
  select n.nspname as schema, c.relname as name
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where c.relkind = 'S' and c.relpersistence <> 't' and ${userSchema}
    and not ${isExtensionMember('pg_catalog.pg_class', 'c.oid')}
  order by n.nspname collate "C", c.relname collate "C"`

/** How many sequences are asked for in one query. */
const together = 200

/** Positions are not part of a transaction's view: they are those of now, and never behind the rows of that view. */
async function readSequences(session: SqlSession): Promise<SequencePosition[]> {
  const names = (await session.query<{ schema: string; name: string }>(sequences)).rows
  const positions: SequencePosition[] = []
  for (let start = 0; start < names.length; start += together) {
    const queries = names
      .slice(start, start + together)
      .map(
        ({ schema, name }, index) =>
          `select ${start + index} as index, last_value::text as value, is_called as called from ${quoteName(schema)}.${quoteName(name)}`,
      )
    const { rows } = await session.query<{ index: number; value: string; called: boolean }>(queries.join(' union all '))
    for (const { index, value, called } of rows)
      positions[index] = { ...(names[index] as { schema: string; name: string }), value, called }
  }
  return positions
}

const unvalidated = `
  select n.nspname as schema, c.relname as table, k.conname as name
  from pg_catalog.pg_constraint k
  join pg_catalog.pg_class c on c.oid = k.conrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where not k.convalidated and ${userSchema}
  union all
  select n.nspname, c.relname, x.relname
  from pg_catalog.pg_index i
  join pg_catalog.pg_class c on c.oid = i.indrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  join pg_catalog.pg_class x on x.oid = i.indexrelid
  where not i.indisvalid and ${userSchema}
  order by 1, 2, 3`

/** The constraints and indexes that do not hold for all rows, as `sales.order.order_total_check`. */
export async function readUnvalidated(session: SqlSession): Promise<string[]> {
  const { rows } = await session.query<{ schema: string; table: string; name: string }>(unvalidated)
  return rows.map(({ schema, table, name }) => `${formatTableName(schema, table)}.${name}`)
}
