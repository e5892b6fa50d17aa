/* The embedded document server in a process of its own, with a collection to copy; prints its URL when it is there. */
import { startDocumentServer } from '../src/environment/embedded/documents/document-server.ts'

const server = await startDocumentServer({ user: 'bench', password: 'bench', now: () => Date.now() })
console.log(server.url('admin'))
