import { startDocumentServer } from '../../../src/environment/embedded/documents/document-server.ts'
import { documentStoreContract } from '../../contracts/document-store.ts'

documentStoreContract('embedded', {
  start: async () => {
    const server = await startDocumentServer({ user: 'tester', password: 'pass word/ü', now: () => 1_700_000_000_000 })
    return { url: server.url('contract'), stop: () => server.close() }
  },
})
