import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { constants, gunzipSync } from 'node:zlib'
import { MongoClient } from 'mongodb'
import pg from 'pg'
import type { EnvironmentStatus } from '../../src/app/requests.ts'

/** The text of every row of every table of every database on the server. */
export async function serverContent(storeUrl: string): Promise<string> {
  const databases = await rowsOf(storeUrl, 'select datname as name from pg_database where datallowconn')
  const contents = databases.map(async ({ name = '' }) => {
    const url = new URL(storeUrl)
    url.pathname = `/${name}`
    const tables = await rowsOf(
      url.href,
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
    )
    const rows = tables.map((table) => rowsOf(url.href, `select t::text as name from ${table.name} t`))
    return (await Promise.all(rows)).flat().map((row) => row.name)
  })
  return (await Promise.all(contents)).flat().join('\n')
}

/** The text of every document of every collection of the server. */
export async function documentContent(storeUrl: string): Promise<string> {
  await using client = await MongoClient.connect(storeUrl)
  const texts: string[] = []
  for (const { name } of (await client.db().admin().listDatabases()).databases)
    for (const collection of await client.db(name).collections())
      texts.push(JSON.stringify(await collection.find().toArray()))
  return texts.join('\n')
}

/** The rows of a query, one connection for it. */
export async function rowsOf(url: string, query: string): Promise<Record<string, string>[]> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return (await client.query(query)).rows
  } finally {
    await client.end()
  }
}

export function storeUrl(status: EnvironmentStatus | undefined, system: string): string {
  return status?.systems.find(({ name }) => name === system)?.storeUrl ?? ''
}

/**
 * All files below a directory, and what they hold, unpacked as far as they have been written. Files that vanish meanwhile
 * are left out, and those that `known` has seen as they are.
 */
export function* filesBelow(
  directory: string,
  except: readonly string[] = [],
  known: Map<string, string> = new Map(),
): Generator<[path: string, text: string]> {
  for (const name of namesIn(directory)) {
    const path = join(directory, name)
    const stat = statSync(path, { throwIfNoEntry: false })
    if (stat === undefined || except.includes(name)) continue
    if (stat.isDirectory()) yield* filesBelow(path, except, known)
    const version = `${stat.mtimeMs} ${stat.size}`
    if (!stat.isFile() || known.get(path) === version) continue
    known.set(path, version)
    yield [path, textIn(path)]
  }
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory)
  } catch {
    return []
  }
}

function textIn(path: string): string {
  try {
    const bytes = readFileSync(path)
    const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b
    return (isPacked ? gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }) : bytes).toString()
  } catch {
    return ''
  }
}
