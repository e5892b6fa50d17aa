import type { Clock } from '../../core/clock.ts'
import type { JsonObject } from '../../core/json.ts'
import { optionalText } from '../fields.ts'
import { Refusal } from '../refusal.ts'
import type { ApiCall } from '../routes.ts'
import { logIn } from './account.ts'
import { type Cart, type CartSystems, readCart } from './cart.ts'
import { type AddedItem, addItems, setQuantities } from './cart-items.ts'
import type { CheckOut, CheckOutSystems } from './check-out.ts'
import { findContext, readContext, requireCustomer, type ShopContext } from './context.ts'
import { readWish } from './fulfilment-wish.ts'
import { ordersOf, type PlacedOrder } from './orders.ts'
import { awaitPayments } from './payment-notices.ts'
import { nextOrderNumber, type OrderToPlace } from './place-order.ts'
import type { PriceCache } from './price-cache.ts'
import { type ProductView, searchProducts } from './products.ts'
import { redeemPromotions, releasePromotions } from './promotions.ts'
import { readPayments } from './requested-payments.ts'

/** What shoppers can do, whichever way they come in. Who they are is the token of their context. */
export interface Storefront {
  /** The context of a token; a new one without a token, or for one that nobody knows. */
  context(token: string | null): Promise<ShopContext>
  /** The token of a new context. */
  logIn(login: { username: string; password: string }): Promise<string>
  /** Products as the shopper sees them, with the shopper's prices. Looking makes no context. */
  products(token: string | null, criteria: JsonObject, language: string | null): Promise<ProductView[]>
  cart(context: ShopContext): Promise<Cart>
  addItems(context: ShopContext, items: readonly AddedItem[]): Promise<Cart>
  /** By the numbers of products; 0 takes one out. */
  setQuantities(context: ShopContext, wanted: ReadonlyMap<string, number>): Promise<Cart>
  order(context: ShopContext, body: JsonObject, about: OrderOrigin): Promise<OrderToPlace>
  /** Orders of the customer, the youngest first; that with this number. */
  orders(context: ShopContext, orderNumber?: string): Promise<PlacedOrder[]>
}

/** Where an order comes from. */
export interface OrderOrigin {
  /** Of the shop's own API, for notices about payments. */
  origin: string
  correlationId?: string
}

/** Where a call comes from. */
export function orderOrigin({ url, correlationId }: ApiCall): OrderOrigin {
  return { origin: url.origin, ...(correlationId !== undefined && { correlationId }) }
}

export interface StorefrontParts extends CheckOutSystems, CartSystems {
  clock: Clock
  prices: PriceCache
  newId(): string
  /** Lets what was written to the outbox go. */
  tell(): Promise<void>
  /** How a cart becomes an order. */
  checkOut: CheckOut
}

export function storefront(parts: StorefrontParts): Storefront {
  const { store, clock, prices, newId } = parts

  /** Whoever may look at products and fill a cart: in a closed shop only those who are logged in. */
  const requireEntry = async (context: ShopContext | undefined): Promise<void> => {
    if ((await parts.settings()).closedShop) requireCustomer(context ?? { token: '' })
  }

  return {
    context: (token) => readContext(store, token, newId, clock.now()),
    logIn: (login) => logIn(store, login, newId, clock.now()),
    async products(token, criteria, language) {
      const context = await findContext(store, token)
      await requireEntry(context)
      const products = await searchProducts(store, criteria, language)
      return prices.shown(store, products, context?.customer?.customerNumber, clock.now())
    },
    async cart(context) {
      await requireEntry(context)
      return readCart(parts, context, clock.now())
    },
    async addItems(context, items) {
      await requireEntry(context)
      await addItems(store, context.token, items, clock.now())
      return readCart(parts, context, clock.now())
    },
    async setQuantities(context, wanted) {
      await requireEntry(context)
      await setQuantities(store, context.token, wanted, clock.now())
      return readCart(parts, context, clock.now())
    },
    order: (context, body, about) => placeOrder(parts, context, body, about),
    orders: (context, orderNumber) => ordersOf(store, requireCustomer(context).id, orderNumber),
  }
}

async function placeOrder(
  parts: StorefrontParts,
  context: ShopContext,
  body: JsonObject,
  { origin, correlationId }: OrderOrigin,
): Promise<OrderToPlace> {
  const { clock, promo, store } = parts
  const customer = requireCustomer(context)
  const payments = readPayments(body)
  const comment = optionalText(body, 'customerComment')
  const fulfilment = readWish(body)
  const cart = await readCart(parts, context, clock.now())
  if (cart.lines.length === 0) throw new Refusal(400, 'CHECKOUT__CART_EMPTY', 'Cart is empty')
  const order = {
    cart,
    customer,
    orderNumber: await nextOrderNumber(store),
    payments,
    ...(comment !== undefined && { comment }),
    ...(fulfilment !== undefined && { fulfilment }),
    ...(correlationId !== undefined && { correlationId }),
  }
  if (cart.calculation !== undefined) await redeemPromotions(promo, cart.calculation, order.orderNumber)
  try {
    await parts.checkOut(parts, order, clock.now())
  } catch (thrown) {
    if (cart.calculation !== undefined) await releasePromotions(promo, cart.calculation)
    throw thrown
  }
  await awaitPayments(store, parts.payment, { orderNumber: order.orderNumber, origin }, clock.now())
  await parts.tell()
  return order
}
