import { environmentError, refuseWhenAborted } from '../../../core/error.ts'
import type { ChunkDone, Job, TransferTarget } from '../../../core/transfer/ports.ts'
import type { TableSchema } from '../../../core/transfer/store-schema.ts'
import { clientSession } from '../client-session.ts'
import { type CopyConnection, openCopyConnection } from '../copy/connection.ts'
import { copyIn } from '../copy/copy-in.ts'
import { targetFailed } from '../copy/server-error.ts'
import type { PostgresDefinition } from '../schema/definition.ts'
import { readIdentity } from '../schema/identity.ts'
import { quoteTable } from '../table-name.ts'
import { applyAfter, applyAtTheEnd } from './apply-after.ts'
import { commentFor, databaseExists, dropDatabase, findDatabase, nameBeside } from './aside.ts'
import { type Aside, applicationName, createAside, findAside } from './begin-aside.ts'
import { databaseOf } from './database-url.ts'
import { dropLedger, recordChunk } from './ledger.ts'
import { type Renaming, renameDatabases } from './rename-databases.ts'
import { creationDatabases, onServer, renamingDatabases, whenFree } from './server-session.ts'
import { verifyConstraints, verifyRows } from './verify.ts'

/**
 * A database as the target of a transfer; it need not exist yet. What is written goes into a new database on the same
 * server, named `<database>__standin_…`, which takes its place by renaming. Whoever is connected to it then is sent away.
 */
export async function openPostgresTarget(url: string): Promise<TransferTarget> {
  const database = databaseOf(url)
  const identity = await onServer(url, [database, ...renamingDatabases], async (session) => {
    const exists = await databaseExists(session, database)
    return readIdentity(session, exists ? undefined : database)
  })
  const free: CopyConnection[] = []
  const busy = new Set<CopyConnection>()
  let begun: { job: Job; aside: Aside; tables: ReadonlyMap<string, TableSchema> } | undefined
  let replaced: string | undefined
  /** What undoes the swap; `undefined` before it, and when it has been undone. */
  let putBack: readonly Renaming[] | undefined
  let kept = false
  /** Whether the ledger is gone, without which nothing can be resumed. */
  let completed = false

  function started(): NonNullable<typeof begun> {
    if (begun === undefined) throw new TypeError('the target has not begun')
    return begun
  }

  async function takeConnection(): Promise<CopyConnection> {
    const connection =
      free.pop() ??
      (await openCopyConnection(started().aside.url, applicationName).catch((thrown: unknown) => {
        throw targetFailed(thrown, database)
      }))
    busy.add(connection)
    return connection
  }

  function giveConnectionBack(connection: CopyConnection): void {
    busy.delete(connection)
    if (connection.alive) free.push(connection)
  }

  function disconnect(): void {
    for (const connection of [...free.splice(0), ...busy]) connection.destroy()
    busy.clear()
    begun?.aside.control.destroy()
  }

  /** Runs what the server may refuse or end, so that an interruption ends it there, too. */
  async function controlled<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    const { control } = started().aside
    const abort = () => control.destroy()
    signal?.addEventListener('abort', abort, { once: true })
    try {
      if (signal !== undefined) refuseWhenAborted(signal)
      return await work()
    } catch (thrown) {
      if (signal !== undefined) refuseWhenAborted(signal)
      throw targetFailed(thrown, database)
    } finally {
      signal?.removeEventListener('abort', abort)
    }
  }

  return {
    identity,
    async begin(job) {
      const aside = await (job.resume ? findAside(url, job) : createAside(url, job))
      begun = { job, aside, tables: new Map(job.tables.map((table) => [table.name, table])) }
      return { done: aside.done }
    },
    async write(chunk, batches, signal): Promise<ChunkDone> {
      const table = started().tables.get(chunk.table)
      if (table === undefined) throw new TypeError(`no table of the job is called ${chunk.table}`)
      const connection = await takeConnection()
      const into = {
        into: quoteTable(table.name),
        columns: table.columns.map(({ name }) => name),
        encoding: chunk.encoding,
        table: table.name,
      }
      try {
        const record = (written: { rows: number; bytes: number }) =>
          recordChunk(clientSession(connection.client), { id: chunk.id, ...written })
        return { id: chunk.id, ...(await copyIn(connection, into, batches, record, signal)) }
      } finally {
        giveConnectionBack(connection)
      }
    },
    async complete(progress, signal) {
      const { aside, job } = started()
      for (const what of aside.leftOut) progress(`left out: ${what}`)
      const { after } = job.definition as PostgresDefinition
      await controlled(signal, () => applyAfter(aside.session, after, progress, signal))
    },
    async verify(rows) {
      const { aside, job } = started()
      const { after } = job.definition as PostgresDefinition
      await controlled(undefined, async () => {
        await verifyRows(aside.session, job.tables, rows)
        await verifyConstraints(aside.session, after.unvalidated)
      })
    },
    async swapIn() {
      const { aside, job } = started()
      const { before, after } = job.definition as PostgresDefinition
      await controlled(undefined, async () => {
        await applyAtTheEnd(aside.session, after)
        completed = true
        await dropLedger(aside.session)
      })
      disconnect()
      const present = await onServer(url, renamingDatabases, (session) => findDatabase(session, database))
      const forward: Renaming[] = [{ from: aside.name, to: database, comment: before.database.comment }]
      const back: Renaming[] = [{ from: database, to: aside.name, comment: commentFor('aside', database) }]
      if (present !== undefined) {
        replaced = nameBeside(database, `replaced by ${job.mark}`)
        forward.unshift({ from: database, to: replaced, comment: commentFor('replaced', database) })
        back.push({ from: replaced, to: database, comment: present.comment })
      }
      await renameDatabases(url, forward)
      putBack = back
    },
    async swapBack() {
      if (putBack === undefined) return
      await renameDatabases(url, putBack)
      putBack = undefined
    },
    keep() {
      kept = true
    },
    async [Symbol.asyncDispose]() {
      disconnect()
      if (begun === undefined || (kept && !completed)) return
      const unwanted = putBack === undefined ? begun.aside.name : replaced
      if (unwanted === undefined) return
      await onServer(url, creationDatabases(database), (session) =>
        whenFree(() => dropDatabase(session, unwanted)),
      ).catch((thrown: unknown) => {
        throw leftBehind(unwanted, thrown)
      })
    },
  }
}

function leftBehind(name: string, thrown: unknown): Error {
  return environmentError(
    {
      code: 'target.left-behind',
      message: `the database ${name} could not be removed`,
      remedy: 'drop it by hand, or leave it to the next clone to the same target',
    },
    thrown,
  )
}
