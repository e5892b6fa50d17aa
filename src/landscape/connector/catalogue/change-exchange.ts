import type { JsonObject } from '../../../core/json.ts'
import type { ConnectorClients } from '../clients.ts'
import type { CatalogueModules } from './exchange.ts'
import { itemFields, readItems } from './items.ts'
import { pimRecords, productPath } from './pim-pages.ts'
import type { CatalogueEntry } from './publication.ts'
import { readRules } from './rules.ts'
import { deleteShopProducts, readShopNumbers } from './shop-products.ts'
import { type Watermark, watermarkBehind } from './watermark.ts'
import { writePublications } from './write-publications.ts'

/** Changes of the last minute are looked at again: they may have come in while we looked, and times are cut to seconds. */
const overlap = 60_000
const perSearch = 100
const mostSingleItems = 50

/** Brings what PIM and ERP changed since the watermark into the shop, and what they deleted out of it. */
export async function exchangeChanges(
  clients: ConnectorClients,
  { planPublication, reportGaps, findGone }: CatalogueModules,
  since: Watermark,
): Promise<Watermark> {
  const { pim, erp, shop } = clients
  const [products, items] = await Promise.all([changedProducts(pim, since.pim), changedItems(erp, since.erp)])
  const entries = await pairUp(clients, products, items)
  if (entries.length > 0) {
    const [rules, known] = await Promise.all([readRules(pim), readShopNumbers(shop)])
    const publications = entries.map((entry) => planPublication(entry, rules))
    await writePublications(clients, publications, known, reportGaps)
  }
  await deleteShopProducts(shop, await findGone(clients))
  return watermarkBehind(products, items, since)
}

function changedProducts(pim: ConnectorClients['pim'], since: string): Promise<JsonObject[]> {
  const value = overlapping(since).slice(0, 19).replace('T', ' ')
  return pimRecords(pim, productPath({ updated: [{ operator: '>', value }] }))
}

function changedItems(erp: ConnectorClients['erp'], since: string): Promise<JsonObject[]> {
  const filter = encodeURIComponent(`UpdateDate gt '${overlapping(since)}'`)
  return readItems(erp, `Items?$filter=${filter}&${itemFields}`)
}

function overlapping(moment: string): string {
  return new Date(Date.parse(moment) - overlap).toISOString()
}

/** A change of either side is a change of both: the other half is fetched. What one of them does not know is left out. */
async function pairUp(
  { pim, erp }: ConnectorClients,
  products: readonly JsonObject[],
  items: readonly JsonObject[],
): Promise<CatalogueEntry[]> {
  const productOf = new Map(products.map((product) => [String(product.identifier), product]))
  const itemOf = new Map(items.map((item) => [String(item.ItemCode), item]))
  const lacking = [...itemOf.keys()].filter((code) => !productOf.has(code))
  for (let start = 0; start < lacking.length; start += perSearch) {
    const value = lacking.slice(start, start + perSearch)
    for (const product of await pimRecords(pim, productPath({ identifier: [{ operator: 'IN', value }] })))
      productOf.set(String(product.identifier), product)
  }
  const unknown = [...productOf.keys()].filter((code) => !itemOf.has(code))
  for (const item of await readItemsOf(erp, unknown)) itemOf.set(String(item.ItemCode), item)
  return [...productOf].flatMap(([code, product]) => {
    const item = itemOf.get(code)
    return item === undefined ? [] : [{ product, item }]
  })
}

/** One by one; when there are many, all articles at once, since the ERP cannot be asked for a list of them. */
async function readItemsOf(erp: ConnectorClients['erp'], codes: readonly string[]): Promise<JsonObject[]> {
  if (codes.length > mostSingleItems) {
    const wanted = new Set(codes)
    return (await readItems(erp, `Items?${itemFields}`)).filter(({ ItemCode }) => wanted.has(String(ItemCode)))
  }
  const items: JsonObject[] = []
  for (const code of codes) {
    const key = encodeURIComponent(`'${code.replaceAll("'", "''")}'`)
    const { status, body } = await erp('GET', `/Items(${key})`, { accept: [404] })
    if (status !== 404) items.push(body)
  }
  return items
}
