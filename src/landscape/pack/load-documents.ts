import type { DocumentStore } from '../../core/document-store.ts'
import type { Pack } from './pack.ts'
import { readDocuments } from './read-documents.ts'

const documentsPerInsert = 1_000

/**
 * Fills a system's collections. Throws what `readDocuments` throws, before anything is written, and what the store
 * throws, unique indexes that are there already included. Does nothing for a system that the pack has none of.
 */
export async function loadDocuments(pack: Pack, system: string, store: DocumentStore): Promise<void> {
  for (const [name, documents] of Object.entries(await readDocuments(pack, system))) {
    const collection = store.collection(name)
    for (let start = 0; start < documents.length; start += documentsPerInsert)
      await collection.insert(documents.slice(start, start + documentsPerInsert))
  }
}
