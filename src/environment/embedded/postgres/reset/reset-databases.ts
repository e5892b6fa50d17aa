import { dropDatabases } from './database-copy.ts'
import { type Moment, momentOf } from './moment.ts'
import { type DatabasePool, openPool } from './pool.ts'
import { type CopyMethod, openResetServer, type ResetServerOptions } from './reset-server.ts'
import { swapDatabases } from './swap.ts'

/** The databases of an embedded server, which can be put back to what they held at the beginning, and branched off. */
export interface ResetDatabases extends AsyncDisposable {
  copyMethod: CopyMethod
  /** The databases under the names that they had. */
  main: DatabasePool
  /** Opens more databases as they were at a moment, each under a name that the ending is put behind. */
  branch(moment: Moment, ending: string): Promise<DatabasePool>
  /** Deletes a moment that no pool goes by any more. */
  forget(moment: Moment): Promise<void>
  /** The server ends soon, and all databases with it: from now on none is made or dropped. */
  abandon(): void
}

const spares = { main: 2, branch: 1 }

/** Makes the beginning of what the databases hold now. Nobody may be connected to them. */
export async function openResetDatabases(
  options: Omit<ResetServerOptions, 'entrance'> & { databases: readonly string[] },
): Promise<ResetDatabases> {
  const { databases, connect } = options
  const server = await openResetServer({ ...options, entrance: databases[0] ?? 'postgres' })
  try {
    // The first session in a database writes down what each later one reads, so that copies hold it, too.
    await Promise.all(databases.map((database) => touch(() => connect(database))))
    const oids = new Map<string, number>()
    const { rows } = await server.maintenance.query<{ oid: number; datname: string }>(
      'select oid::int8, datname from pg_database where datname = any($1)',
      [databases],
    )
    for (const { oid, datname } of rows) oids.set(datname, oid)
    await swapDatabases(
      server,
      [...oids].map(([name, out]) => ({ name, out })),
    )
    const beginning = await momentOf(server, oids)
    const main = await openPool(server, { moment: beginning, nameOf: (database) => database, spares: spares.main })
    return {
      copyMethod: server.copyMethod,
      main,
      branch: (moment, ending) =>
        openPool(server, { moment, nameOf: (database) => `${database}${ending}`, spares: spares.branch }),
      forget: ({ templates }) =>
        dropDatabases(
          server,
          templates.map(({ oid }) => oid),
        ),
      abandon: () => {
        server.isEnding = true
      },
      // The databases go with the server's directory.
      async [Symbol.asyncDispose]() {
        await main.filled()
        await server[Symbol.asyncDispose]()
      },
    }
  } catch (thrown) {
    await server[Symbol.asyncDispose]()
    throw thrown
  }
}

async function touch(connect: () => ReturnType<ResetServerOptions['connect']>): Promise<void> {
  const store = connect()
  try {
    await store.query('select 1')
  } finally {
    await store.close()
  }
}
