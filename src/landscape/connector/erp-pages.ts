import type { JsonObject } from '../../core/json.ts'
import type { ApiClient } from '../http-client.ts'

/** Every entity of a service layer query, page by page. */
export async function* erpPages(erp: ApiClient, path: string): AsyncGenerator<JsonObject[]> {
  let next: string | undefined = `/${path}`
  while (next !== undefined) {
    const { body } = await erp('GET', next, { headers: { prefer: 'odata.maxpagesize=500' } })
    yield body.value as JsonObject[]
    const link = body['@odata.nextLink']
    next = typeof link === 'string' ? `/${link}` : undefined
  }
}
