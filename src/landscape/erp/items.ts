import type { JsonObject } from '../../core/json.ts'
import type { SqlStore } from '../../core/sql-store.ts'
import type { Columns, ODataQuery } from './odata.ts'

export const itemColumns: Columns = {
  ItemCode: 'item_code',
  ItemName: 'item_name',
  BarCode: 'ean',
  ItemsGroupCode: 'item_group',
  Valid: "case when valid then 'tYES' else 'tNO' end",
  UpdateDate: 'updated_at',
}

interface ItemRow extends Record<string, unknown> {
  item: JsonObject
}

/* What takes a query of its own for each item. */
const collections: Readonly<Record<string, string>> = {
  ItemPrices: `coalesce((select json_agg(json_build_object('PriceList', price_list, 'Price', price, 'Currency', currency)
    order by price_list) from item_price p where p.item_code = item.item_code), '[]'::json)`,
  ItemWarehouseInfoCollection: `coalesce((select json_agg(json_build_object('WarehouseCode', whs_code,
    'InStock', in_stock, 'Committed', committed, 'Ordered', ordered) order by whs_code)
    from item_warehouse w where w.item_code = item.item_code), '[]'::json)`,
}

/**
 * Items with their prices and their stock per warehouse, where these are selected; one row more than the page when there
 * are more.
 */
export async function readItems(store: SqlStore, query: ODataQuery): Promise<JsonObject[]> {
  const selected = Object.entries(collections).filter(([name]) => query.select?.includes(name) ?? true)
  const { rows } = await store.query<ItemRow>(
    `select json_build_object(
       'ItemCode', item_code, 'ItemName', item_name, 'BarCode', ean, 'ItemsGroupCode', item_group,
       'InventoryUOM', unit, 'Valid', case when valid then 'tYES' else 'tNO' end, 'UpdateDate', updated_at
       ${selected.map(([name, value]) => `, '${name}', ${value}`).join('')}) as item
     from item where ${query.where} order by ${query.orderBy}
     limit ${query.top + (query.paged ? 1 : 0)} offset ${query.skip}`,
    query.params,
  )
  return rows.map((row) => row.item)
}
