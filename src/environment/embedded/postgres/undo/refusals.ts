import { environmentError, messageOf, StandinError } from '../../../../core/error.ts'
import type { SqlSession } from '../../../../core/sql-store.ts'
import { isHeld } from './lock-tables.ts'

/** What a database's server does not do becomes `reset.held` or `reset.refused`. */
export async function explained<T>(
  { database, outside }: { database: string; outside: SqlSession },
  work: Promise<T>,
): Promise<T> {
  try {
    return await work
  } catch (thrown) {
    if (!(thrown instanceof StandinError && thrown.code === 'sql.failed')) throw thrown
    if (isHeld(thrown)) throw held(database, await holders(outside))
    throw environmentError(
      {
        code: 'reset.refused',
        message: `the rows of ${database} cannot be undone: ${messageOf(thrown)}`,
        remedy: 'use `standin env reset` without --keep-connections',
      },
      thrown,
    )
  }
}

const shownObjects = 5

export function defined(database: string, objects: readonly string[]): StandinError {
  const shown = objects.slice(0, shownObjects).join(', ')
  const more = objects.length > shownObjects ? ` and ${objects.length - shownObjects} more` : ''
  return environmentError({
    code: 'reset.defined',
    message: `the rows of ${database} cannot be undone, since more than rows has changed: ${shown}${more}`,
    remedy:
      'use `standin env reset` without --keep-connections, which puts back what was made, altered or dropped, too',
  })
}

function held(database: string, by: readonly Holder[]): StandinError {
  const who = by.map(({ program, pid, seconds, tables }) => {
    const name = program === '' ? 'a program without a name' : `"${program}"`
    return `${name} (process ${pid}) holds ${tables.join(', ')} in a transaction that has been open for ${seconds} s`
  })
  return environmentError({
    code: 'reset.held',
    message: `the rows of ${database} cannot be undone: ${who.join('; ') || 'somebody has held its tables until now'}`,
    remedy:
      'end the transaction and try again, or use `standin env reset` without --keep-connections, which cuts it off',
  })
}

interface Holder {
  [column: string]: unknown
  /** What it calls itself. */
  program: string
  pid: number
  seconds: number
  tables: string[]
}

async function holders(outside: SqlSession): Promise<Holder[]> {
  const { rows } = await outside.query<Holder>(`
    select application_name as program, a.pid, extract(epoch from clock_timestamp() - min(xact_start))::int as seconds,
        array_agg(distinct relation::regclass::text) as tables
      from pg_locks l join pg_stat_activity a on a.pid = l.pid and a.datname = current_database()
        join pg_class c on c.oid = relation and relkind in ('r', 'm') and (c.oid >= 16384 or relname like 'pg_largeobject%')
      where granted and (mode <> 'AccessShareLock' or relkind = 'm') and a.pid <> pg_backend_pid()
      group by 1, 2 order by seconds desc limit 5`)
  return rows
}
