import type { Instant } from '../../core/clock.ts'
import { codeOf } from '../../core/error.ts'
import type { JsonObject } from '../../core/json.ts'
import type { SqlStore } from '../../core/sql-store.ts'
import { listField, optionalText, textField, wholeField } from '../fields.ts'
import { Refusal } from '../refusal.ts'

/** Enters an article, with its prices; it is kept in every warehouse, with nothing in stock. Gives its code. */
export async function enterItem(store: SqlStore, body: JsonObject, now: Instant): Promise<string> {
  const code = textField(body, 'ItemCode')
  const { ItemPrices: prices = [] } = body
  const entries = (Array.isArray(prices) && prices.length === 0 ? [] : listField(body, 'ItemPrices')).map((entry) => ({
    list: wholeField(entry, 'PriceList'),
    price: amountIn(entry),
    currency: optionalText(entry, 'Currency') ?? 'EUR',
  }))
  try {
    await store.query(
      `with added as (
         insert into item (item_code, item_name, ean, item_group, unit, valid, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $7) returning item_code),
       priced as (
         insert into item_price (item_code, price_list, price, currency)
         select item_code, list, price, currency
         from added, json_to_recordset($8) as entry(list int, price numeric, currency text))
       insert into item_warehouse (item_code, whs_code, in_stock) select item_code, whs_code, 0 from added, warehouse`,
      [
        code,
        optionalText(body, 'ItemName') ?? code,
        optionalText(body, 'BarCode') ?? null,
        optionalText(body, 'ItemsGroupCode') ?? null,
        optionalText(body, 'InventoryUOM') ?? 'pcs',
        body.Valid !== 'tNO',
        new Date(now),
        JSON.stringify(entries),
      ],
    )
  } catch (thrown) {
    const state = codeOf((thrown as Error).cause)
    if (state === '23505') throw new Refusal(400, '-2035', `Item code '${code.slice(0, 60)}' already exists`)
    if (state === '23503') throw new Refusal(400, '-2028', 'No matching records found (ODBC -2028)')
    throw thrown
  }
  return code
}

function amountIn({ Price }: JsonObject): string {
  const text = String(Price)
  if (!/^\d{1,10}(\.\d{1,6})?$/.test(text)) throw new Refusal(400, '-1013', 'Price must be a decimal number')
  return text
}
