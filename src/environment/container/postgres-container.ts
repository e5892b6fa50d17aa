import type { SqlStore } from '../../core/sql-store.ts'
import type { DatabaseContent } from '../embedded/postgres/postgres.ts'
import type { ContainerHost } from './container-host.ts'
import type { Address, RunningContainer } from './container-spec.ts'
import { emptyPostgres } from './kept/empty-postgres.ts'

export interface PostgresContainerOptions {
  /** Among the containers of the run. */
  name: string
  /** Has to take user and password as the official image does. */
  image: string
  content: DatabaseContent
  connect(url: string): SqlStore
  password: string
  /** Leaves the server for the next run, without what was put into it. */
  reuse: boolean
}

export interface PostgresContainer extends AsyncDisposable {
  /** For any client on this machine. */
  url(database: string): string
}

const user = 'standin'
const port = 5_432
const passwordVariable = 'POSTGRES_PASSWORD'

/* Durability is given up on purpose: the data goes with the container. */
const settings = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  // Change feeds decode what was written.
  'wal_level=logical',
  'max_connections=300',
  'timezone=UTC',
  'listen_addresses=*',
]

/** Starts a PostgreSQL in a container, and makes and fills the databases. */
export async function startPostgresContainer(
  host: ContainerHost,
  { name, image, content, connect, password, reuse }: PostgresContainerOptions,
): Promise<PostgresContainer> {
  const urlAt = (at: Address, database: string, own = password): string =>
    `postgres://${user}:${own}@${at.host}:${at.port(port)}/${database}`
  const urlOf = (container: RunningContainer, database: string): string =>
    urlAt(container, database, container.variable(passwordVariable))
  const container = await host.start({
    name,
    image,
    ports: [port],
    environment: { POSTGRES_USER: user },
    secrets: { [passwordVariable]: password },
    command: ['postgres', ...settings.flatMap((setting) => ['-c', setting])],
    // The image starts its server twice; the first one does not listen for us.
    waitFor: { answers: (at) => answers(connect(urlAt(at, 'postgres'))) },
    reuse,
    empty: (kept) => emptyPostgres(connect(urlOf(kept, 'postgres'))),
  })
  try {
    await fillDatabases(content, connect, (database) => urlOf(container, database))
  } catch (thrown) {
    await container[Symbol.asyncDispose]()
    throw thrown
  }
  return {
    url: (database) => urlOf(container, database),
    [Symbol.asyncDispose]: container[Symbol.asyncDispose],
  }
}

async function answers(store: SqlStore): Promise<boolean> {
  try {
    await store.query('select 1')
    return true
  } catch {
    return false
  } finally {
    await store.close()
  }
}

async function fillDatabases(
  { databases, fill }: DatabaseContent,
  connect: (url: string) => SqlStore,
  url: (database: string) => string,
): Promise<void> {
  const maintenance = connect(url('postgres'))
  try {
    for (const database of databases) await maintenance.query(`create database ${JSON.stringify(database)}`)
  } finally {
    await maintenance.close()
  }
  const stores = Object.fromEntries(databases.map((database) => [database, connect(url(database))]))
  try {
    await fill(stores)
    await Promise.all(Object.values(stores).map((store) => store.query('vacuum analyze')))
  } finally {
    await Promise.all(Object.values(stores).map((store) => store.close()))
  }
}
