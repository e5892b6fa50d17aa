import { setTimeout as pause } from 'node:timers/promises'
import type { SqlStore } from '../../../core/sql-store.ts'

const patience = 5_000
const pollInterval = 20

/**
 * Ends everybody's sessions on a server and drops what runs have made on it: databases, replication slots, roles. Closes
 * the connection, which is to the database `postgres`.
 */
export async function emptyPostgres(server: SqlStore): Promise<void> {
  try {
    await endSessions(server)
    await server.query('select pg_drop_replication_slot(slot_name) from pg_replication_slots where not temporary')
    for (const database of await names(server, databases)) await server.query(`drop database ${database}`)
    for (const role of await names(server, roles)) await server.query(`drop role ${role}`)
  } finally {
    await server.close()
  }
}

const databases = `select quote_ident(datname) as name from pg_database where not datistemplate and datname <> 'postgres'`
const roles = `select quote_ident(rolname) as name from pg_roles where rolname <> current_user and rolname !~ '^pg_'`

async function names(server: SqlStore, query: string): Promise<string[]> {
  return (await server.query<{ name: string }>(query)).rows.map(({ name }) => name)
}

/** A session that has been told to end is there for another moment. */
async function endSessions(server: SqlStore): Promise<void> {
  for (let waited = 0; ; waited += pollInterval) {
    const { rowCount } = await server.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where pid <> pg_backend_pid() and backend_type in ('client backend', 'walsender')`,
    )
    if (rowCount === 0) return
    if (waited >= patience) throw new Error('sessions do not end')
    await pause(pollInterval)
  }
}
