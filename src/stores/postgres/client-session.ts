import type pg from 'pg'
import type { SqlResult, SqlRow, SqlSession } from '../../core/sql-store.ts'

/** A connection of the driver as a session. It throws what the driver throws. */
export function clientSession(client: Pick<pg.Client, 'query'>): SqlSession {
  return {
    async query<Row extends SqlRow>(text: string, params?: readonly unknown[]): Promise<SqlResult<Row>> {
      const { rows, rowCount } = await client.query<Row>(text, params as unknown[] | undefined)
      return { rows: rows ?? [], rowCount: rowCount ?? 0 }
    },
  }
}
