import { allStarted, type Disposal } from '../../core/disposal.ts'
import type { DocumentStore } from '../../core/document-store.ts'
import { refuseWhenAborted } from '../../core/error.ts'
import type { StoreBackend } from '../../core/landscape.ts'
import type { ResetDatabases } from '../../environment/embedded/postgres/reset/reset-databases.ts'
import { loadQueriedDocuments } from '../../landscape/pack/load-documents.ts'
import { type SqlSystemName, sqlSystems } from '../../landscape/systems.ts'
import { connectDatabase } from './connect-database.ts'
import type { Hosting } from './hosting.ts'
import type { DocumentMoments } from './pim-backend.ts'
import { pimBackends } from './pim-backends.ts'
import { type RenewableStore, renewableStore } from './renewable-store.ts'
import type { OpenedDatabases } from './sql-backend.ts'
import { sqlBackends } from './sql-backends.ts'
import { backendOf } from './store-place.ts'

/** The stores of all mirrored systems, on whatever they are hosted. */
export interface OpenedStores {
  sql: Readonly<Record<SqlSystemName, RenewableStore>>
  pim: DocumentStore
  /** For other programs, with passwords. */
  urls: Readonly<Record<SqlSystemName | 'pim', string>>
  backends: Readonly<Record<SqlSystemName | 'pim', StoreBackend>>
  /** Missing where not all stores can be put back. */
  openResets?: () => Promise<ResetDatabases>
  documents?: DocumentMoments
}

/** Opens each store where the landscape puts it. All of them are ended with `opened`. */
export async function openStores(hosting: Hosting, opened: Disposal): Promise<OpenedStores> {
  // A query that still runs ends with its server, so that nobody waits for it: closing begins first and ends last.
  const closing: Promise<void>[] = []
  opened.defer(async () => void (await Promise.all(closing)))

  const systems = [...sqlSystems, 'pim'] as const
  const backends = Object.fromEntries(
    systems.map((system) => [system, backendOf(hosting.file, system)]),
  ) as OpenedStores['backends']
  const groups = [...Map.groupBy(sqlSystems, (system) => backends[system])]
  const [databases, pim] = await allStarted([
    allStarted(groups.map(([backend, systems]) => openGroup(backend, systems, hosting, opened))),
    pimBackends[backends.pim](hosting).then(opened.use),
  ])
  refuseWhenAborted(hosting.signal)

  const urls = Object.fromEntries(databases.flatMap(({ urls }) => urls)) as Record<SqlSystemName, string>
  const stores = sqlSystems.map((system) => [system, storeOf(system, urls[system])] as const)
  opened.defer(() => void closing.push(...stores.map(([, store]) => store.close().catch(() => undefined))))
  const sql = Object.fromEntries(stores) as OpenedStores['sql']
  const tables = new Map<string, RenewableStore>(stores)
  if (!hosting.isEmpty) await loadQueriedDocuments(hosting.pack, 'pim', pim.store, (system) => tables.get(system))
  const openResets = databases.length === 1 ? databases[0]?.openResets : undefined
  return {
    sql,
    pim: pim.store,
    urls: { ...urls, pim: pim.url },
    backends,
    ...(openResets && { openResets }),
    ...(pim.moments && { documents: pim.moments }),
  }
}

export function storeOf(system: SqlSystemName, url: string): RenewableStore {
  return renewableStore(() => connectDatabase(url, `standin ${system}`))
}

interface OpenedGroup {
  urls: [system: SqlSystemName, url: string][]
  openResets?: () => Promise<ResetDatabases>
}

async function openGroup(
  backend: StoreBackend,
  systems: readonly SqlSystemName[],
  hosting: Hosting,
  opened: Disposal,
): Promise<OpenedGroup> {
  const databases: OpenedDatabases = opened.use(await sqlBackends[backend](systems, hosting))
  const { openResets } = databases
  return {
    urls: systems.map((system) => [system, databases.url(system)]),
    ...(openResets && { openResets }),
  }
}
