import type { Instant } from '../../core/clock.ts'
import type { JsonObject } from '../../core/json.ts'
import type { SqlStore } from '../../core/sql-store.ts'
import type { ApiClient } from '../http-client.ts'
import { cents, decimalText, total } from '../money.ts'
import { readItems, type StoredItem } from './cart-items.ts'
import type { ShopContext } from './context.ts'
import { customerPrices } from './customer-prices.ts'
import type { AddGifts } from './gifts.ts'
import { findProducts } from './products.ts'
import { priceByEngine } from './promotions.ts'
import type { ShopSettings } from './settings.ts'

export interface CartLine {
  productNumber: string
  label: string
  quantity: number
  unitPrice: string
  /** The line's part of all discounts. */
  discount: string
  /** After discounts. */
  totalPrice: string
  isGift: boolean
  /** The checkout gateway is not asked about it. */
  isUnreserved?: boolean
}

export interface Cart {
  token: string
  lines: readonly CartLine[]
  shipping: string
  total: string
  currency: string
  /** Of the promotion engine, by which an order redeems it; missing where no engine is asked. */
  calculation?: string
  discounts: readonly JsonObject[]
  /** Gifts that can still be chosen. */
  choices: readonly JsonObject[]
  /** Gifts that were granted and cannot be given. */
  missingGifts: readonly string[]
}

export interface CartSystems {
  store: SqlStore
  promo: ApiClient
  addGifts: AddGifts
  settings(): Promise<ShopSettings>
}

/** The cart with the prices of this moment, of whoever is logged in. */
export async function readCart(
  { store, promo, addGifts, settings: readSettings }: CartSystems,
  context: ShopContext,
  now: Instant,
): Promise<Cart> {
  const { token } = context
  const [stored, settings] = await Promise.all([readItems(store, token), readSettings()])
  const { lines, currency } = await pricedLines(store, context, stored?.items ?? [], now)
  const plain = { token, currency, discounts: [], choices: [], missingGifts: [] }
  if (stored === undefined || lines.length === 0) return { ...plain, lines, shipping: '0.00', total: '0.00' }
  const { shippingCosts: shipping } = settings
  if (!settings.promotions) return { ...plain, lines, shipping, total: sumOf(lines, shipping) }
  const { id: key, coupons, choices } = stored
  const priced = await priceByEngine(promo, { key, currency, lines, shippingCosts: shipping, coupons, choices })
  const gifts = await addGifts(store, priced.gifts, lines)
  return {
    ...plain,
    ...priced,
    lines: [...priced.lines, ...gifts.lines],
    calculation: key,
    missingGifts: gifts.missing,
  }
}

async function pricedLines(
  store: SqlStore,
  { customer }: ShopContext,
  items: readonly StoredItem[],
  now: Instant,
): Promise<{ lines: CartLine[]; currency: string }> {
  if (items.length === 0) return { lines: [], currency: 'EUR' }
  const numbers = items.map(({ productNumber }) => productNumber)
  const [products, own] = await Promise.all([
    findProducts(store, numbers),
    customerPrices(store, customer?.customerNumber, items, now),
  ])
  const lines = items.flatMap(({ productNumber, quantity }): CartLine[] => {
    const product = products.find((candidate) => candidate.productNumber === productNumber)
    const unitPrice = own.get(productNumber) ?? product?.unitPrice
    if (product === undefined || unitPrice === undefined || unitPrice === null) return []
    const totalPrice = decimalText(cents(unitPrice) * BigInt(quantity))
    return [{ productNumber, label: product.name, quantity, unitPrice, discount: '0.00', totalPrice, isGift: false }]
  })
  return { lines, currency: products[0]?.currency ?? 'EUR' }
}

function sumOf(lines: readonly CartLine[], shipping: string): string {
  return decimalText(total(lines.map(({ totalPrice }) => cents(totalPrice))) + cents(shipping))
}

/** The cart in the API's shape. */
export function cartJson(cart: Cart): JsonObject {
  const { token, lines, currency, shipping } = cart
  return {
    token,
    price: {
      totalPrice: Number(cart.total),
      positionPrice: Number(sumOf(lines, '0.00')),
      shippingCosts: Number(shipping),
      currency,
    },
    lineItems: lines.map((line) => ({
      id: line.productNumber,
      type: 'product',
      referencedId: line.productNumber,
      label: line.label,
      quantity: line.quantity,
      price: { unitPrice: Number(line.unitPrice), totalPrice: Number(line.totalPrice), quantity: line.quantity },
      ...(line.isGift && { payload: { gift: true } }),
    })),
    promotions: [...cart.discounts],
    giftChoices: [...cart.choices],
    errors: cart.missingGifts.map((sku) => ({
      code: 'CHECKOUT__GIFT_OUT_OF_STOCK',
      message: `The gift ${sku} is out of stock.`,
    })),
    apiAlias: 'cart',
  }
}
