import { environmentError, messageOf, StandinError } from '../../core/error.ts'
import type { SqlStore } from '../../core/sql-store.ts'
import { dropLeftFeeds } from './drop-left-feeds.ts'
import { type ExternalSystem, refuseUnlessTest, testMarker } from './not-a-test-system.ts'

/** By which a schema is known as ours, so that nobody else's is dropped. */
const comment = 'A stand-in of standin; it may be dropped at any time.'

/** Any number, the same for all of us. */
const lockSpace = 0x57a4d1

/**
 * Makes a schema of our own in somebody else's PostgreSQL database, for one run at a time; ending it drops the schema.
 * What a killed run left behind is dropped first. `session` has to be one connection that stays open: it holds the lock.
 *
 * Throws before anything is written: `external.unmarked`, `external.not-test`, `external.busy`, `external.not-ours`,
 * `external.unusable`.
 */
export async function borrowSchema(
  session: SqlStore,
  schema: string,
  external: ExternalSystem,
): Promise<AsyncDisposable> {
  const { system } = external
  await usable(system, () => session.query('select 1'))
  refuseUnlessTest(
    external,
    'database',
    await marked(session),
    `Mark it: create table ${testMarker} (environment text); insert into ${testMarker} values ('test')`,
  )
  await lock(session, schema, system)
  const present = await session.query<{ comment: string | null }>(
    `select obj_description(oid, 'pg_namespace') as comment from pg_namespace where nspname = $1`,
    [schema],
  )
  if (present.rows.some((row) => row.comment !== comment)) throw notOurs(system, schema)
  const drop = async (): Promise<void> => {
    await dropLeftFeeds(session, schema)
    await session.script(`drop schema if exists ${schema} cascade`)
  }
  await usable(system, async () => {
    if (present.rows.length > 0) await drop()
    await session.script(`create schema ${schema}; comment on schema ${schema} is '${comment}'`)
  })
  return {
    async [Symbol.asyncDispose]() {
      await endConnections(session, system)
      await drop()
    },
  }
}

async function marked(session: SqlStore): Promise<unknown> {
  const { rows } = await session.query<{ table: string | null }>(`select to_regclass($1)::text as table`, [testMarker])
  if (rows[0]?.table == null) return undefined
  const found = await session.query<{ environment: unknown }>(`select environment from ${rows[0].table} limit 2`)
  return found.rows.length === 1 ? found.rows[0]?.environment : null
}

async function lock(session: SqlStore, schema: string, system: string): Promise<void> {
  const { rows } = await session.query<{ locked: boolean }>('select pg_try_advisory_lock($1, hashtext($2)) as locked', [
    lockSpace,
    schema,
  ])
  if (rows[0]?.locked === true) return
  throw environmentError({
    code: 'external.busy',
    message: `another run of standin is using the database of ${system}`,
    remedy: 'Wait until it has ended, or give each run a database of its own.',
  })
}

/** What still works in the schema would keep it from being dropped. */
async function endConnections(session: SqlStore, system: string): Promise<void> {
  await session.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and usename = current_user and application_name = $1`,
    [`standin ${system}`],
  )
}

function notOurs(system: string, schema: string): StandinError {
  return environmentError({
    code: 'external.not-ours',
    message: `the database of ${system} has a schema ${schema} that standin did not make`,
    remedy: 'Name another database, or rename that schema.',
  })
}

/** Whatever keeps us from working in the database is the environment's failure. */
async function usable(system: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (thrown) {
    if (!(thrown instanceof StandinError)) throw thrown
    throw environmentError(
      {
        code: 'external.unusable',
        message: `the database of ${system} cannot be used: ${messageOf(thrown)}`,
        remedy:
          'Check that the server runs, that URL, user and password are right, and that the user may create schemas.',
      },
      thrown,
    )
  }
}
