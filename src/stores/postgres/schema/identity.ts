import { createHash } from 'node:crypto'
import type { SqlSession } from '../../../core/sql-store.ts'

/*
 * An embedded server is a copy of a data directory, and says by this setting which copy it is. Other physical copies,
 * replicas above all, count as the server that they are a copy of.
 */
const place = `coalesce(current_setting('standin.copy', true), '')`

/**
 * The same text for the same database, by whatever host, port or socket it was reached; another one for any other. The
 * name of the cluster is what initdb drew for it; where the role may not ask for that, when the server was started.
 * `database` stands for one that does not exist yet.
 */
export async function readIdentity(session: SqlSession, database?: string): Promise<string> {
  const cluster = await readCluster(session)
  if (database !== undefined) return hash(cluster, 'name', database)
  const { rows } = await session.query<{ oid: string }>(
    `select oid::int8::text as oid from pg_catalog.pg_database where datname = current_database()`,
  )
  return hash(cluster, 'oid', rows[0]?.oid ?? '')
}

/** Whether the role may ask does not depend on the database, but it may on the role: then two names of one cluster differ. */
async function readCluster(session: SqlSession): Promise<string> {
  const { rows } = await session.query<{ permitted: boolean; started: string; place: string }>(
    `select has_function_privilege('pg_catalog.pg_control_system()', 'execute') as permitted, ${place} as place,
      extract(epoch from pg_postmaster_start_time())::text as started`,
  )
  const { permitted = false, started = '', place: copy = '' } = rows[0] ?? {}
  const system = permitted ? await readSystemIdentifier(session) : undefined
  return `${system ?? `started ${started}`} ${copy}`
}

async function readSystemIdentifier(session: SqlSession): Promise<string | undefined> {
  const { rows } = await session.query<{ system: string }>(
    'select system_identifier::text as system from pg_catalog.pg_control_system()',
  )
  return rows[0]?.system
}

function hash(...parts: string[]): string {
  return createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 32)
}
