import { setTimeout as sleep } from 'node:timers/promises'
import { environmentError } from '../../core/error.ts'
import { drawDelay } from '../../core/fault-effect.ts'
import type { FaultBoard, FaultTarget } from '../../core/faults.ts'
import type { SqlRow, SqlSession, SqlStore, SqlTransaction } from '../../core/sql-store.ts'

const kinds = ['cut', 'slow', 'lostAck'] as const

/**
 * A PostgreSQL store that asks the board before each statement. `cut` has the server end the connection that is about to
 * run it; `lostAck` loses the answer to what was committed. Without a fault on it everything is passed on as it is.
 */
export function faultySqlStore(store: SqlStore, system: string, board: FaultBoard): SqlStore {
  const on: FaultTarget = { kind: 'store', name: system }

  const strike = async (inner: SqlSession, lost: string[], text: string, params: readonly unknown[]) => {
    const struck = board.strike(on, kinds, { query: { text, params: params.map(String) } })
    if (struck === undefined) return
    struck.fire(shortened(text))
    const { effect } = struck
    if (effect.kind === 'slow') await sleep(drawDelay(effect.delay, struck.random))
    if (effect.kind === 'cut') await endConnection(inner, store)
    if (effect.kind === 'lostAck') lost.push(shortened(text))
  }

  const session = (inner: SqlTransaction, lost: string[]): SqlTransaction => ({
    async query<Row extends SqlRow>(text: string, params?: readonly unknown[]) {
      await strike(inner, lost, text, params ?? [])
      return inner.query<Row>(text, params)
    },
    async append(table, columns, rows) {
      await strike(inner, lost, `copy ${table} from stdin`, [])
      return inner.append(table, columns, rows)
    },
  })

  const transaction = async <T>(body: (session: SqlTransaction) => Promise<T>): Promise<T> => {
    const lost: string[] = []
    const result = await store.transaction((inner) => body(session(inner, lost)))
    if (lost.length > 0) throw lostAnswer(system)
    return result
  }

  return {
    ...store,
    query: (text, params) =>
      board.concerns('store', system) ? transaction((inner) => inner.query(text, params)) : store.query(text, params),
    transaction: (body) => (board.concerns('store', system) ? transaction(body) : store.transaction(body)),
  }
}

/** As an administrator does, or a server that is restarted: the statement that follows fails with SQLSTATE 57P01. */
async function endConnection(session: SqlSession, store: SqlStore): Promise<void> {
  const { rows } = await session.query<{ pid: number }>('select pg_backend_pid() as pid')
  await store.query('select pg_terminate_backend($1, 2000)', [rows[0]?.pid])
}

function lostAnswer(system: string): Error {
  return environmentError({
    code: 'sql.unreachable',
    message: `the connection to the database of ${system} was lost after the commit`,
  })
}

function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return line.length > 60 ? `${line.slice(0, 60)}…` : line
}
