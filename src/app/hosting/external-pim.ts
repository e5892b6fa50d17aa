import { openAll } from '../../core/disposal.ts'
import { borrowDocuments } from '../../environment/external/borrow-documents.ts'
import { connectDocumentStore } from '../../stores/mongodb/document-store.ts'
import { databaseInUrl } from '../clone/store-address.ts'
import { fillPim } from './fill-pim.ts'
import type { PimBackend } from './pim-backend.ts'

/** The document database that the landscape names. */
export const externalPim: PimBackend = ({ file, configuration, pack, isEmpty, newSecret }) =>
  openAll(async (opened) => {
    const declared = file.systems.pim?.store
    const database = declared?.database ?? databaseInUrl(declared?.url ?? '') ?? 'pim'
    const url = withDatabase(declared?.url ?? '', database)
    const store = connectDocumentStore(url, database)
    opened.defer(store.close)
    opened.use(await borrowDocuments(store, newSecret(), { system: 'pim', isKnown: configuration.iKnow === true }))
    await fillPim(store, isEmpty ? undefined : pack)
    return { store, url, [Symbol.asyncDispose]: opened.dispose }
  })

/** The URL with the database in it. A login is looked for where it would have been without. */
function withDatabase(url: string, database: string): string {
  const [, head = url, , query = ''] = /^([^:]+:\/\/[^/?]*)(\/[^?]*)?(?:\?(.*))?$/.exec(url) ?? []
  const source = databaseInUrl(url) ?? 'admin'
  const isImplied = head.includes('@') && source !== database && !/(^|&)authSource=/.test(query)
  const login = isImplied ? [`authSource=${encodeURIComponent(source)}`] : []
  const all = [...(query === '' ? [] : [query]), ...login].join('&')
  return `${head}/${encodeURIComponent(database)}${all === '' ? '' : `?${all}`}`
}
