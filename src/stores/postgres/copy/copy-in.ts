import { refuseWhenAborted, StandinError } from '../../../core/error.ts'
import type { Batch } from '../../../core/transfer/ports.ts'
import { quoteName } from '../table-name.ts'
import type { CopyConnection } from './connection.ts'
import { binaryHeader, binaryTrailer, copyDone, copyFail, frame, largestFrame } from './frames.ts'
import { isServerGone, targetFailed } from './server-error.ts'

/** Where rows are written to. */
export interface CopyInto {
  /** Quoted, with its schema. */
  into: string
  columns: readonly string[]
  encoding: string
  /** How messages call the table. */
  table: string
}

export interface Written {
  rows: number
  bytes: number
}

/**
 * Writes batches in one transaction, and what `record` writes on the same connection: both are there afterwards, or
 * neither. Throws `target.refused` with the names of table and column, `target.lost` when the server goes away, and what
 * reading the batches throws; the transaction is then rolled back, or the connection is not alive any more.
 */
export async function copyIn(
  connection: CopyConnection,
  { into, columns, encoding, table }: CopyInto,
  batches: AsyncIterable<Batch>,
  record: (written: Written) => Promise<void>,
  signal: AbortSignal,
): Promise<Written> {
  refuseWhenAborted(signal)
  const { client } = connection
  const abort = () => connection.destroy()
  signal.addEventListener('abort', abort, { once: true })
  try {
    // What makes a chunk durable is the next commit that waits: the ledger's row is lost with the chunk, or neither is.
    await client.query('begin; set local synchronous_commit = off')
    const list = columns.length === 0 ? '' : `(${columns.map(quoteName).join(', ')})`
    const binary = encoding === 'copy-binary'
    const sql = `copy ${into} ${list} from stdin (format ${binary ? 'binary' : 'text'}, encoding 'UTF8')`
    const written = await send(connection, sql, binary, batches, table)
    await record(written)
    await client.query('commit')
    return written
  } catch (thrown) {
    if (connection.alive) await client.query('rollback').catch(() => connection.destroy())
    refuseWhenAborted(signal)
    throw targetFailed(thrown, table)
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

/** Streams the batches into a COPY FROM STDIN, each as one message, and waits until the server has taken all. */
async function send(
  connection: CopyConnection,
  sql: string,
  binary: boolean,
  batches: AsyncIterable<Batch>,
  table: string,
): Promise<Written> {
  const copy = startCopyIn(connection, sql)
  await copy.ready
  const written = { rows: 0, bytes: 0 }
  try {
    if (binary) connection.socket.write(frame(binaryHeader))
    for await (const batch of batches) {
      for (let start = 0; start < batch.bytes.length; start += largestFrame)
        await writeFrame(connection, batch.bytes.subarray(start, start + largestFrame))
      written.rows += batch.rows
      written.bytes += batch.bytes.length
      if (copy.failed()) break
    }
  } catch (thrown) {
    if (connection.alive) connection.socket.write(copyFail)
    const failure: unknown = await copy.taken.then(
      () => undefined,
      (refusal) => refusal,
    )
    if (!isServerGone(failure)) throw thrown
    connection.destroy()
    // A write that broke off does not say why.
    throw thrown instanceof StandinError ? thrown : failure
  }
  if (binary) connection.socket.write(frame(binaryTrailer))
  connection.socket.write(copyDone)
  const taken = await copy.taken
  if (taken !== written.rows) {
    throw new StandinError('finding', {
      code: 'target.miscounted',
      message: `the target has taken ${taken} of ${written.rows} rows of ${table}`,
    })
  }
  return written
}

interface CopyIn {
  /** When the server asks for rows. */
  ready: Promise<void>
  /** How many rows the server says it has taken. */
  taken: Promise<number>
  failed(): boolean
}

function startCopyIn({ client }: CopyConnection, sql: string): CopyIn {
  const ready = Promise.withResolvers<void>()
  const taken = Promise.withResolvers<number>()
  let failed = false
  let rows = 0
  const ignore = () => undefined
  client.query({
    submit: (driver: { query(text: string): void }) => driver.query(sql),
    handleError(thrown: unknown) {
      failed = true
      ready.reject(thrown)
      taken.reject(thrown)
    },
    handleCopyInResponse: () => ready.resolve(),
    handleCommandComplete({ text }: { text: string }) {
      rows = Number(/^COPY (\d+)$/.exec(text)?.[1])
    },
    handleReadyForQuery: () => taken.resolve(rows),
    handleRowDescription: ignore,
    handleDataRow: ignore,
    handleEmptyQuery: ignore,
    handlePortalSuspended: ignore,
    handleCopyData: ignore,
  } as never)
  // Both are rejected at once, and one of them may not be waited for yet.
  ready.promise.catch(ignore)
  taken.promise.catch(ignore)
  return { ready: ready.promise, taken: taken.promise, failed: () => failed }
}

/** Waits until the bytes are out of our hands, so that they may be overwritten, and the server keeps up. */
async function writeFrame({ socket }: CopyConnection, bytes: Uint8Array): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  socket.cork()
  socket.write(frame(bytes.length))
  socket.write(bytes, (failure) => (failure ? reject(failure) : resolve()))
  socket.uncork()
  await promise
}
