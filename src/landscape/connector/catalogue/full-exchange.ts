import type { ConnectorClients } from '../clients.ts'
import type { CatalogueModules } from './exchange.ts'
import { itemFields, readItems } from './items.ts'
import { pimRecords, productPath } from './pim-pages.ts'
import type { PlanPublication, Publication } from './publication.ts'
import { readRules } from './rules.ts'
import { deleteShopProducts, readShopNumbers } from './shop-products.ts'
import { type Watermark, watermarkBehind } from './watermark.ts'
import { writePublications } from './write-publications.ts'

/** Brings the whole catalogue into the shop, whatever is there, and says how far it is known now. */
export type RebuildCatalogue = (clients: ConnectorClients, modules: CatalogueModules) => Promise<Watermark>

/** Products are written under their number, and those that the sources do not have are taken away. */
export const rebuildCatalogue: RebuildCatalogue = async (clients, { planPublication, reportGaps }) => {
  const known = await readShopNumbers(clients.shop)
  const { publications, watermark } = await readCatalogue(clients, planPublication)
  await writePublications(clients, publications, known, reportGaps)
  const there = new Set(publications.map(({ productNumber }) => productNumber))
  await deleteShopProducts(
    clients.shop,
    [...known].filter((number) => !there.has(number)),
  )
  return watermark
}

/** All that PIM and ERP both know, and what becomes of it. */
export async function readCatalogue(
  { pim, erp }: ConnectorClients,
  plan: PlanPublication,
): Promise<{ publications: Publication[]; watermark: Watermark }> {
  const [products, items, rules] = await Promise.all([
    pimRecords(pim, productPath()),
    readItems(erp, `Items?${itemFields}`),
    readRules(pim),
  ])
  const byCode = new Map(items.map((item) => [String(item.ItemCode), item]))
  const publications = products.flatMap((product) => {
    const item = byCode.get(String(product.identifier))
    return item === undefined ? [] : [plan({ product, item }, rules)]
  })
  return { publications, watermark: watermarkBehind(products, items) }
}
