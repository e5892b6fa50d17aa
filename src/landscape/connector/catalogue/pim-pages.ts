import { isJsonObject, type JsonObject } from '../../../core/json.ts'
import type { ApiClient } from '../../http-client.ts'

/** Every record of a list of the PIM, page by page. */
export async function* pimPages(pim: ApiClient, path: string): AsyncGenerator<JsonObject[]> {
  let next: string | undefined = `/api/rest/v1/${path}`
  while (next !== undefined) {
    const { body } = await pim('GET', next)
    yield (body._embedded as { items: JsonObject[] }).items
    const link: JsonObject | undefined = isJsonObject(body._links) ? (body._links.next as JsonObject) : undefined
    next = link === undefined ? undefined : pathOf(String(link.href))
  }
}

/** All records of a list, as one. */
export async function pimRecords(pim: ApiClient, path: string): Promise<JsonObject[]> {
  const records: JsonObject[] = []
  for await (const page of pimPages(pim, path)) records.push(...page)
  return records
}

/** Products page by page behind the last one, so that one that comes or goes meanwhile moves no other. */
export function productPath(search?: JsonObject, attributes?: string): string {
  const query = new URLSearchParams({ pagination_type: 'search_after', limit: '100' })
  if (search !== undefined) query.set('search', JSON.stringify(search))
  if (attributes !== undefined) query.set('attributes', attributes)
  return `products?${query}`
}

function pathOf(href: string): string {
  const { pathname, search } = new URL(href)
  return pathname + search
}
