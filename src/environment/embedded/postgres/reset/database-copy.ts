import { readdir, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { filesOf, type Moment, type TemplateDatabase, templateFor } from './moment.ts'
import type { ResetServer } from './reset-server.ts'
import { dressLikeTemplates } from './shared-rows.ts'

/** A database that was made equal to a template. */
export interface DatabaseCopy {
  /** The landscape's name of what it is a copy of. */
  database: string
  oid: number
  /** A place in the server's log: nothing before it has changed the copy. */
  since: string
}

/** Makes one more copy of a moment's database. Nobody can connect to it yet. */
export async function makeCopy(server: ResetServer, moment: Moment, database: string): Promise<DatabaseCopy> {
  const { maintenance } = server
  const template = templateFor(moment, database)
  const name = server.newName()
  const since = await logPosition(server)
  await maintenance.query(
    `create database ${quoted(name)} template ${quoted(template.name)} strategy file_copy allow_connections false`,
  )
  const { rows } = await maintenance.query<{ oid: number }>('select oid::int8 from pg_database where datname = $1', [
    name,
  ])
  const copy = { database, oid: rows[0]?.oid ?? 0, since }
  await dressLikeTemplates(server, [{ copy: copy.oid, template: template.oid }])
  await giveTimes(filesOf(server, copy.oid), template)
  return copy
}

export async function dropDatabases(server: ResetServer, oids: readonly number[]): Promise<void> {
  const { maintenance, isEnding } = server
  if (isEnding) return
  const { rows } = await maintenance.query<{ datname: string }>('select datname from pg_database where oid = any($1)', [
    oids,
  ])
  for (const { datname } of rows) await maintenance.query(`drop database ${quoted(datname)} with (force)`)
}

/** The place in the log behind everything that was changed so far. */
export async function logPosition({ maintenance }: ResetServer): Promise<string> {
  const { rows } = await maintenance.query<{ lsn: string }>('select pg_current_wal_insert_lsn()::text as lsn')
  return rows[0]?.lsn ?? '0/0'
}

/** A place in the log before which none of these copies was changed. */
export async function madeSince({ maintenance }: ResetServer, copies: readonly DatabaseCopy[]): Promise<string> {
  const { rows } = await maintenance.query<{ lsn: string }>(
    'select min(lsn::pg_lsn)::text as lsn from unnest($1::text[]) lsn',
    [copies.map(({ since }) => since)],
  )
  return rows[0]?.lsn ?? '0/0'
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** Files that are as the template's have its times, so that whatever is written later on shows. */
async function giveTimes(directory: string, { files }: TemplateDatabase): Promise<void> {
  for (const name of await readdir(directory)) {
    const wanted = files.get(name)
    if (wanted !== undefined) await utimes(join(directory, name), wanted.changed / 1000, wanted.changed / 1000)
  }
}
