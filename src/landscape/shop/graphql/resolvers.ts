import type { JsonObject } from '../../../core/json.ts'
import { Refusal } from '../../refusal.ts'
import { readAddedItems } from '../added-items.ts'
import type { Cart } from '../cart.ts'
import type { ShopContext } from '../context.ts'
import type { PlacedOrder } from '../orders.ts'
import type { ProductView } from '../products.ts'
import type { OrderOrigin, Storefront } from '../storefront.ts'

/** Whoever asks, for the time of one request. */
export interface Visitor {
  /** The token that was sent, or that of the context which this request has come to. */
  token: string | null
  language: string | null
  origin: OrderOrigin
}

/** What is behind the fields of `Query` and `Mutation`: the same storefront that the Store API opens. */
export function resolvers(front: Storefront, visitor: Visitor) {
  let found: Promise<ShopContext> | undefined
  /** Found once, so that fields which are resolved at the same time do not make a context each. */
  const context = async (): Promise<ShopContext> => {
    found ??= front.context(visitor.token)
    visitor.token = (await found).token
    return found
  }
  const products = (criteria: JsonObject): Promise<ProductView[]> =>
    front.products(visitor.token, criteria, visitor.language)

  return {
    context: async () => shownContext(await context()),
    async product({ productNumber }: { productNumber: string }) {
      return (await products({ filter: numbered([productNumber]) }))[0]
    },
    products: ({ productNumbers, page, limit }: { productNumbers?: string[] | null; page: number; limit: number }) =>
      products({ page, limit, ...(productNumbers && { filter: numbered(productNumbers) }) }),
    cart: async () => shownCart(await front.cart(await context())),
    async order({ orderNumber }: { orderNumber: string }) {
      const [order] = await front.orders(await context(), orderNumber)
      return order && shownOrder(order)
    },
    async logIn(login: { username: string; password: string }) {
      visitor.token = await front.logIn(login)
      found = undefined
      return shownContext(await context())
    },
    async addLineItems({ items }: { items: JsonObject[] }) {
      return shownCart(await front.addItems(await context(), readAddedItems({ items })))
    },
    async placeOrder({ order: wanted }: { order: JsonObject }) {
      const own = await context()
      const { orderNumber } = await front.order(own, wanted, visitor.origin)
      const [order] = await front.orders(own, orderNumber)
      if (order === undefined) throw new Refusal(404, 'CHECKOUT__ORDER_NOT_FOUND', 'The order could not be found.')
      return shownOrder(order)
    },
  }
}

function numbered(productNumbers: readonly string[]): JsonObject[] {
  return [{ type: 'equalsAny', field: 'productNumber', value: [...productNumbers] }]
}

function shownContext({ token, customer }: ShopContext) {
  return { token, customerNumber: customer?.customerNumber, language: customer?.language }
}

function shownCart({ lines, shipping, total, currency }: Cart) {
  return { lineItems: lines, shippingCosts: shipping, total, currency }
}

function shownOrder({ lines, delivery, ...order }: PlacedOrder) {
  return { ...order, lineItems: lines, deliveryState: delivery.state }
}
