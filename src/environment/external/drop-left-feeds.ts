import type { SqlStore } from '../../core/sql-store.ts'

/** Change feeds leave publications and replication slots beside the schema whose tables they tell of. */
export async function dropLeftFeeds(store: SqlStore, schema: string): Promise<void> {
  const { rows } = await store.query<{ name: string }>(
    'select distinct pubname::text as name from pg_publication_tables where schemaname = $1',
    [schema],
  )
  for (const { name } of rows) {
    await store.query(
      `select pg_drop_replication_slot(slot_name) from pg_replication_slots
       where slot_name = $1 and database = current_database() and plugin = 'pgoutput' and not active`,
      [name],
    )
    await store.script(`drop publication "${name.replaceAll('"', '""')}"`)
  }
}
