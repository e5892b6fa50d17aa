import type { SqlSession } from '../../../../core/sql-store.ts'
import type { Table } from './tables.ts'

/** How a trigger is switched on again that fires for a replica, too. */
const fires = { A: 'always', R: 'replica' }

/**
 * Does something while no trigger of a table fires. In a session that is a replica's these are the few which are told to
 * fire even so.
 */
export async function withoutTriggers(session: SqlSession, { oid, name }: Table, work: () => Promise<void>) {
  const { rows } = await session.query<{ trigger: string; on: keyof typeof fires }>(
    `select format('%I', tgname) as trigger, tgenabled as on from pg_trigger where tgrelid = $1 and tgenabled in ('A', 'R')`,
    [oid],
  )
  for (const { trigger } of rows) await session.query(`alter table only ${name} disable trigger ${trigger}`)
  await work()
  for (const { trigger, on } of rows)
    await session.query(`alter table only ${name} enable ${fires[on]} trigger ${trigger}`)
}
