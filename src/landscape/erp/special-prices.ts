import type { JsonObject } from '../../core/json.ts'
import type { SqlStore } from '../../core/sql-store.ts'
import type { Columns, ODataQuery } from './odata.ts'

export const specialPriceColumns: Columns = {
  CardCode: 'card_code',
  ItemCode: 'item_code',
  QuantityFrom: 'quantity_from',
  ValidFrom: 'valid_from',
  ValidTo: 'valid_to',
}

/** What tells conditions apart, and their order. */
export const specialPriceOrder = 'card_code, item_code, quantity_from, valid_from'

/** Customers' conditions, one row more than the page when there are more. */
export async function readSpecialPrices(store: SqlStore, query: ODataQuery): Promise<JsonObject[]> {
  const { rows } = await store.query<{ price: JsonObject }>(
    `select json_build_object('CardCode', card_code, 'ItemCode', item_code, 'QuantityFrom', quantity_from,
       'ValidFrom', valid_from, 'ValidTo', valid_to, 'Price', price,
       'DiscountPercent', discount, 'Currency', currency) as price
     from special_price where ${query.where} order by ${query.orderBy}
     limit ${query.top + (query.paged ? 1 : 0)} offset ${query.skip}`,
    query.params,
  )
  return rows.map((row) => row.price)
}
