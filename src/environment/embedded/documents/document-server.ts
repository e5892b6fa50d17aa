import { createServer, type Socket } from 'node:net'
import { ObjectId } from 'bson'
import { environmentError } from '../../../core/error.ts'
import { createCursors } from './commands/cursors.ts'
import { createDispatch } from './commands/dispatch.ts'
import { serveConnection } from './connection.ts'
import { type CatalogSnapshot, createCatalog } from './storage/catalog.ts'
import { parseIndex } from './storage/index-definition.ts'
import { withId } from './update/upsert.ts'
import { type Doc, toStored } from './values/document.ts'
import { credentialsFor } from './wire/scram.ts'

export interface DocumentServerOptions {
  /** Documents to begin with: by database, then by collection. */
  databases?: Readonly<Record<string, Readonly<Record<string, readonly object[]>>>>
  user: string
  password: string
  /** Milliseconds since 1970; what `$currentDate`, `$$NOW` and new identifiers go by. */
  now(): number
  /** Closes the server. */
  signal?: AbortSignal
}

/** A document server that speaks MongoDB's wire protocol on a port of 127.0.0.1. */
export interface DocumentServer extends AsyncDisposable {
  readonly port: number
  /** For the official driver, with user and password. */
  url(database: string): string
  /** Adds documents; those without an `_id` get one. Throws the server's error for a duplicate key. */
  load(database: string, collection: string, documents: readonly object[]): void
  /** Adds an index over what is there. */
  createIndex(database: string, collection: string, key: Record<string, 1 | -1>, options?: { unique?: boolean }): void
  /** All databases as they are now. Takes no time, whatever their size. */
  snapshot(): CatalogSnapshot
  /** Puts all databases back; open cursors are gone, connections stay. */
  restore(snapshot: CatalogSnapshot): void
  /** Ends all connections. */
  close(): Promise<void>
}

/** Listens on a free port. Throws `environment.listen` when no port of 127.0.0.1 can be had. */
export async function startDocumentServer(options: DocumentServerOptions): Promise<DocumentServer> {
  const { user, password, now, signal } = options
  signal?.throwIfAborted()
  const catalog = createCatalog()
  const cursors = createCursors()
  const instance = new ObjectId(ObjectId.generate(Math.floor(now() / 1000))).toHexString()
  const dispatch = createDispatch(credentialsFor(user, password), instance)
  const sockets = new Set<Socket>()
  let connections = 0
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    serveConnection(socket, { id: ++connections, dispatch, context: () => ({ catalog, cursors, now: now() }) })
  })
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', (cause) => reject(listenError(cause)))
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
  const load: DocumentServer['load'] = (database, collection, documents) => {
    const target = catalog.open(database, collection)
    for (const document of documents) target.insert(withId(toStored(document) as Doc, now()))
  }
  for (const [database, collections] of Object.entries(options.databases ?? {})) {
    for (const [collection, documents] of Object.entries(collections)) load(database, collection, documents)
  }
  let closing: Promise<void> | undefined
  const close = (): Promise<void> => {
    closing ??= new Promise((resolve) => {
      server.close(() => resolve())
      for (const socket of sockets) socket.destroy()
      cursors.clear()
    })
    return closing
  }
  signal?.addEventListener('abort', () => void close(), { once: true })
  return {
    port,
    url: (database) =>
      `mongodb://${encodeURIComponent(user)}:${encodeURIComponent(password)}@127.0.0.1:${port}/${encodeURIComponent(database)}` +
      '?authSource=admin&authMechanism=SCRAM-SHA-256&directConnection=true',
    load,
    createIndex(database, collection, key, { unique = false } = {}) {
      const name = Object.entries(key).flat().join('_')
      catalog.open(database, collection).createIndex(parseIndex({ key, name, unique }))
    },
    snapshot: () => catalog.snapshot(),
    restore(snapshot) {
      cursors.clear()
      catalog.restore(snapshot)
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

function listenError(cause: unknown): Error {
  return environmentError(
    {
      code: 'environment.listen',
      message: 'the embedded document server could not listen on 127.0.0.1',
      remedy: 'Free a port of the loopback interface, or allow this user to listen on it.',
    },
    cause,
  )
}
