import type { Instant } from '../../core/clock.ts'
import type { SqlStore } from '../../core/sql-store.ts'
import { customerPrices } from './customer-prices.ts'
import type { ProductView } from './products.ts'

/** What a price on a page is kept under: everything that it depends on. */
export type PriceKey = (productNumber: string, customerNumber: string | undefined) => string

/** A price is somebody's: what one customer is shown is not kept for another. */
export const keyWithCustomer: PriceKey = (productNumber, customerNumber) =>
  JSON.stringify([customerNumber ?? null, productNumber])

/** The prices that pages show. Carts and orders never read them here. */
export interface PriceCache {
  /** The products with the prices of whoever is looking, those for one unit. */
  shown(
    store: SqlStore,
    products: readonly ProductView[],
    customerNumber: string | undefined,
    now: Instant,
  ): Promise<ProductView[]>
  clear(): void
}

/** So long a page may show a price that has ended. */
const lifetime = 60_000

export function priceCache(keyOf: PriceKey): PriceCache {
  const kept = new Map<string, { price: string | null; until: Instant }>()
  return {
    clear: () => kept.clear(),
    async shown(store, products, customerNumber, now) {
      const isFresh = ({ productNumber }: ProductView): boolean =>
        (kept.get(keyOf(productNumber, customerNumber))?.until ?? 0) > now
      const stale = products.filter((product) => !isFresh(product))
      const wanted = stale.map(({ productNumber }) => ({ productNumber, quantity: 1 }))
      const own = stale.length === 0 ? new Map() : await customerPrices(store, customerNumber, wanted, now)
      for (const { productNumber, unitPrice } of stale)
        kept.set(keyOf(productNumber, customerNumber), {
          price: own.get(productNumber) ?? unitPrice,
          until: now + lifetime,
        })
      return products.map((product) => ({
        ...product,
        unitPrice: kept.get(keyOf(product.productNumber, customerNumber))?.price ?? product.unitPrice,
      }))
    },
  }
}
