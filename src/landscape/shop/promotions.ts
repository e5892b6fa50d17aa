import type { JsonObject } from '../../core/json.ts'
import type { ApiClient } from '../http-client.ts'
import { cents, decimalText } from '../money.ts'
import { Refusal } from '../refusal.ts'
import type { CartLine } from './cart.ts'

export interface CartToPrice {
  /** Of the cart; the engine keeps its last calculation under it. */
  key: string
  currency: string
  lines: readonly CartLine[]
  shippingCosts: string
  coupons: readonly string[]
  choices: Readonly<Record<string, string>>
}

/** What the promotion engine makes of a cart: lines with their part of the discounts, and what else it grants. */
export interface PricedCart {
  lines: CartLine[]
  shipping: string
  total: string
  discounts: readonly JsonObject[]
  gifts: readonly JsonObject[]
  choices: readonly JsonObject[]
}

/** Lets the engine calculate; the shop does not reckon discounts itself. */
export async function priceByEngine(promo: ApiClient, cart: CartToPrice): Promise<PricedCart> {
  const { body } = await promo('POST', '/calculations', {
    body: {
      key: cart.key,
      currency: cart.currency,
      lines: cart.lines.map(({ productNumber, quantity, unitPrice }) => ({ sku: productNumber, quantity, unitPrice })),
      shipping: cart.shippingCosts,
      coupons: cart.coupons,
      choices: cart.choices,
    },
  })
  const priced = body.lines as JsonObject[]
  return {
    lines: cart.lines.map((line, index) => discounted(line, String(priced[index]?.discount))),
    shipping: String(body.shipping),
    total: String(body.total),
    discounts: body.discounts as JsonObject[],
    gifts: body.gifts as JsonObject[],
    choices: body.choices as JsonObject[],
  }
}

/** Lets an order take the calculation of its cart. Refused when a coupon has been used up in the meantime. */
export async function redeemPromotions(promo: ApiClient, key: string, orderNumber: string): Promise<void> {
  const path = `/calculations/${encodeURIComponent(key)}/order`
  const { status } = await promo('POST', path, { body: { orderNumber }, accept: [409] })
  if (status === 409) throw new Refusal(400, 'CHECKOUT__PROMOTION_NOT_VALID', 'A promotion can no longer be used.')
}

/** The order was not placed: its promotions can be used again. */
export async function releasePromotions(promo: ApiClient, key: string): Promise<void> {
  await promo('DELETE', `/calculations/${encodeURIComponent(key)}/order`)
}

function discounted(line: CartLine, discount: string): CartLine {
  return { ...line, discount, totalPrice: decimalText(cents(line.totalPrice) - cents(discount)) }
}
