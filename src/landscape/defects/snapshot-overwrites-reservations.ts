import { type TakeStockCount, takeStockCount } from '../oms/stock.ts'

/**
 * The faulty twin of `takeStockCount`: the count is taken for the whole truth about its articles, and what is reserved
 * for orders that it does not know yet is forgotten.
 */
export const overwriteWithCount: TakeStockCount = async (store, counts, now) => {
  await store.query(
    `update reservation set state = 'expired' where state = 'reserved' and (sku, location) in
       (select sku, location from json_to_recordset($1) as c(sku text, location text))`,
    [JSON.stringify(counts)],
  )
  return await takeStockCount(store, counts, now)
}
