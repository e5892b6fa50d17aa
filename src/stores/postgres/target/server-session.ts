import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { codeOf, environmentError } from '../../../core/error.ts'
import type { SqlSession } from '../../../core/sql-store.ts'
import { clientSession } from '../client-session.ts'
import { isServerGone, targetFailed } from '../copy/server-error.ts'
import { withDatabase } from './database-url.ts'

/** SQLSTATEs. */
const noSuchDatabase = '3D000'
const notAllowed = '42501'
const notAccepting = '55000'
export const inUse = '55006'

/**
 * Runs `body` on a connection to a database of the server that nothing is about to happen to: the first of `databases`
 * that there is. Throws `target.unreachable` where there is none, and `target.server-refused` for what the server says.
 */
export async function onServer<T>(
  url: string,
  databases: readonly string[],
  body: (session: SqlSession) => Promise<T>,
): Promise<T> {
  const client = await connectToOne(url, databases)
  try {
    return await body(clientSession(client))
  } catch (thrown) {
    throw serverRefused(thrown)
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** Nothing here has to do with rows, so that the server's own words can be passed on. */
function serverRefused(thrown: unknown): unknown {
  if (isServerGone(thrown)) return targetFailed(thrown, 'the target')
  if (!(thrown instanceof pg.DatabaseError)) return thrown
  return environmentError(
    {
      code: 'target.server-refused',
      message: `the server of the target says: ${thrown.message} (SQLSTATE ${thrown.code})`,
      remedy: 'use a role that may create databases and owns the one that is replaced',
    },
    thrown,
  )
}

async function connectToOne(url: string, databases: readonly string[]): Promise<pg.Client> {
  let failure: unknown
  for (const database of databases) {
    const client = new pg.Client({
      connectionString: withDatabase(url, database),
      application_name: 'standin-target',
    })
    client.on('error', () => undefined)
    try {
      await client.connect()
      return client
    } catch (thrown) {
      failure = thrown
      if (![noSuchDatabase, notAllowed, notAccepting].includes(String(codeOf(thrown)))) break
    }
  }
  throw environmentError(
    {
      code: 'target.unreachable',
      message: `the server of the target cannot be reached (${codeOf(failure) ?? 'no answer'})`,
      remedy: 'check that it runs, that the URL is right, and that the role may connect to the database `postgres`',
    },
    failure,
  )
}

/** Where databases are made from: the server's own databases come first. */
export function creationDatabases(target: string): string[] {
  return ['postgres', target, 'template1']
}

/** Where databases are renamed and dropped from: anything but the target. */
export const renamingDatabases = ['postgres', 'template1']

const attempts = 100
const pause = 50

/** Repeats what fails because somebody else is using a database just now, for some seconds. */
export async function whenFree<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (thrown) {
      if (codeOf(thrown) !== inUse || attempt === attempts) throw thrown
      await setTimeout(pause)
    }
  }
}
