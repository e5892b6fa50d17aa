import type { DocumentStore } from '../../core/document-store.ts'
import type { SqlStore } from '../../core/sql-store.ts'
import type { Pack } from './pack.ts'
import { queryDocuments } from './query-documents.ts'
import { readDocuments } from './read-documents.ts'

const documentsPerInsert = 1_000

/**
 * Fills a system's collections. Throws what `readDocuments` throws, before anything is written, and what the store
 * throws, unique indexes that are there already included. Does nothing for a system that the pack has none of.
 */
export async function loadDocuments(pack: Pack, system: string, store: DocumentStore): Promise<void> {
  for (const [name, documents] of Object.entries(await readDocuments(pack, system)))
    for (let start = 0; start < documents.length; start += documentsPerInsert)
      await store.collection(name).insert(documents.slice(start, start + documentsPerInsert))
}

/**
 * Fills a system's collections with what the pack's queries make of the tables of others, which are filled already.
 * Throws `pack.refused` where a query fails, and `pack.bad-document`.
 */
export async function loadQueriedDocuments(
  pack: Pack,
  system: string,
  store: DocumentStore,
  tables: (system: string) => SqlStore | undefined,
): Promise<void> {
  for (const query of pack.queries[system] ?? [])
    await queryDocuments(query, pack.numbers, tables(query.system), async (documents) => {
      await store.collection(query.name).insert(documents)
    })
}
