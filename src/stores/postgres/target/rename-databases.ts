import { setTimeout } from 'node:timers/promises'
import { codeOf, environmentError, messageOf } from '../../../core/error.ts'
import type { SqlSession } from '../../../core/sql-store.ts'
import { quoteName, quoteText } from '../table-name.ts'
import { inUse, onServer, renamingDatabases } from './server-session.ts'

/** A database gets another name, and the comment that goes with it. */
export interface Renaming {
  from: string
  to: string
  comment: string | undefined
}

const attempts = 5
const pause = 5
const longestWait = 2000

/**
 * Renames databases in one transaction, so that there is one of the target's name at every moment. Whoever is connected
 * is sent away. Throws `target.not-swapped`; then nothing has changed.
 */
export async function renameDatabases(url: string, renamings: readonly Renaming[]): Promise<void> {
  const names = renamings.map(({ from }) => from)
  await onServer(url, renamingDatabases, (session) =>
    onServer(url, renamingDatabases, async (helper) => {
      for (let attempt = 1; ; attempt++) {
        try {
          await sendAway(helper, names)
          const renaming = rename(session, renamings)
          await sendAwayDuring(helper, names, renaming)
          return await renaming
        } catch (thrown) {
          await session.query('rollback')
          if (codeOf(thrown) !== inUse || attempt === attempts) throw notSwapped(names, thrown)
        }
      }
    }),
  )
}

async function rename(session: SqlSession, renamings: readonly Renaming[]): Promise<void> {
  await session.query('begin')
  for (const { from, to, comment } of renamings) {
    await session.query(`alter database ${quoteName(from)} rename to ${quoteName(to)}`)
    const text = comment === undefined ? 'null' : quoteText(comment)
    await session.query(`comment on database ${quoteName(to)} is ${text}`)
  }
  await session.query('commit')
}

/** The server looks only every 100 ms whether a database is free, so it is asked to rename when it is. */
async function sendAway(helper: SqlSession, names: readonly string[]): Promise<void> {
  for (let waited = 0; waited < longestWait; waited += pause) {
    if ((await signal(helper, names)) === 0) return
    await setTimeout(pause)
  }
}

/** Those who have come in between: once the renaming has begun, nobody else comes. */
async function sendAwayDuring(helper: SqlSession, names: readonly string[], renaming: Promise<void>): Promise<void> {
  let ended = false
  const end = () => {
    ended = true
  }
  renaming.then(end, end)
  while (!ended) {
    await setTimeout(pause)
    if (!ended) await signal(helper, names)
  }
}

/** How many are still connected. */
async function signal(helper: SqlSession, names: readonly string[]): Promise<number> {
  const { rowCount } = await helper.query(
    `select pg_terminate_backend(pid) from pg_catalog.pg_stat_activity
    where datname = any ($1) and pid <> pg_backend_pid()`,
    [names],
  )
  return rowCount
}

function notSwapped(names: readonly string[], thrown: unknown): Error {
  return environmentError(
    {
      code: 'target.not-swapped',
      message: `the database ${names[0]} cannot be renamed: ${messageOf(thrown)} (SQLSTATE ${codeOf(thrown) ?? 'unknown'})`,
      remedy: 'use a role that owns it and may end the connections to it (pg_signal_backend)',
    },
    thrown,
  )
}
