import type { SqlStore } from '../../../../core/sql-store.ts'
import type { DatabaseCopy } from '../reset/database-copy.ts'
import type { ResetServer } from '../reset/reset-server.ts'
import { departed } from '../reset/swap.ts'

/**
 * Lets copies that wait be read, under names that nobody else knows. Gives them by the landscape's names of them. When it
 * is done nobody is in them, and nobody can connect to them.
 */
export async function readCopies<T>(
  server: ResetServer,
  copies: readonly DatabaseCopy[],
  read: (stores: ReadonlyMap<string, SqlStore>) => Promise<T>,
): Promise<T> {
  const { maintenance, connect } = server
  const oids = copies.map(({ oid }) => oid)
  const { rows } = await maintenance.query<{ oid: number; name: string }>(
    'update pg_database set datallowconn = true where oid = any($1) returning oid::int8 as oid, datname as name',
    [oids],
  )
  const names = new Map(rows.map(({ oid, name }) => [oid, name]))
  const stores = new Map(copies.map(({ database, oid }) => [database, connect(names.get(oid) ?? '')]))
  try {
    return await read(stores)
  } finally {
    await Promise.all([...stores.values()].map((store) => store.close()))
    await maintenance.query('update pg_database set datallowconn = false where oid = any($1)', [oids])
    await departed(server, oids)
  }
}
