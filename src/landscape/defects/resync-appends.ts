import { type RebuildCatalogue, readCatalogue } from '../connector/catalogue/full-exchange.ts'
import { readShopNumbers, writeShopProducts } from '../connector/catalogue/shop-products.ts'

/**
 * The faulty twin of `rebuildCatalogue`: without a watermark it takes every product for a new one. A number that is taken
 * gets a suffix, and what the sources no longer have stays.
 */
export const appendCatalogue: RebuildCatalogue = async (clients, { planPublication, reportGaps }) => {
  const taken = await readShopNumbers(clients.shop)
  const { publications, watermark } = await readCatalogue(clients, planPublication)
  const records = publications
    .filter(({ published }) => published)
    .map(({ productNumber, record }) =>
      taken.has(productNumber) ? { ...record, productNumber: `${productNumber}-2` } : record,
    )
  await writeShopProducts(clients.shop, records)
  await reportGaps(
    clients,
    publications.filter(({ gaps }) => gaps.length > 0),
  )
  return watermark
}
