import type { JsonObject } from '../../../core/json.ts'
import type { ApiClient } from '../../http-client.ts'
import { erpPages } from '../erp-pages.ts'

/** What the catalogue needs of an article. */
export const itemFields = '$select=ItemCode,ItemName,ItemPrices,Valid,UpdateDate'

/** All articles of a query of the service layer, as one. */
export async function readItems(erp: ApiClient, path: string): Promise<JsonObject[]> {
  const items: JsonObject[] = []
  for await (const page of erpPages(erp, path)) items.push(...page)
  return items
}
