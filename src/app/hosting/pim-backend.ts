import type { DocumentStore } from '../../core/document-store.ts'
import type { DocumentServer } from '../../environment/embedded/documents/document-server.ts'
import type { Hosting } from './hosting.ts'

export type DocumentMoments = Pick<DocumentServer, 'snapshot' | 'restore'>

/** The PIM's documents, filled with what the run starts with. Ending them leaves nothing of it. */
export interface OpenedDocuments extends AsyncDisposable {
  store: DocumentStore
  /** For any MongoDB client that can reach the server. */
  url: string
  /** Missing where nobody can put them back. */
  moments?: DocumentMoments
}

/** Opens the PIM's documents on one backend. */
export type PimBackend = (hosting: Hosting) => Promise<OpenedDocuments>
