import { type Disposal, openAll } from '../../core/disposal.ts'
import { startDocumentServer } from '../../environment/embedded/documents/document-server.ts'
import { sqlSystems } from '../../landscape/systems.ts'
import { connectDocumentStore } from '../../stores/mongodb/document-store.ts'
import type { Ambient } from '../ambient.ts'
import type { Resettable } from '../host-landscape.ts'
import { type LiveEnvironment, liveEnvironment, type WholeMoment } from './live-environment.ts'
import { type OpenedStores, storeOf } from './open-stores.ts'
import { openStage, type Stage } from './stage.ts'
import { storeMoments } from './store-moments.ts'

const documentUser = 'standin'
const documentDatabase = 'pim'

/** Opens an environment of its own that begins with a moment of another one. Ending it leaves nothing of it. */
export function openBranch(
  { stores, moments, parts }: Resettable,
  moment: WholeMoment,
  ending: string,
  ambient: Ambient,
): Promise<LiveEnvironment> {
  return openAll(async (opened) => {
    const { databases } = moments
    const pool = opened.use(await databases.branch(moment.stores.databases, ending))
    let stage: Stage | undefined
    const now = (): number => stage?.landscape()?.clock.now() ?? ambient.wallClock.now()
    const server = opened.use(await startDocumentServer({ user: documentUser, password: parts.newSecret(), now }))
    server.restore(moment.stores.documents)
    const own = branchStores(stores, server.url(documentDatabase), ending, opened)
    stage = openStage({ ...parts, stores: own }, ambient, opened)
    await stage.begin(ambient.wallClock.now(), moment.messages)
    const live = opened.use(
      liveEnvironment({
        stage,
        stores: own,
        moments: storeMoments(pool, server),
        beginning: moment.messages,
        forget: databases.forget,
        wallClock: ambient.wallClock,
      }),
    )
    return { ...live, [Symbol.asyncDispose]: opened.dispose }
  })
}

function branchStores(of: OpenedStores, pimUrl: string, ending: string, opened: Disposal): OpenedStores {
  const urls = Object.fromEntries(sqlSystems.map((system) => [system, withEnding(of.urls[system], ending)]))
  const sql = Object.fromEntries(sqlSystems.map((system) => [system, storeOf(system, urls[system] ?? '')]))
  const pim = connectDocumentStore(pimUrl, documentDatabase)
  opened.defer(async () => {
    await Promise.all([pim, ...Object.values(sql)].map((store) => store.close()))
  })
  return {
    sql: sql as OpenedStores['sql'],
    pim,
    urls: { ...urls, pim: pimUrl } as OpenedStores['urls'],
    backends: of.backends,
  }
}

/** The URL of the database whose name has this ending. */
function withEnding(url: string, ending: string): string {
  const changed = new URL(url)
  changed.pathname += ending
  return changed.href
}
