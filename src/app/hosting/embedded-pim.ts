import type { Instant } from '../../core/clock.ts'
import { openAll } from '../../core/disposal.ts'
import { startDocumentServer } from '../../environment/embedded/documents/document-server.ts'
import type { Pack } from '../../landscape/pack/pack.ts'
import { connectDocumentStore } from '../../stores/mongodb/document-store.ts'
import { fillPim } from './fill-pim.ts'
import type { Hosting } from './hosting.ts'
import type { OpenedDocuments } from './pim-backend.ts'

const user = 'standin'
const database = 'pim'

/** A document server of our own. */
export function embeddedPim({ pack, isEmpty, newSecret, now }: Hosting): Promise<OpenedDocuments> {
  return startPim(isEmpty ? undefined : pack, newSecret, now)
}

/** Starts the embedded document server with the PIM's collections of a pack; without a pack, they are empty. */
export function startPim(
  pack: Pack | undefined,
  newSecret: () => string,
  now: () => Instant,
): Promise<OpenedDocuments> {
  return openAll(async (opened) => {
    const server = opened.use(await startDocumentServer({ user, password: newSecret(), now }))
    const url = server.url(database)
    const store = connectDocumentStore(url, database)
    opened.defer(store.close)
    await fillPim(store, pack)
    return { store, url, moments: server, [Symbol.asyncDispose]: opened.dispose }
  })
}
