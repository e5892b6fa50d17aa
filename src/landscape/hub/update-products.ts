import { messageOf } from '../../core/error.ts'
import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'
import { readAvailability } from '../oms/availability.ts'
import type { StockCount } from '../oms/stock.ts'
import { Refusal } from '../refusal.ts'
import { changePrice } from '../shop/product-price.ts'
import { warehouseCode, warehouseName } from './inventory.ts'
import { hubRefusal, type Method, requireInventory } from './method.ts'

const mostProducts = 1_000
const mostUnits = 2_000_000_000

/** Sets the units on hand in the OMS. What cannot be set is left as it is, and told in `warnings`, by product. */
export const updateInventoryProductsStock: Method = async ({ oms, takeStockCount }, parameters, { now }) => {
  requireInventory(parameters)
  const products = productsIn(parameters)
  const known = new Set(
    (await readAvailability(oms, Object.keys(products))).map(({ sku, location }) => JSON.stringify([sku, location])),
  )
  const counts: StockCount[] = []
  const warnings: Record<string, string> = {}
  for (const [sku, units] of Object.entries(products)) {
    for (const [warehouse, amount] of entriesOf(units)) {
      const location = warehouseCode(warehouse)
      if (location === undefined || !known.has(JSON.stringify([sku, location])))
        warnings[sku] = `There is no stock of this product in the warehouse ${warehouse.slice(0, 60)}`
      else if (typeof amount !== 'number' || !Number.isInteger(amount) || Math.abs(amount) > mostUnits)
        warnings[sku] = `The stock in ${warehouseName(location)} must be a whole number`
      else counts.push({ sku, location, onHand: amount })
    }
  }
  if (counts.length > 0) await takeStockCount(oms, counts, now)
  return { counter: new Set(counts.map(({ sku }) => sku)).size, warnings }
}

/** Sets the shop's prices. */
export const updateInventoryProductsPrices: Method = async ({ shop }, parameters, { now }) => {
  requireInventory(parameters)
  const warnings: Record<string, string> = {}
  let counter = 0
  for (const [sku, prices] of Object.entries(productsIn(parameters))) {
    const price = isJsonObject(prices) ? prices['1'] : undefined
    try {
      await changePrice(shop, sku, { price: String(price), currency: 'EUR' }, now)
      counter++
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) throw thrown
      warnings[sku] = messageOf(thrown)
    }
  }
  return { counter, warnings }
}

function productsIn({ products }: JsonObject): Readonly<Record<string, Json>> {
  if (!isJsonObject(products) || Object.keys(products).length > mostProducts)
    throw hubRefusal(
      'ERROR_BAD_PARAMETERS',
      `products must be an object of up to ${mostProducts} products, by their ids`,
    )
  return products as Readonly<Record<string, Json>>
}

function entriesOf(units: Json): [string, Json][] {
  if (!isJsonObject(units)) throw hubRefusal('ERROR_BAD_PARAMETERS', 'each product needs an object, by warehouse')
  return Object.entries(units as Record<string, Json>)
}
