import { allStarted } from '../../../../core/disposal.ts'
import type { SqlSession, SqlStore } from '../../../../core/sql-store.ts'
import type { DatabaseCopy } from '../reset/database-copy.ts'
import type { ResetServer } from '../reset/reset-server.ts'
import { differingDefinitions } from './definitions.ts'
import { lockTables, patience } from './lock-tables.ts'
import { readCopies } from './read-copies.ts'
import { defined, explained } from './refusals.ts'
import type { Pair } from './rows.ts'
import { undoSequences } from './sequences.ts'
import { tablesOf } from './tables.ts'
import { undoTables } from './undo-tables.ts'
import { type WrittenBlocks, writtenBlocks } from './written-blocks.ts'

export interface UndoOptions {
  /** The databases that programs are connected to. */
  live: readonly DatabaseCopy[]
  nameOf(database: string): string
  /** Copies of what they held, which nobody uses. */
  seeds: readonly DatabaseCopy[]
  /** What an earlier call gave for the same databases. */
  written: WrittenBlocks | undefined
}

/** One database on its way back. */
interface Undoing extends Pair {
  database: string
  oid: number
  outside: SqlSession
}

/** In a replica's session no trigger, rule or foreign key acts by itself. */
const settings = `set local session_replication_role = replica; set local lock_timeout = '${patience}';
  set local work_mem = '64MB'; set local jit = off`

/**
 * Gives databases their rows and the positions of their sequences back while programs stay connected: in one transaction
 * each, which are committed when all of them are through. Gives where was written to so far.
 *
 * Throws, having changed nothing, `reset.held` when transactions of others do not let go of tables, `reset.defined` when
 * something was made, altered or dropped, `reset.outdated-view` and `reset.refused`.
 */
export async function undoDatabases(server: ResetServer, options: UndoOptions): Promise<WrittenBlocks> {
  const { live, nameOf, seeds, written } = options
  const stores = live.map(({ database, oid }) => ({ database, oid, store: server.connect(nameOf(database)) }))
  try {
    return await readCopies(server, seeds, (copies) =>
      inTransactions(stores, copies, async (undoings) => {
        await allStarted(undoings.map((undoing) => explained(undoing, begin(undoing))))
        // From here on nobody writes any more.
        const known = await writtenBlocks(server, live, written)
        await allStarted(undoings.map((undoing) => explained(undoing, undoTables(undoing, undoing.oid, known))))
        for (const undoing of undoings) await undoSequences(undoing)
        return known
      }),
    )
  } finally {
    await Promise.all(stores.map(({ store }) => store.close()))
  }
}

async function begin({ database, live, seed }: Undoing): Promise<void> {
  await live.query(settings)
  await lockTables(live, await tablesOf(live))
  const objects = await differingDefinitions(live, seed)
  if (objects.length > 0) throw defined(database, objects)
}

interface Store {
  database: string
  oid: number
  store: SqlStore
}

/** One transaction in each, nested into each other, so that they end together. */
function inTransactions<T>(
  [first, ...others]: readonly Store[],
  copies: ReadonlyMap<string, SqlStore>,
  body: (undoings: readonly Undoing[]) => Promise<T>,
  begun: readonly Undoing[] = [],
): Promise<T> {
  if (first === undefined) return body(begun)
  const { store, ...database } = first
  const copy = copies.get(first.database)
  if (copy === undefined) throw new TypeError(`there is no copy of ${first.database}`)
  return store.transaction((live) =>
    copy.transaction((seed) =>
      inTransactions(others, copies, body, [...begun, { ...database, outside: store, live, seed }]),
    ),
  )
}
