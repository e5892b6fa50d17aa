import { createHash } from 'node:crypto'
import type { SqlSession } from '../../../core/sql-store.ts'
import { quoteName, quoteText } from '../table-name.ts'
import { unmarkedLimit } from './create-database.ts'

/** PostgreSQL cuts longer names off. */
const longestName = 63
const infix = '__standin_'
const tagLength = 8

/** What a database of ours is, by its comment. */
export type Role = 'aside' | 'replaced'

/** A name beside the target's, the same for the same word. */
export function nameBeside(target: string, word: string): string {
  const tag = createHash('sha256').update(`${target}\0${word}`).digest('hex').slice(0, tagLength)
  const characters = [...target]
  while (Buffer.byteLength(characters.join('')) > longestName - infix.length - tag.length) characters.pop()
  return `${characters.join('')}${infix}${tag}`
}

/** The comment by which a database is known as ours; a name alone would not do to drop it. */
export function commentFor(role: Role, target: string): string {
  return `standin ${role}: ${target}`
}

/** The databases that runs have left beside the target. */
export async function findBeside(session: SqlSession, target: string, role: Role): Promise<string[]> {
  const { rows } = await session.query<{ name: string }>(
    `select datname as name from pg_catalog.pg_database
    where shobj_description(oid, 'pg_database') = $1 and datname <> $2 and strpos(datname, $3) > 0 order by datname`,
    [commentFor(role, target), target, infix],
  )
  return rows.map(({ name }) => name)
}

/** What runs have left that were killed before they could mark what they had made. */
export async function findUnmarked(session: SqlSession, target: string): Promise<string[]> {
  const { rows } = await session.query<{ name: string }>(
    `select datname as name from pg_catalog.pg_database
    where datconnlimit = $1 and starts_with(datname, $2) and shobj_description(oid, 'pg_database') is null order by datname`,
    [unmarkedLimit, nameBeside(target, '').slice(0, -tagLength)],
  )
  return rows.map(({ name }) => name)
}

export async function markDatabase(session: SqlSession, name: string, role: Role, target: string): Promise<void> {
  // One transaction, so that a database is known by one of the two at every moment.
  await session.query(
    `comment on database ${quoteName(name)} is ${quoteText(commentFor(role, target))};
    alter database ${quoteName(name)} connection limit -1`,
  )
}

export async function databaseExists(session: SqlSession, name: string): Promise<boolean> {
  return (await findDatabase(session, name)) !== undefined
}

/** A database with its comment, when there is one. */
export async function findDatabase(
  session: SqlSession,
  name: string,
): Promise<{ comment: string | undefined } | undefined> {
  const { rows } = await session.query<{ comment: string | null }>(
    `select shobj_description(oid, 'pg_database') as comment from pg_catalog.pg_database where datname = $1`,
    [name],
  )
  return rows[0] && { comment: rows[0].comment ?? undefined }
}

/** Ends whoever is connected to it. */
export async function dropDatabase(session: SqlSession, name: string): Promise<void> {
  const { rows } = await session.query<{ force: boolean }>(
    `select current_setting('server_version_num')::int4 >= 130000 as force`,
  )
  await session.query(`drop database if exists ${quoteName(name)}${rows[0]?.force ? ' with (force)' : ''}`)
}

/** Whether anybody is connected to it. */
export async function isBusy(session: SqlSession, name: string): Promise<boolean> {
  const { rowCount } = await session.query(
    `select from pg_catalog.pg_stat_activity
    where datname = $1 and pid <> pg_backend_pid() and backend_type = 'client backend'`,
    [name],
  )
  return rowCount > 0
}
