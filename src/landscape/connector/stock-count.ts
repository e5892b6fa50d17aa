import type { JsonObject } from '../../core/json.ts'
import type { ConnectorClients } from './clients.ts'
import { erpPages } from './erp-pages.ts'

/** Brings the ERP's units on hand into the OMS. */
export type ImportStockCount = (clients: ConnectorClients) => Promise<void>

/** What is held for orders stays the OMS's own knowledge. */
export const importStockCount: ImportStockCount = async ({ erp, oms }) => {
  for await (const page of erpPages(erp, 'Items?$select=ItemCode,ItemWarehouseInfoCollection')) {
    const items = page.flatMap((item) =>
      (item.ItemWarehouseInfoCollection as JsonObject[]).map((info) => ({
        sku: item.ItemCode,
        location: info.WarehouseCode,
        onHand: info.InStock,
      })),
    )
    if (items.length > 0) await oms('PUT', '/stock', { body: { items } })
  }
}
