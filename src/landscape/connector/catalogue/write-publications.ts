import type { ConnectorClients } from '../clients.ts'
import type { ReportGaps } from './gap-notices.ts'
import type { Publication } from './publication.ts'
import { writeShopProducts } from './shop-products.ts'

/** Brings publications into the shop, takes what may no longer be seen out of sight, and says what is withheld and why. */
export async function writePublications(
  clients: ConnectorClients,
  publications: readonly Publication[],
  known: ReadonlySet<string>,
  report: ReportGaps,
): Promise<void> {
  const written = publications.filter(({ published, productNumber }) => published || known.has(productNumber))
  await writeShopProducts(
    clients.shop,
    written.map(({ record }) => record),
  )
  await report(
    clients,
    publications.filter(({ gaps }) => gaps.length > 0),
  )
}
