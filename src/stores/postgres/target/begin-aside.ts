import { setTimeout } from 'node:timers/promises'
import { environmentError, type StandinError, usageError } from '../../../core/error.ts'
import type { SqlSession } from '../../../core/sql-store.ts'
import { changedParts } from '../../../core/transfer/job-mark.ts'
import type { ChunkDone, Job } from '../../../core/transfer/ports.ts'
import { clientSession } from '../client-session.ts'
import { type CopyConnection, openCopyConnection } from '../copy/connection.ts'
import type { PostgresDefinition } from '../schema/definition.ts'
import { applyBefore, definitionSettings, refuseMissingExtensions } from './apply-before.ts'
import { databaseExists, dropDatabase, findBeside, findUnmarked, isBusy, markDatabase, nameBeside } from './aside.ts'
import { createDatabase } from './create-database.ts'
import { databaseOf, withDatabase } from './database-url.ts'
import { createLedger, hashOf, readDone, readJob } from './ledger.ts'
import { creationDatabases, onServer, whenFree } from './server-session.ts'

export const applicationName = 'standin-target'

/** The database that a job writes to, and a connection to it that is held as long as the job lives. */
export interface Aside {
  name: string
  url: string
  control: CopyConnection
  session: SqlSession
  /** What an earlier run of the job has written. */
  done: readonly ChunkDone[]
  /** What could not be made as it is in the source, for a person to read. */
  leftOut: readonly string[]
}

/**
 * Makes a new database with everything that has to be there before the rows, after removing what earlier runs left.
 * Throws `target.no-extension`, `target.busy`, `target.definition-refused`; then nothing is left behind.
 */
export async function createAside(url: string, job: Job): Promise<Aside> {
  const target = databaseOf(url)
  const name = nameBeside(target, job.mark)
  const definition = job.definition as PostgresDefinition
  return onServer(url, creationDatabases(target), async (server) => {
    await refuseMissingExtensions(server, definition.before.script)
    await dropLeftovers(server, target)
    const unlike = await createDatabase(server, name, definition.before.database)
    try {
      await markDatabase(server, name, 'aside', target)
      const aside = await connect(url, name)
      try {
        await applyBefore(aside.session, definition.before.script)
        await createLedger(aside.session, job.mark, definition)
        return { ...aside, done: [], leftOut: unlike === undefined ? [] : [unlike] }
      } catch (thrown) {
        aside.control.destroy()
        throw thrown
      }
    } catch (thrown) {
      await dropDatabase(server, name).catch(() => undefined)
      throw thrown
    }
  })
}

async function dropLeftovers(server: SqlSession, target: string): Promise<void> {
  const replaced = (await databaseExists(server, target)) ? await findBeside(server, target, 'replaced') : []
  const unmarked = await findUnmarked(server, target)
  for (const name of [...(await findBeside(server, target, 'aside')), ...replaced, ...unmarked]) {
    await waitUntilFree(server, name)
    await whenFree(() => dropDatabase(server, name))
  }
}

/** How long the connections of a run that was killed may take to end, in pauses. */
const patience = 30
const pause = 100

async function waitUntilFree(server: SqlSession, name: string): Promise<void> {
  for (let tried = 0; tried < patience && (await isBusy(server, name)); tried += 1) await setTimeout(pause)
  if (await isBusy(server, name)) throw busy(name)
}

/**
 * Finds what an earlier run of the same job has written. Throws `clone.nothing-to-resume`, `clone.changed` where the job
 * is another one, `target.busy` where it still runs.
 */
export async function findAside(url: string, job: Job): Promise<Aside> {
  const target = databaseOf(url)
  const [name] = await onServer(url, creationDatabases(target), (server) => findBeside(server, target, 'aside'))
  if (name === undefined) throw nothingToResume(target)
  await onServer(url, creationDatabases(target), (server) => waitUntilFree(server, name))
  const aside = await connect(url, name)
  try {
    const before = await readJob(aside.session)
    if (before === undefined) throw nothingToResume(target)
    const done = await readDone(aside.session)
    const changed = await (job.changed?.(before.mark, done) ?? changedParts(before.mark, job.mark))
    if (changed.length > 0) throw changedSince(changed)
    if (before.definition !== hashOf(job.definition)) throw changedSince(['how the tables are laid out'])
    return { ...aside, done, leftOut: [] }
  } catch (thrown) {
    aside.control.destroy()
    throw thrown
  }
}

async function connect(url: string, name: string): Promise<Pick<Aside, 'name' | 'url' | 'control' | 'session'>> {
  const address = withDatabase(url, name)
  const control = await openCopyConnection(address, applicationName)
  const session = clientSession(control.client)
  await session.query(definitionSettings)
  // So that what is being made ends soon after we do. Not every version and platform can.
  await session.query(`set client_connection_check_interval = '1s'`).catch(() => undefined)
  return { name, url: address, control, session }
}

function busy(name: string): StandinError {
  return environmentError({
    code: 'target.busy',
    message: `another run is writing to the database ${name}`,
    remedy: 'wait for it, or end it; when it was on a machine that is gone, end its connections on the server',
  })
}

function nothingToResume(target: string): StandinError {
  return usageError({
    code: 'clone.nothing-to-resume',
    message: `no earlier run has left anything beside the database ${target}`,
    remedy: 'begin anew, without --resume',
  })
}

function changedSince(parts: readonly string[]): StandinError {
  return usageError({
    code: 'clone.changed',
    message: `the job cannot be resumed, since this has changed: ${parts.join(', ')}`,
    remedy: 'begin anew, without --resume',
  })
}
