import type { DocumentStore } from '../../core/document-store.ts'
import { loadDocuments } from '../../landscape/pack/load-documents.ts'
import type { Pack } from '../../landscape/pack/pack.ts'
import { pimIndexes } from '../../landscape/pim/indexes.ts'

/** Makes the PIM's collections and indexes, and fills them from a pack where there is one. */
export async function fillPim(store: DocumentStore, pack: Pack | undefined): Promise<void> {
  for (const { collection, keys, unique } of pimIndexes) {
    await store.collection(collection).createIndex(keys, unique === undefined ? {} : { unique })
  }
  if (pack !== undefined) await loadDocuments(pack, 'pim', store)
}
