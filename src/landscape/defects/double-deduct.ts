import type { JsonObject } from '../../core/json.ts'
import { erpPages } from '../connector/erp-pages.ts'
import type { ImportStockCount } from '../connector/stock-count.ts'

/**
 * The faulty twin of `importStockCount`: it hands over what the ERP has available instead of what is on hand, so that
 * the units of an order are taken off by the ERP's commitment and once more by the OMS's hold.
 */
export const importAvailableUnits: ImportStockCount = async ({ erp, oms }) => {
  for await (const page of erpPages(erp, 'Items?$select=ItemCode,ItemWarehouseInfoCollection')) {
    const items = page.flatMap((item) =>
      (item.ItemWarehouseInfoCollection as JsonObject[]).map((info) => ({
        sku: item.ItemCode,
        location: info.WarehouseCode,
        onHand: Number(info.InStock) - Number(info.Committed),
      })),
    )
    if (items.length > 0) await oms('PUT', '/stock', { body: { items } })
  }
}
