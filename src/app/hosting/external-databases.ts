import { type Disposal, openAll } from '../../core/disposal.ts'
import { borrowSchema } from '../../environment/external/borrow-schema.ts'
import type { SqlSystemName } from '../../landscape/systems.ts'
import { connectSqlStore } from '../../stores/postgres/sql-store.ts'
import { connectDatabase } from './connect-database.ts'
import { databaseContent, emptyDatabases } from './database-content.ts'
import type { Hosting } from './hosting.ts'
import type { SqlBackend } from './sql-backend.ts'

/** Milliseconds until a server that does not answer is given up. */
const patience = 10_000

/** A schema in each of the databases that the landscape names. */
export const externalDatabases: SqlBackend = (systems, hosting) =>
  openAll(async (opened) => {
    const urls = new Map<SqlSystemName, string>()
    // All are looked at before the first is filled.
    for (const system of systems) urls.set(system, await borrow(system, hosting, opened))
    await fill(systems, urls, hosting)
    return { url: (system) => urls.get(system) ?? '', [Symbol.asyncDispose]: opened.dispose }
  })

async function borrow(system: SqlSystemName, { file, configuration }: Hosting, opened: Disposal): Promise<string> {
  const url = file.systems[system]?.store?.url ?? ''
  const schema = `standin_${system}`
  const options = { applicationName: 'standin', connections: 1, staysOpen: true, patience }
  const session = connectSqlStore(url, options)
  opened.defer(session.close)
  opened.use(await borrowSchema(session, schema, { system, isKnown: configuration.iKnow === true }))
  return withSearchPath(url, schema)
}

async function fill(
  systems: readonly SqlSystemName[],
  urls: ReadonlyMap<SqlSystemName, string>,
  { pack, isEmpty }: Hosting,
): Promise<void> {
  const content = isEmpty ? emptyDatabases(systems) : databaseContent(pack, systems)
  const stores = Object.fromEntries(
    [...urls].map(([system, url]) => [system, connectDatabase(url, `standin ${system}`)]),
  )
  try {
    await content.fill(stores)
  } finally {
    await Promise.all(Object.values(stores).map((store) => store.close()))
  }
}

/** The same database, as every client sees it that does not name a schema. */
function withSearchPath(url: string, schema: string): string {
  const changed = new URL(url)
  const options = changed.searchParams.get('options') ?? ''
  changed.searchParams.delete('options')
  const encoded = encodeURIComponent(`${options} -c search_path=${schema}`.trim())
  const query = changed.searchParams.toString()
  changed.search = `${query === '' ? '' : `${query}&`}options=${encoded}`
  return changed.href
}
