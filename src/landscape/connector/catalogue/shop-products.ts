import type { JsonObject } from '../../../core/json.ts'
import type { ApiClient } from '../../http-client.ts'

const perRequest = 500

/** The numbers of all products that the shop has, also of those that are not active. */
export async function readShopNumbers(shop: ApiClient): Promise<Set<string>> {
  const numbers = new Set<string>()
  for (let page = 1; ; page++) {
    const { body } = await shop('POST', '/api/search/product', { body: { page, limit: perRequest } })
    const products = body.data as JsonObject[]
    for (const { productNumber } of products) numbers.add(String(productNumber))
    if (products.length < perRequest) return numbers
  }
}

export async function writeShopProducts(shop: ApiClient, records: readonly JsonObject[]): Promise<void> {
  await synchronize(shop, 'upsert', records)
}

export async function deleteShopProducts(shop: ApiClient, numbers: readonly string[]): Promise<void> {
  await synchronize(
    shop,
    'delete',
    numbers.map((productNumber) => ({ productNumber })),
  )
}

async function synchronize(
  shop: ApiClient,
  action: 'upsert' | 'delete',
  records: readonly JsonObject[],
): Promise<void> {
  for (let start = 0; start < records.length; start += perRequest) {
    const payload = records.slice(start, start + perRequest)
    await shop('POST', '/api/_action/sync', { body: { products: { entity: 'product', action, payload } } })
  }
}
