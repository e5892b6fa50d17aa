import type { SqlStore } from '../../core/sql-store.ts'
import { pgOutput } from './pgoutput.ts'
import type { RowChange, RowChanges } from './row-change.ts'

interface DecodedRow extends Record<string, unknown> {
  lsn: string
  data: Buffer
}

/** So many changes at a time; a transaction is never cut. */
const portion = 1_000

/**
 * The changes as the server's logical decoding tells them, by its own plug-in. The server remembers in a replication
 * slot how far they were handed over.
 */
export async function logicalChanges(store: SqlStore, name: string, tables: readonly string[]): Promise<RowChanges> {
  const quoted = tables.map((table) => `"${table.replaceAll('"', '""')}"`).join(', ')
  await store.script(`create publication "${name}" for table ${quoted}`)
  await store.query(`select pg_create_logical_replication_slot($1, 'pgoutput')`, [name])

  const drainOnce = async (publish: (changes: readonly RowChange[]) => Promise<void>): Promise<number> => {
    const end = await flushed(store)
    const { rows } = await store.query<DecodedRow>(
      `select lsn::text, data from pg_logical_slot_peek_binary_changes($1, null, $2, 'proto_version', '1', 'publication_names', $3)`,
      [name, portion, name],
    )
    const changes = changesIn(rows)
    if (changes.length > 0) await publish(changes)
    // Where all was read, what else the server wrote need not be decoded again.
    const last = rows.at(-1)?.lsn ?? end
    const isCut = rows.length >= portion
    await store.query('select pg_replication_slot_advance($1, greatest($2::pg_lsn, $3::pg_lsn))', [
      name,
      last,
      isCut ? last : end,
    ])
    return isCut ? changes.length + (await drainOnce(publish)) : changes.length
  }

  return {
    way: 'logical',
    drain: drainOnce,
    async close() {
      await store.query('select pg_drop_replication_slot($1)', [name])
      await store.script(`drop publication "${name}"`)
    },
  }
}

/** Has the server write down all that is committed, since nothing else is decoded, and says how far that is. */
async function flushed(store: SqlStore): Promise<string> {
  await store.transaction(async (session) => {
    await session.query('set local synchronous_commit = on')
    await session.query(`select pg_logical_emit_message(true, 'change-feed', '')`)
  })
  const { rows } = await store.query<{ lsn: string }>('select pg_current_wal_flush_lsn()::text as lsn')
  return rows[0]?.lsn ?? '0/0'
}

function changesIn(rows: readonly DecodedRow[]): RowChange[] {
  const stream = pgOutput()
  return rows.flatMap(({ lsn, data }) => stream.read(data, lsn) ?? [])
}
