import pg from 'pg'
import { codeOf, environmentError, isSocketError, messageOf, StandinError } from '../../../core/error.ts'

/** What the server says in an error, as far as it names places. Its message and details may hold values. */
interface ServerSaid {
  code?: string
  table?: string
  column?: string
  constraint?: string
  where?: string
}

/** SQLSTATE classes of a server that is going away, or a connection that broke. */
const gone = /^(57P|08)/
/** What the driver says when a connection has closed. */
const closed = /^(Connection terminated|Client (was closed|has encountered a connection error))/

/** Whether this is the end of a connection, and not what the server answered, or a bug. */
export function isServerGone(thrown: unknown): boolean {
  if (thrown instanceof StandinError) return false
  if (thrown instanceof pg.DatabaseError) return gone.test(String(thrown.code))
  return isSocketError(thrown) || closed.test(messageOf(thrown))
}

/** The source went away in the middle of the work. */
export function sourceLost(thrown: unknown): StandinError {
  return environmentError(
    {
      code: 'source.lost',
      message: `the connection to the source broke${reason(thrown)}`,
      remedy: 'when the server runs again, start the same command with `--resume`',
    },
    thrown,
  )
}

/** What the server of the source refused: the table's name, never a value. Everything else stays as it is. */
export function sourceFailed(thrown: unknown, table: string): unknown {
  if (isServerGone(thrown)) return sourceLost(thrown)
  if (!(thrown instanceof pg.DatabaseError)) return thrown
  const { code } = thrown as ServerSaid
  const remedies: Readonly<Record<string, string>> = {
    '42501': 'use a role that may read the whole table, also past row security (BYPASSRLS or its owner)',
  }
  const remedy = remedies[code ?? '']
  return environmentError(
    {
      code: 'source.refused',
      message: `the source does not give the rows of ${table} (${sqlState(code)})`,
      ...(remedy !== undefined && { remedy }),
    },
    withoutValues(thrown),
  )
}

/** What the server of the target refused: the names of table and column, never a value. Everything else stays as it is. */
export function targetFailed(thrown: unknown, table: string): unknown {
  if (isServerGone(thrown)) {
    return environmentError(
      {
        code: 'target.lost',
        message: `the connection to the target broke${reason(thrown)}`,
        remedy: 'when the server runs again, start the same command with `--resume`',
      },
      withoutValues(thrown),
    )
  }
  if (!(thrown instanceof pg.DatabaseError)) return thrown
  const said = thrown as ServerSaid
  if (said.code === '53100') {
    return environmentError(
      {
        code: 'target.disk-full',
        message: 'no space is left on the disk of the target',
        remedy: 'free some space there, and start the same command with `--resume`',
      },
      withoutValues(thrown),
    )
  }
  const column = said.column ?? columnOf(said.where)
  const place = column === undefined ? table : `${table}.${column}`
  const constraint = said.constraint === undefined ? '' : ` by ${said.constraint}`
  return new StandinError(
    'finding',
    {
      code: 'target.refused',
      message: `the target does not take a row of ${place}${constraint} (${sqlState(said.code)})`,
    },
    { cause: withoutValues(thrown) },
  )
}

/** `COPY t, line 1, column c: "value"`: of this, the column's name only. */
function columnOf(where: string | undefined): string | undefined {
  return /^COPY [^\n]*?, line \d+, column ([^:\n]+?)(?::|$)/m.exec(where ?? '')?.[1]
}

function sqlState(code: string | undefined): string {
  return `SQLSTATE ${code ?? 'unknown'}`
}

function reason(thrown: unknown): string {
  const code = codeOf(thrown)
  return code === undefined ? '' : ` (${code})`
}

/** The server's words may hold values of people; its code and where it came from do not. */
function withoutValues(thrown: unknown): Error {
  const error = new Error(sqlState(String(codeOf(thrown) ?? 'unknown')))
  if (thrown instanceof Error && thrown.stack !== undefined)
    error.stack = `${error.message}\n${thrown.stack.slice(thrown.stack.indexOf('\n    at ') + 1)}`
  return error
}
