import type { SqlStore } from '../../core/sql-store.ts'
import { logicalChanges } from './logical-changes.ts'
import { outboxChanges } from './outbox-changes.ts'
import type { RowChanges } from './row-change.ts'

/** The changes of tables from now on: by logical decoding where the server has it and lets us, else by an outbox. */
export async function openRowChanges(store: SqlStore, name: string, tables: readonly string[]): Promise<RowChanges> {
  const { rows } = await store.query<{ logical: boolean }>(`
    select current_setting('wal_level') = 'logical' and (rolsuper or rolreplication) as logical
    from pg_roles where rolname = current_user`)
  return rows[0]?.logical === true ? logicalChanges(store, name, tables) : outboxChanges(store, name, tables)
}
