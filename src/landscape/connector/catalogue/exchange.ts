import type { ConnectorClients } from '../clients.ts'
import { exchangeChanges } from './change-exchange.ts'
import type { RebuildCatalogue } from './full-exchange.ts'
import type { ReportGaps } from './gap-notices.ts'
import type { FindGone } from './gone-products.ts'
import type { PlanPublication } from './publication.ts'
import { readWatermark, writeWatermark } from './watermark.ts'

/** The parts of the catalogue flow that have faulty twins. */
export interface CatalogueModules {
  planPublication: PlanPublication
  reportGaps: ReportGaps
  findGone: FindGone
  rebuildCatalogue: RebuildCatalogue
}

/**
 * Brings the shop's catalogue up to date: by what has changed since the watermark, or as a whole where there is none.
 * The watermark moves once everything is in place, so that a run that broke off is done again.
 */
export async function exchangeCatalogue(clients: ConnectorClients, modules: CatalogueModules): Promise<void> {
  const since = await readWatermark(clients.oms)
  if (since === undefined) return rebuildWholly(clients, modules)
  await writeWatermark(clients.oms, await exchangeChanges(clients, modules, since))
}

/** Brings the whole catalogue in, as it is done every night: rules of families and channels may have changed. */
export async function rebuildWholly(clients: ConnectorClients, modules: CatalogueModules): Promise<void> {
  await writeWatermark(clients.oms, await modules.rebuildCatalogue(clients, modules))
}
