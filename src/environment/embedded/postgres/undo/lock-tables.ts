import { codeOf } from '../../../../core/error.ts'
import type { SqlSession } from '../../../../core/sql-store.ts'
import type { Table } from './tables.ts'

/** How often tables are tried to lock, and how long each time. The server looks for deadlocks after a second only. */
const attempts = 4
export const patience = '500ms'

const notAvailable = '55P03'

/**
 * Lets nobody else write to tables until the end of the transaction. Reading goes on. Between the attempts all are let
 * go, so that whoever waits for one while he holds another comes through.
 */
export async function lockTables(session: SqlSession, tables: readonly Table[]): Promise<void> {
  const names = tables.filter(({ kind }) => kind === 'table').map(({ name }) => name)
  await session.query('savepoint unlocked')
  for (let attempt = 1; ; attempt++) {
    try {
      await session.query(`lock table only ${names.join(', only ')} in share row exclusive mode`)
      return
    } catch (thrown) {
      if (!isHeld(thrown) || attempt === attempts) throw thrown
      await session.query('rollback to unlocked')
    }
  }
}

/** Whether a statement failed since a table is held by somebody else. */
export function isHeld(thrown: unknown): boolean {
  return thrown instanceof Error && codeOf(thrown.cause) === notAvailable
}
