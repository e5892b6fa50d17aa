import type { JsonObject } from '../../core/json.ts'
import { erpPages } from '../connector/erp-pages.ts'
import type { ImportStockCount } from '../connector/stock-count.ts'
import { writeAvailability } from '../oms/availability.ts'
import type { StockCount, TakeStockCount } from '../oms/stock.ts'

/** The faulty twin of `importStockCount`: the whole stock goes in one request. */
export const importAtOnce: ImportStockCount = async ({ erp, oms }) => {
  const items: StockCount[] = []
  for await (const page of erpPages(erp, 'Items?$select=ItemCode,ItemWarehouseInfoCollection')) {
    for (const { ItemCode, ItemWarehouseInfoCollection } of page) {
      for (const { WarehouseCode, InStock } of ItemWarehouseInfoCollection as JsonObject[])
        items.push({ sku: String(ItemCode), location: String(WarehouseCode), onHand: Number(InStock) })
    }
  }
  await oms('PUT', '/stock', { body: { items } })
}

/** The faulty twin of `takeStockCount`: it keeps everybody out of the stock until it has written the last row, one by one. */
export const countBehindLock: TakeStockCount = (store, counts, now) =>
  store.transaction(async (session) => {
    await session.query('lock table stock in exclusive mode')
    for (const { sku, location, onHand } of counts) {
      await session.query(
        `insert into stock (sku, location, on_hand, updated_at) values ($1, $2, $3, $4)
         on conflict (sku, location) do update set on_hand = excluded.on_hand, updated_at = excluded.updated_at`,
        [sku, location, onHand, new Date(now)],
      )
      await writeAvailability(session, [{ sku, location }], now)
    }
    return counts.length
  })
