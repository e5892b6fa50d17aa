import pg from 'pg'
import { codeOf, environmentError, messageOf, StandinError } from '../../core/error.ts'
import type { SqlResult, SqlRow, SqlStore, SqlTransaction } from '../../core/sql-store.ts'
import { copyRows, copyText } from './copy-rows.ts'
import { quoteName } from './table-name.ts'

export interface ConnectOptions {
  /** Shown in the server's list of connections. */
  applicationName: string
  /** Connections that may be open at once. */
  connections: number
  /** Connections are kept while nobody uses them, with what the server remembers of their sessions. */
  staysOpen?: boolean
  /** Milliseconds until a server that does not answer is given up; the system's own limit when nothing is said. */
  patience?: number
}

/** Opens a PostgreSQL database as a store. Connections are made when they are needed. */
export function connectSqlStore(url: string, options: ConnectOptions): SqlStore {
  const { applicationName, connections, staysOpen = false, patience = 0 } = options
  const pool = new pg.Pool({
    connectionString: url,
    application_name: applicationName,
    max: connections,
    ...(staysOpen && { idleTimeoutMillis: 0 }),
    connectionTimeoutMillis: patience,
    types: { getTypeParser },
  })
  // A connection that breaks while nobody waits for it is replaced; whoever needs one next sees what is wrong.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => void client.on('error', () => undefined))
  return {
    query: (text, params) => run(pool, text, params),
    async script(text) {
      await run(pool, text)
    },
    async transaction(body) {
      const client = await pool.connect().catch((thrown: unknown) => {
        throw sqlError(thrown)
      })
      try {
        await run(client, 'begin')
        const result = await body(sessionOf(client))
        await run(client, 'commit')
        client.release()
        return result
      } catch (thrown) {
        await client.query('rollback').then(
          () => client.release(),
          (broken: Error) => client.release(broken),
        )
        throw thrown
      }
    },
    close: () => pool.end(),
  }
}

function sessionOf(client: pg.PoolClient): SqlTransaction {
  return {
    query: (text, params) => run(client, text, params),
    async append(table, columns, rows) {
      const statement = `copy ${quoteName(table)} (${columns.map(quoteName).join(', ')}) from stdin`
      const chunks = [...copyText(rows)]
      return copyRows(client, statement, chunks).catch((thrown: unknown) => Promise.reject(sqlError(thrown)))
    },
  }
}

async function run<Row extends SqlRow>(
  target: pg.Pool | pg.PoolClient,
  text: string,
  params?: readonly unknown[],
): Promise<SqlResult<Row>> {
  try {
    const result = await target.query<Row>(text, params as unknown[] | undefined)
    return { rows: result.rows ?? [], rowCount: result.rowCount ?? 0 }
  } catch (thrown) {
    throw sqlError(thrown)
  }
}

/** What the server refused is `sql.failed` with its SQLSTATE; a server that is not there is the environment's failure. */
function sqlError(thrown: unknown): StandinError {
  const code = codeOf(thrown)
  if (thrown instanceof pg.DatabaseError && code !== undefined && !String(code).startsWith('57P')) {
    // The message names columns and constraints; values stand in `detail` only, which is left out.
    return new StandinError(
      'finding',
      { code: 'sql.failed', message: `${thrown.message} (SQLSTATE ${code})` },
      { cause: thrown },
    )
  }
  return environmentError(
    {
      code: 'sql.unreachable',
      message: `the database cannot be reached: ${messageOf(thrown)}`,
      remedy: 'check that the server runs and that the URL is right',
    },
    thrown,
  )
}

const int8 = 20
const date = 1082

/** Whole numbers of 64 bits come as numbers while they are safe, dates without time as ISO text. */
function getTypeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  if (format !== 'binary' && oid === int8) return parseInt8
  if (format !== 'binary' && oid === date) return (value) => value
  return pg.types.getTypeParser(oid, format as 'text')
}

function parseInt8(value: string): number | string {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}
