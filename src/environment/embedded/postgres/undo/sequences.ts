import type { SqlSession } from '../../../../core/sql-store.ts'
import type { Pair } from './rows.ts'

/** Gives all sequences, those behind identity columns among them, their seeded positions back. No rollback undoes it. */
export async function undoSequences({ live, seed }: Pair): Promise<void> {
  const [present, wanted] = await Promise.all([positions(live), positions(seed)])
  for (const [oid, [value, isCalled]] of wanted) {
    const now = present.get(oid)
    if (now?.[0] !== value || now[1] !== isCalled)
      await live.query('select setval($1::oid::regclass, $2, $3)', [oid, value, isCalled])
  }
}

async function positions(session: SqlSession): Promise<Map<number, [value: string, isCalled: boolean]>> {
  const { rows } = await session.query<{ oid: number; value: string; called: boolean }>(
    `select c.oid::int8 as oid, last_value::text as value, is_called as called
       from pg_class c, pg_get_sequence_data(c.oid) where relkind = 'S' and relpersistence <> 't'`,
  )
  return new Map(rows.map(({ oid, value, called }) => [oid, [value, called]]))
}
