import { rmSync } from 'node:fs'
import { chmod, chown, mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { environmentError } from '../../../core/error.ts'
import { fileError } from '../../../core/file-error.ts'
import type { SqlStore } from '../../../core/sql-store.ts'
import { type Account, unprivilegedAccount } from './account.ts'
import { findBinaries, type PostgresBinaries } from './binaries.ts'
import { databaseUrl } from './database-url.ts'
import { initialize } from './initialize.ts'
import { removeLeftSharedMemory } from './left-shared-memory.ts'
import { isPassable } from './passable.ts'
import { openResetDatabases, type ResetDatabases } from './reset/reset-databases.ts'
import { type ServerProcess, startServer } from './server.ts'
import { findTemplate, giveCopyBack, prepareShelf, storeTemplate, type Template, takeCopy } from './template.ts'

/** What the databases hold at the start. */
export interface DatabaseContent {
  /** The same key means the same content, so that it is made once and kept in the cache. */
  key: string
  databases: readonly string[]
  /** Databases are made later on, so that the server's own, which they are copied from, are kept. */
  growing?: boolean
  fill(stores: Readonly<Record<string, SqlStore>>): Promise<void>
}

export interface PostgresOptions {
  cacheDirectory: string
  /** A directory of this run; the data goes below it. */
  runDirectory: string
  content: DatabaseContent
  connect(url: string): SqlStore
  newPassword(): string
}

export interface EmbeddedPostgres extends AsyncDisposable {
  /** `18.4.0` */
  version: string
  /** For any client on this machine. */
  url(database: string): string
  /** Prepares the server for databases that are put back. Nobody may be connected to it yet. */
  openResets(): Promise<ResetDatabases>
}

/** Raised whenever templates are made in another way, so that those of older versions are left alone. */
const templateForm = 2

/** Starts a PostgreSQL of our own on a copy of the filled data directory. Ending it leaves nothing of this run's data. */
export async function startPostgres(options: PostgresOptions): Promise<EmbeddedPostgres> {
  const account = unprivilegedAccount()
  if (account !== undefined && !isPassable(dirname(options.runDirectory)))
    throw unreachableDirectory(options.runDirectory)
  await prepareShelf(options.cacheDirectory)
  const binaries = await findBinaries(account, reachableDirectory(options))
  const name = `${binaries.version}-${templateForm}-${options.content.key}`
  const directory = await ownDirectory(join(options.runDirectory, 'postgres'), account)
  const template =
    (await findTemplate(options.cacheDirectory, name)) ?? (await makeTemplate(options, name, binaries, account))
  const dataDirectory = join(directory, 'data')
  await takeCopy(template, dataDirectory).catch((thrown: unknown) => {
    throw fileError(thrown, directory, 'TMPDIR')
  })
  const server = await startServer(binaries, account, dataDirectory)
  let resets: Promise<ResetDatabases> | undefined
  try {
    const password = options.newPassword()
    await changePassword(options, server, template.password, password)
    return {
      version: binaries.version,
      url: (database) => databaseUrl(server.port, password, database),
      openResets() {
        resets ??= openResetDatabases({
          dataDirectory,
          account,
          databases: options.content.databases,
          connect: (database) => options.connect(databaseUrl(server.port, password, database)),
        })
        return resets
      },
      async [Symbol.asyncDispose]() {
        await server.stop('at-once')
        await removeLeftSharedMemory(dataDirectory)
        // Whatever is still being made there fails now.
        await resets?.then((opened) => opened[Symbol.asyncDispose]()).catch(() => undefined)
        await giveCopyBack(template, dataDirectory, options.runDirectory)
        // Databases are many small files, which go many times faster at one go than one by one.
        rmSync(dataDirectory, { recursive: true, force: true })
      },
    }
  } catch (thrown) {
    await server.stop('at-once')
    throw thrown
  }
}

/** The binaries' copy for root goes where the server's user can reach it. */
function reachableDirectory({ cacheDirectory, runDirectory }: PostgresOptions): string {
  return isPassable(cacheDirectory) ? cacheDirectory : runDirectory
}

async function ownDirectory(path: string, account: Account | undefined): Promise<string> {
  try {
    await mkdir(path)
    await chmod(path, 0o700)
    if (account !== undefined) await chown(path, account.uid, account.gid)
    return path
  } catch (thrown) {
    throw fileError(thrown, path, 'TMPDIR')
  }
}

async function makeTemplate(
  options: PostgresOptions,
  name: string,
  binaries: PostgresBinaries,
  account: Account | undefined,
): Promise<Template> {
  const directory = await ownDirectory(join(options.runDirectory, 'template'), account)
  const dataDirectory = join(directory, 'data')
  const password = options.newPassword()
  await initialize(binaries, account, dataDirectory, password)
  const server = await startServer(binaries, account, dataDirectory)
  try {
    await fillDatabases(options, (database) => databaseUrl(server.port, password, database))
  } catch (thrown) {
    await server.stop('at-once')
    throw thrown
  }
  await server.stop('clean')
  return storeTemplate(options.cacheDirectory, name, dataDirectory, password)
}

async function fillDatabases({ content, connect }: PostgresOptions, url: (database: string) => string): Promise<void> {
  const maintenance = connect(url('postgres'))
  try {
    for (const database of content.databases) await maintenance.query(`create database ${JSON.stringify(database)}`)
  } finally {
    await maintenance.close()
  }
  const stores = Object.fromEntries(content.databases.map((database) => [database, connect(url(database))]))
  try {
    await content.fill(stores)
    for (const store of Object.values(stores)) {
      // Only of transactions that are on the disk does it note that they are committed. Whoever read the rows of a copy first
      // would do so else, and write to every block.
      await store.query('checkpoint')
      await store.query('vacuum analyze')
    }
    if (content.growing !== true) await dropSpareDatabases(Object.values(stores))
  } finally {
    for (const store of Object.values(stores)) await store.close()
  }
}

/** Nobody needs them here, and together they are a third of what each run has to copy. */
async function dropSpareDatabases([store]: readonly SqlStore[]): Promise<void> {
  if (store === undefined) return
  await store.query(`update pg_database set datistemplate = false where datname = 'template0'`)
  for (const spare of ['template0', 'postgres']) await store.query(`drop database ${spare}`)
}

/** Each run has a password of its own; the template's is known to the cache's owner only. */
async function changePassword(
  options: PostgresOptions,
  server: ServerProcess,
  from: string,
  to: string,
): Promise<void> {
  const maintenance = options.connect(databaseUrl(server.port, from, options.content.databases[0] ?? 'postgres'))
  try {
    // A password cannot be a parameter of this statement; ours are hexadecimal.
    await maintenance.query(`alter role current_user password '${to}'`)
  } finally {
    await maintenance.close()
  }
}

function unreachableDirectory(directory: string): Error {
  return environmentError({
    code: 'directory.not-passable',
    message: `PostgreSQL runs as an unprivileged user, who cannot reach ${directory}`,
    remedy: 'set TMPDIR to a directory that every user may pass through, such as /tmp',
  })
}
