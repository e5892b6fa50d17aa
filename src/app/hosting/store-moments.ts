import type { CatalogSnapshot } from '../../environment/embedded/documents/storage/catalog.ts'
import type { DatabasePool, ResetOutcome } from '../../environment/embedded/postgres/reset/pool.ts'
import type { ResetDatabases } from '../../environment/embedded/postgres/reset/reset-databases.ts'
import type { OpenedStores } from './open-stores.ts'
import type { DocumentMoments } from './pim-backend.ts'

type DatabaseMoment = Awaited<ReturnType<DatabasePool['capture']>>

/** What all stores of a landscape held at one moment. */
export interface StoreMoment {
  databases: DatabaseMoment
  documents: CatalogSnapshot
}

/** Puts the stores of a landscape back. Nobody of the landscape's own may be using them meanwhile; others are cut off. */
export interface StoreMoments {
  /** To what they held when this was opened. */
  reset(): Promise<ResetOutcome>
  /** The same for the rows of the databases only, without cutting anybody off. */
  undo(): Promise<ResetOutcome>
  resetDocuments(): Promise<void>
  capture(): Promise<StoreMoment>
  load(moment: StoreMoment): Promise<void>
}

/** Databases and documents together. */
export function storeMoments(pool: DatabasePool, documents: DocumentMoments): StoreMoments {
  const beginning = documents.snapshot()
  return {
    async reset() {
      const outcome = await pool.reset()
      documents.restore(beginning)
      return outcome
    },
    undo: () => pool.undo(),
    resetDocuments: async () => documents.restore(beginning),
    capture: async () => ({ databases: await pool.capture(), documents: documents.snapshot() }),
    async load(moment) {
      await pool.load(moment.databases)
      documents.restore(moment.documents)
    },
  }
}

export interface MainMoments extends StoreMoments {
  databases: ResetDatabases
}

/** Makes the beginning of what the stores hold now, where all of them are our own. Nobody may be connected to the databases. */
export async function openMainMoments({ openResets, documents, sql }: OpenedStores): Promise<MainMoments | undefined> {
  if (openResets === undefined || documents === undefined) return undefined
  // What was loaded by way of them has left connections open.
  await Promise.all(Object.values(sql).map((store) => store.renew()))
  const databases = await openResets()
  return { ...storeMoments(databases.main, documents), databases }
}
