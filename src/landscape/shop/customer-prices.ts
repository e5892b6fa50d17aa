import type { Instant } from '../../core/clock.ts'
import type { SqlSession } from '../../core/sql-store.ts'

export interface WantedPrice {
  productNumber: string
  quantity: number
}

/**
 * Individual prices of a customer, or those for everybody, by product: of those that are valid now and reached by the
 * quantity, his own before everybody's, then that of the largest quantity, then the youngest. Products without one are
 * left out: they cost what they cost everybody.
 */
export async function customerPrices(
  session: SqlSession,
  customerNumber: string | undefined,
  wanted: readonly WantedPrice[],
  now: Instant,
): Promise<Map<string, string>> {
  const { rows } = await session.query<{ productNumber: string; price: string }>(
    `select distinct on (product_number) product_number as "productNumber", p.price
     from product_price p join product using (product_number)
     join json_to_recordset($1) as w("productNumber" text, quantity int) on w."productNumber" = product_number
     where (customer_number is null or customer_number = $2) and p.currency = product.currency
       and quantity_start <= w.quantity and (quantity_end is null or quantity_end >= w.quantity)
       and (valid_from is null or valid_from <= $3) and (valid_to is null or valid_to > $3)
     order by product_number, customer_number nulls last, quantity_start desc, valid_from desc nulls last`,
    [JSON.stringify(wanted), customerNumber ?? null, new Date(now)],
  )
  return new Map(rows.map(({ productNumber, price }) => [productNumber, price]))
}
