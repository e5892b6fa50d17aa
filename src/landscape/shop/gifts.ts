import type { JsonObject } from '../../core/json.ts'
import type { SqlStore } from '../../core/sql-store.ts'
import type { CartLine } from './cart.ts'
import { findProducts } from './products.ts'

export interface GiftsForCart {
  lines: readonly CartLine[]
  /** Gifts that were granted and cannot be given. */
  missing: readonly string[]
}

/** Turns what the promotion engine grants into lines of the cart that cost nothing. */
export type AddGifts = (
  store: SqlStore,
  granted: readonly JsonObject[],
  bought: readonly CartLine[],
) => Promise<GiftsForCart>

/** A gift is given only while there are units of it, besides those that the cart holds; it is reserved as any other line. */
export const addGiftsInStock: AddGifts = async (store, granted, bought) => {
  const gifts = await giftLines(store, granted)
  const isThere = ({ line, available }: OfferedGift): boolean => {
    const inCart = bought.find(({ productNumber }) => productNumber === line.productNumber)?.quantity ?? 0
    return available >= line.quantity + inCart
  }
  return {
    lines: gifts.filter(isThere).map(({ line }) => line),
    missing: gifts.filter((gift) => !isThere(gift)).map(({ line }) => line.productNumber),
  }
}

export interface OfferedGift {
  line: CartLine
  available: number
}

/** Gifts as lines, with the units that there are. One that the shop does not have is left out. */
export async function giftLines(store: SqlStore, granted: readonly JsonObject[]): Promise<OfferedGift[]> {
  const products = await findProducts(
    store,
    granted.map(({ sku }) => String(sku)),
  )
  return granted.flatMap(({ sku, quantity }) => {
    const product = products.find(({ productNumber }) => productNumber === sku)
    if (product === undefined) return []
    const { productNumber, name: label, availableStock: available } = product
    const free = { unitPrice: '0.00', discount: '0.00', totalPrice: '0.00' }
    return [{ available, line: { productNumber, label, quantity: Number(quantity), ...free, isGift: true } }]
  })
}
