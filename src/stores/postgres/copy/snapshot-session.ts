import type { SqlSession } from '../../../core/sql-store.ts'
import { clientSession } from '../client-session.ts'
import { openCopyConnection } from './connection.ts'
import { type Reader, readerOn } from './read-chunk.ts'
import { sourceLost } from './server-error.ts'

/** One moment of a database, and connections that all see it. */
export interface SnapshotSession extends AsyncDisposable {
  /** For the catalogs. */
  session: SqlSession
  /** What `SET TRANSACTION SNAPSHOT` takes, as long as this is open. */
  snapshot: string
  /** A connection for one chunk, which no other chunk uses. Throws `source.lost`. */
  acquire(): Promise<Reader>
  /** Gives it back; one that does not stand at the end of a chunk has to be destroyed instead. */
  release(reader: Reader): void
}

const begin = 'begin transaction isolation level repeatable read, read only'

/** So often, the connection that holds the snapshot says something, so that no gateway takes it for dead. */
const keepAliveMilliseconds = 60_000

/** Opens a transaction that only reads and exports what it sees. Throws what the driver throws. */
export async function openSnapshot(url: string, applicationName: string): Promise<SnapshotSession> {
  const holder = await openCopyConnection(url, applicationName)
  const idle: Reader[] = []
  let closed = false
  let beating: NodeJS.Timeout | undefined
  try {
    await holder.client.query(`set default_transaction_read_only = on; ${begin}`)
    const { rows } = await holder.client.query<{ id: string }>('select pg_catalog.pg_export_snapshot() as id')
    const snapshot = rows[0]?.id as string
    const session = oneAfterTheOther(clientSession(holder.client))
    beating = setInterval(() => void session.query('select 1').catch(() => undefined), keepAliveMilliseconds)
    beating.unref()
    return {
      session,
      snapshot,
      async acquire() {
        for (let reader = idle.pop(); reader !== undefined; reader = idle.pop())
          if (reader.connection.alive) return reader
        try {
          const connection = await openCopyConnection(url, applicationName)
          await connection.client.query(
            `set default_transaction_read_only = on; ${begin}; set transaction snapshot '${snapshot}'`,
          )
          return readerOn(connection)
        } catch (thrown) {
          throw sourceLost(thrown)
        }
      },
      release(reader) {
        if (closed) reader.connection.destroy()
        else idle.push(reader)
      },
      async [Symbol.asyncDispose]() {
        closed = true
        clearInterval(beating)
        const connections = [holder, ...idle.splice(0).map(({ connection }) => connection)]
        await Promise.all(connections.map(({ client }) => client.end().catch(() => undefined)))
      },
    }
  } catch (thrown) {
    clearInterval(beating)
    holder.destroy()
    throw thrown
  }
}

/** The driver wants to be asked one thing at a time. */
function oneAfterTheOther(session: SqlSession): SqlSession {
  let last: Promise<unknown> = Promise.resolve()
  return {
    query(text, params) {
      const result = last.then(() => session.query(text, params))
      last = result.catch(() => undefined)
      return result as never
    },
  }
}
