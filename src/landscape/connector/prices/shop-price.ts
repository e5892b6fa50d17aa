import type { JsonObject } from '../../../core/json.ts'
import { shopNumber } from '../customers/shop-customer.ts'
import type { Discounted } from './discounted.ts'
import type { ValidityOf } from './validity.ts'

/** The parts of the price flow that have faulty twins. */
export interface PriceModules {
  discounted: Discounted
  validityOf: ValidityOf
}

/** A customer's condition in the ERP as the shop's price, or that it is gone. */
export function shopPrice(condition: JsonObject, { discounted, validityOf }: PriceModules): JsonObject {
  const { ValidFrom, ValidTo } = condition
  const { validFrom, validTo } = validityOf(String(ValidFrom), typeof ValidTo === 'string' ? ValidTo : null)
  const key = {
    productNumber: condition.ItemCode ?? null,
    customerNumber: shopNumber(String(condition.CardCode)),
    currency: condition.Currency ?? null,
    quantityStart: condition.QuantityFrom ?? null,
    validFrom,
  }
  if (condition.Deleted === true) return { ...key, deleted: true }
  return { ...key, price: discounted(twoPlaces(condition.Price), twoPlaces(condition.DiscountPercent)), validTo }
}

/** The service layer writes amounts as numbers, its bulk exchange as decimal texts. */
function twoPlaces(amount: unknown): string {
  return typeof amount === 'string' ? amount : Number(amount).toFixed(2)
}
