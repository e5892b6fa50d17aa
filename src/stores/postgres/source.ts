import { environmentError, messageOf, refuseWhenAborted, StandinError, usageError } from '../../core/error.ts'
import type { TableTransform } from '../../core/rows/table-transform.ts'
import type { Batch, Chunk, ChunkDone, TransferSource } from '../../core/transfer/ports.ts'
import type { StoreSchema, TableSchema } from '../../core/transfer/store-schema.ts'
import { binaryRows } from './copy/binary-row.ts'
import { readCatalog, type TableLayout } from './copy/catalog.ts'
import type { ReadColumn } from './copy/column-codec.ts'
import { copyQuery } from './copy/copy-query.ts'
import { readRows } from './copy/read-chunk.ts'
import { rewriteBinary } from './copy/rewrite-binary.ts'
import { rewriteText } from './copy/rewrite-text.ts'
import { copyRun, type Rewrite } from './copy/rewriter.ts'
import { isServerGone, sourceFailed, sourceLost } from './copy/server-error.ts'
import { openSnapshot, type SnapshotSession } from './copy/snapshot-session.ts'
import { encodingOf, type PageRange, tableChunks } from './copy/table-chunks.ts'
import { textRows } from './copy/text-row.ts'
import { readIdentity } from './schema/identity.ts'
import { changedTables, type Moment, readMoment } from './schema/moment.ts'
import { readDefinition } from './schema/read-definition.ts'
import { readSchema } from './schema/read-schema.ts'

export interface PostgresSourceOptions {
  /** Shown in the server's list of connections. */
  applicationName: string
  /** Where pg_dump is looked for: `PATH`. Without one, the one that npm brought is used. */
  searchPath?: string
  signal: AbortSignal
}

/**
 * Opens a PostgreSQL database for reading, as it is at this moment; nothing is written to it. Throws `source.unreachable`,
 * and what reading its catalogs throws.
 */
export async function openPostgresSource(url: string, options: PostgresSourceOptions): Promise<TransferSource> {
  const snapshot = await openSnapshot(url, options.applicationName).catch((thrown: unknown) => {
    throw unreachable(thrown)
  })
  try {
    const { session } = snapshot
    const schema = await readSchema(session)
    const layouts = await readCatalog(session)
    const [identity, moment] = [await readIdentity(session), await readMoment(session, schema)]
    const { rows } = await session.query<{ version: string }>(`select current_setting('server_version') as version`)
    const server = `PostgreSQL ${rows[0]?.version.split(' ')[0]}`
    return { ...sourceOf(snapshot, schema, layouts, moment, url, options), schema, identity, server, moment }
  } catch (thrown) {
    await snapshot[Symbol.asyncDispose]()
    refuseWhenAborted(options.signal)
    throw isServerGone(thrown) ? sourceLost(thrown) : thrown
  }
}

function sourceOf(
  snapshot: SnapshotSession,
  schema: StoreSchema,
  layouts: ReadonlyMap<string, TableLayout>,
  moment: Moment,
  url: string,
  { searchPath, signal }: PostgresSourceOptions,
): Omit<TransferSource, 'schema' | 'identity' | 'server' | 'moment'> {
  const tables = new Map(schema.tables.map((table) => [table.name, table]))
  const rewrites = new WeakMap<TableTransform, { chunk: Chunk; rewrite: Rewrite }>()

  function layoutOf(name: string): TableLayout {
    const layout = layouts.get(name)
    if (layout === undefined)
      throw new StandinError('usage', { code: 'source.no-table', message: `the source has no table ${name}` })
    return layout
  }

  function chunksOf(transformOf: (table: string) => TableTransform | undefined): Chunk[] {
    return schema.tables
      .filter(({ holdsNoRows }) => holdsNoRows === undefined)
      .flatMap((table) => tableChunks(table, layoutOf(table.name), transformOf(table.name)))
  }

  /** The chunks of a table share one. */
  function rewriteOf(chunk: Chunk, columns: readonly ReadColumn[], transform: TableTransform | undefined): Rewrite {
    if (transform?.columns.some((column) => column !== undefined) !== true) return copyRun
    const known = rewrites.get(transform)
    if (known?.chunk.table === chunk.table && known.chunk.encoding === chunk.encoding) return known.rewrite
    const rewrite = (chunk.encoding === 'copy-binary' ? rewriteBinary : rewriteText)(chunk.table, columns, transform)
    rewrites.set(transform, { chunk, rewrite })
    return rewrite
  }

  return {
    async definition() {
      try {
        return await readDefinition(snapshot.session, {
          url,
          snapshot: snapshot.snapshot,
          ...(searchPath !== undefined && { searchPath }),
          signal,
        })
      } catch (thrown) {
        throw thrown instanceof StandinError || !isServerGone(thrown) ? thrown : sourceLost(thrown)
      }
    },

    chunks: async (transformOf = () => undefined) => chunksOf(transformOf),

    async changedSince(before, done) {
      const rows = new Map(done.map(({ id, rows }: ChunkDone) => [id, rows]))
      const parts = chunksOf(() => undefined).map(({ id, table, range }) => ({
        table,
        ...(range as PageRange),
        rows: rows.get(id),
      }))
      return changedTables(snapshot.session, before as Moment, moment, parts)
    },

    async *read(chunk, transform, ended) {
      const table = tables.get(chunk.table) as TableSchema
      const layout = layoutOf(chunk.table)
      const columns = readColumns(
        layout,
        table.columns.map(({ name }) => name),
      )
      if (chunk.encoding === 'copy-binary' && encodingOf(table, layout, transform) !== 'copy-binary')
        throw textNeeded(chunk.table)
      const names = columns.map(({ name }) => name)
      const sql = copyQuery(layout, names, chunk.range as PageRange, chunk.encoding)
      yield* rowsOf(snapshot, chunk.table, sql, chunk.encoding, ended, rewriteOf(chunk, columns, transform))
    },

    async scan({ name }, columnNames, visit, ended) {
      const layout = layoutOf(name)
      const columns = readColumns(layout, columnNames)
      const encoding = columns.every(({ type }) => type.hasBinary && type.binary !== undefined)
        ? 'copy-binary'
        : 'copy-text'
      const sql = copyQuery(layout, columnNames, { from: 0, to: null }, encoding)
      const { row, locate } = (encoding === 'copy-binary' ? binaryRows : textRows)(name, columns)
      // Looks at rows and passes none on.
      const look: Rewrite = (incoming, start, end) => {
        locate(incoming, start, end)
        visit(row)
      }
      for await (const _ of rowsOf(snapshot, name, sql, encoding, ended, look)) refuseWhenAborted(ended)
    },

    [Symbol.asyncDispose]: () => snapshot[Symbol.asyncDispose](),
  }
}

function readColumns({ name: table, columns }: TableLayout, names: readonly string[]): ReadColumn[] {
  return names.map((name) => {
    const type = columns.get(name)
    if (type === undefined)
      throw usageError({ code: 'source.no-column', message: `the source has no column ${table}.${name}` })
    return { name, type }
  })
}

/** Runs a COPY on a connection of the snapshot, which is used again when all rows have been read, and else ended. */
async function* rowsOf(
  snapshot: SnapshotSession,
  table: string,
  sql: string,
  encoding: string,
  signal: AbortSignal,
  rewrite: Rewrite,
): AsyncGenerator<Batch> {
  refuseWhenAborted(signal)
  const reader = await snapshot.acquire()
  const abort = () => reader.connection.destroy()
  signal.addEventListener('abort', abort, { once: true })
  let isAtEnd = false
  try {
    refuseWhenAborted(signal)
    yield* readRows(reader, sql, encoding === 'copy-binary', rewrite)
    isAtEnd = true
  } catch (thrown) {
    refuseWhenAborted(signal)
    throw sourceFailed(thrown, table)
  } finally {
    signal.removeEventListener('abort', abort)
    if (isAtEnd) snapshot.release(reader)
    else reader.connection.destroy()
  }
}

function textNeeded(table: string): StandinError {
  return usageError({
    code: 'source.needs-text',
    message: `a type in ${table} can be replaced as text only, and its chunks were not made for that`,
  })
}

function unreachable(thrown: unknown): StandinError {
  if (thrown instanceof StandinError) return thrown
  return environmentError(
    {
      code: 'source.unreachable',
      message: `the source cannot be reached: ${messageOf(thrown)}`,
      remedy: 'check that the server runs, that the URL is right, and that the role may sign in',
    },
    thrown,
  )
}
