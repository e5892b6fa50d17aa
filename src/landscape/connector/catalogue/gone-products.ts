import type { ConnectorClients } from '../clients.ts'
import { erpPages } from '../erp-pages.ts'
import { pimPages, productPath } from './pim-pages.ts'
import { readShopNumbers } from './shop-products.ts'

/** The numbers of products that the shop has and that the PIM or the ERP no longer knows. */
export type FindGone = (clients: ConnectorClients) => Promise<string[]>

/** Neither system tells of what was deleted, so that the keys are compared. */
export const findGone: FindGone = async ({ pim, erp, shop }) => {
  const [inShop, inPim, inErp] = await Promise.all([readShopNumbers(shop), readIdentifiers(pim), readItemCodes(erp)])
  return [...inShop].filter((number) => !inPim.has(number) || !inErp.has(number))
}

async function readIdentifiers(pim: ConnectorClients['pim']): Promise<Set<string>> {
  const identifiers = new Set<string>()
  // No product has values of an attribute without a name, so that only keys are transferred.
  for await (const page of pimPages(pim, productPath(undefined, ''))) {
    for (const { identifier } of page) identifiers.add(String(identifier))
  }
  return identifiers
}

async function readItemCodes(erp: ConnectorClients['erp']): Promise<Set<string>> {
  const codes = new Set<string>()
  for await (const page of erpPages(erp, 'Items?$select=ItemCode')) {
    for (const { ItemCode } of page) codes.add(String(ItemCode))
  }
  return codes
}
