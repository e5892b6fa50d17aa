import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'
import type { ConnectorClients } from './clients.ts'
import { erpPages } from './erp-pages.ts'

/** Where the shop's texts and prices come from. */
const locale = 'de_DE'
const priceList = 1

/** Brings the PIM's enabled products, with the ERP's prices and bar codes, into the shop. */
export async function exchangeCatalogue({ pim, erp, shop }: ConnectorClients): Promise<void> {
  const [products, items] = await Promise.all([readProducts(pim), readItems(erp)])
  const payload = products.flatMap((product) => {
    const item = items.get(String(product.identifier))
    return item === undefined ? [] : [shopProduct(product, item)]
  })
  if (payload.length === 0) return
  await shop('POST', '/api/_action/sync', { body: { products: { entity: 'product', action: 'upsert', payload } } })
}

async function readProducts(pim: ConnectorClients['pim']): Promise<JsonObject[]> {
  const products: JsonObject[] = []
  const search = encodeURIComponent(JSON.stringify({ enabled: [{ operator: '=', value: true }] }))
  for (let page = 1; ; page++) {
    const { body } = await pim('GET', `/api/rest/v1/products?limit=100&page=${page}&search=${search}`)
    const embedded = body._embedded as { items: JsonObject[] }
    products.push(...embedded.items)
    if (!isJsonObject(body._links) || body._links.next === undefined) return products
  }
}

async function readItems(erp: ConnectorClients['erp']): Promise<Map<string, JsonObject>> {
  const items = new Map<string, JsonObject>()
  for await (const page of erpPages(erp, 'Items?$select=ItemCode,ItemName,BarCode,ItemPrices,Valid')) {
    for (const item of page) items.set(String(item.ItemCode), item)
  }
  return items
}

function shopProduct(product: JsonObject, item: JsonObject): JsonObject {
  const price = (item.ItemPrices as JsonObject[]).find((entry) => entry.PriceList === priceList)
  return {
    productNumber: String(product.identifier),
    name: attributeText(product, 'name') ?? String(item.ItemName),
    description: attributeText(product, 'description') ?? null,
    ean: item.BarCode ?? null,
    active: item.Valid === 'tYES',
    price: price?.Price ?? null,
    currency: price?.Currency ?? null,
    taxRate: 19,
    sourceUpdatedAt: product.updated ?? null,
  }
}

/** The attribute's text in our locale, or without a locale where it is not translated. */
function attributeText(product: JsonObject, attribute: string): string | undefined {
  const values: Json | undefined = isJsonObject(product.values) ? (product.values as JsonObject)[attribute] : undefined
  if (!Array.isArray(values)) return undefined
  const fitting = values.find((value) => isJsonObject(value) && (value.locale === locale || value.locale === null))
  return isJsonObject(fitting) && typeof fitting.data === 'string' ? fitting.data : undefined
}
