import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { ResetServer } from './reset-server.ts'
import { departed } from './swap.ts'

/** A file of a database as it has to be again. */
export interface TemplateFile {
  size: number
  /** When it was changed last, in milliseconds since 1970. */
  changed: number
}

/** A database that nobody can connect to, so that it stays as it is. */
export interface TemplateDatabase {
  /** The landscape's name of it. */
  database: string
  name: string
  oid: number
  directory: string
  files: ReadonlyMap<string, TemplateFile>
}

/** What databases held at one moment. */
export interface Moment {
  templates: readonly TemplateDatabase[]
}

/** Makes a moment of databases that have been taken out of use. */
export async function momentOf(server: ResetServer, oids: ReadonlyMap<string, number>): Promise<Moment> {
  await departed(server, [...oids.values()])
  const { rows } = await server.maintenance.query<{ oid: number; datname: string }>(
    'select oid::int8, datname from pg_database where oid = any($1)',
    [[...oids.values()]],
  )
  const names = new Map(rows.map(({ oid, datname }) => [oid, datname]))
  await server.maintenance.query('checkpoint')
  const templates = [...oids].map(async ([database, oid]): Promise<TemplateDatabase> => {
    const directory = filesOf(server, oid)
    return { database, name: names.get(oid) ?? '', oid, directory, files: await readFiles(directory) }
  })
  return { templates: await Promise.all(templates) }
}

export function templateFor({ templates }: Moment, database: string): TemplateDatabase {
  const found = templates.find((template) => template.database === database)
  if (found === undefined) throw new TypeError(`the moment holds no database ${database}`)
  return found
}

/** Where a database's files are. */
export function filesOf({ dataDirectory }: ResetServer, oid: number): string {
  return join(dataDirectory, 'base', String(oid))
}

async function readFiles(directory: string): Promise<Map<string, TemplateFile>> {
  const files = new Map<string, TemplateFile>()
  for (const name of await readdir(directory)) {
    const { size, mtimeMs } = await lstat(join(directory, name))
    files.set(name, { size, changed: mtimeMs })
  }
  return files
}
