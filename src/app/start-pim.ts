import type { Instant } from '../core/clock.ts'
import { openAll } from '../core/disposal.ts'
import type { DocumentStore } from '../core/document-store.ts'
import { startDocumentServer } from '../environment/embedded/documents/document-server.ts'
import { loadDocuments } from '../landscape/pack/load-documents.ts'
import type { Pack } from '../landscape/pack/pack.ts'
import { pimIndexes } from '../landscape/pim/indexes.ts'
import { connectDocumentStore } from '../stores/mongodb/document-store.ts'

export interface StartedPim extends AsyncDisposable {
  store: DocumentStore
  /** For any MongoDB client on this machine. */
  url: string
}

const user = 'standin'
const database = 'pim'

/** Starts the embedded document server with the PIM's collections of a pack; without a pack, they are empty. */
export function startPim(pack: Pack | undefined, newSecret: () => string, now: () => Instant): Promise<StartedPim> {
  return openAll(async (opened) => {
    const server = opened.use(await startDocumentServer({ user, password: newSecret(), now }))
    const url = server.url(database)
    const store = connectDocumentStore(url, database)
    opened.defer(store.close)
    for (const { collection, keys, unique } of pimIndexes) {
      await store.collection(collection).createIndex(keys, unique === undefined ? {} : { unique })
    }
    if (pack !== undefined) await loadDocuments(pack, database, store)
    return { store, url, [Symbol.asyncDispose]: opened.dispose }
  })
}
