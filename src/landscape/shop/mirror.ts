import { HttpResponse } from 'msw'
import type { Scheduler } from '../../core/clock.ts'
import type { MessageLog } from '../../core/message-log.ts'
import { optionalText, textField } from '../fields.ts'
import type { Mirror } from '../mirror.ts'
import { outboxRelay, relayPromptly } from '../outbox.ts'
import { Refusal } from '../refusal.ts'
import { type ApiCall, routesWith } from '../routes.ts'
import { logIn } from './account.ts'
import { readAddedItems } from './added-items.ts'
import { searchAllProducts } from './admin-search.ts'
import { type CartSystems, cartJson, readCart } from './cart.ts'
import { addItems } from './cart-items.ts'
import type { CheckOut, CheckOutSystems } from './check-out.ts'
import { findContext, readContext, requireAccessKey, requireCustomer, type ShopContext } from './context.ts'
import { shopError } from './error-format.ts'
import { readWish } from './fulfilment-wish.ts'
import type { AddGifts } from './gifts.ts'
import { orderRoutes } from './order-routes.ts'
import { awaitPayments, noticePath, takeNotice } from './payment-notices.ts'
import { nextOrderNumber, orderJson } from './place-order.ts'
import { type PriceKey, priceCache } from './price-cache.ts'
import { changePrice } from './product-price.ts'
import { productJson, searchProducts } from './products.ts'
import { redeemPromotions, releasePromotions } from './promotions.ts'
import { readPayments } from './requested-payments.ts'
import { settingsBook, settingsRoutes } from './settings.ts'
import { synchronize } from './sync.ts'
import { searchWarehouseStock } from './warehouse-search.ts'

export interface ShopOptions extends CheckOutSystems {
  log: MessageLog
  clock: Scheduler
  credentials: { accessKey: string; adminToken: string }
  newId(): string
  /** How a cart becomes an order. */
  checkOut: CheckOut
  addGifts: AddGifts
  priceKey: PriceKey
}

/** A shop in the shape of Shopware's Store API, and of the part of its Admin API that connectors write with. */
export function shopMirror(options: ShopOptions): Mirror {
  const { store, log, clock, credentials, newId } = options
  const route = routesWith(shopError)
  const relay = outboxRelay(store, log, clock.now)

  const shopper = (call: ApiCall): Promise<ShopContext> => {
    requireAccessKey(call, credentials.accessKey)
    return readContext(store, call, newId, clock.now())
  }

  const settings = settingsBook(store)
  const systems = { ...options, settings: settings.read }

  /** Whoever may look at products and fill a cart: in a closed shop only those who are logged in. */
  const requireEntry = async (context: ShopContext | undefined): Promise<void> => {
    if ((await settings.read()).closedShop) requireCustomer(context ?? { token: '' })
  }
  const buyer = async (call: ApiCall): Promise<ShopContext> => {
    const context = await shopper(call)
    await requireEntry(context)
    return context
  }
  const prices = priceCache(options.priceKey)

  const requireAdmin = ({ request }: ApiCall): void => {
    if (request.headers.get('authorization') === `Bearer ${credentials.adminToken}`) return
    throw new Refusal(401, 'FRAMEWORK__INVALID_TOKEN', 'The resource owner or authorization server denied the request.')
  }

  return {
    schedules: [clock.every('shop: relay the outbox', 60_000, relay)],
    handlers: [
      route('get', '/store-api/context', async (call) => {
        const { token, customer } = await shopper(call)
        const known =
          customer === undefined ? null : { customerNumber: customer.customerNumber, language: customer.language }
        return withToken(token, { token, customer: known, apiAlias: 'sales_channel_context' })
      }),
      route('post', '/store-api/account/login', async (call) => {
        requireAccessKey(call, credentials.accessKey)
        const body = await call.json()
        const login = { username: textField(body, 'username'), password: textField(body, 'password') }
        const token = await logIn(store, login, newId, clock.now())
        return withToken(token, { contextToken: token, apiAlias: 'context_token' })
      }),
      route('post', '/store-api/product', async (call) => {
        requireAccessKey(call, credentials.accessKey)
        const context = await findContext(store, call)
        await requireEntry(context)
        const products = await searchProducts(store, await call.json(), call.request.headers.get('sw-language-id'))
        const shown = await prices.shown(store, products, context?.customer?.customerNumber, clock.now())
        return HttpResponse.json({
          elements: shown.map(productJson),
          total: products.length,
          apiAlias: 'dal_entity_search_result',
        })
      }),
      route('get', '/store-api/checkout/cart', async (call) => {
        const context = await buyer(call)
        return withToken(context.token, cartJson(await readCart(systems, context, clock.now())))
      }),
      route('post', '/store-api/checkout/cart/line-item', async (call) => {
        const context = await buyer(call)
        await addItems(store, context.token, readAddedItems(await call.json()), clock.now())
        return withToken(context.token, cartJson(await readCart(systems, context, clock.now())))
      }),
      route('post', '/store-api/checkout/order', async (call) =>
        withRelay(relay, await checkOut(systems, await shopper(call), call)),
      ),
      route('post', noticePath, async (call) => {
        await takeNotice(store, call, clock.now())
        return new Response(null, { status: 204 })
      }),
      ...settingsRoutes(route, store, settings, requireAdmin),
      ...orderRoutes({
        route,
        store,
        clock,
        shopper,
        requireAdmin,
        told: (body) => withRelay(relay, HttpResponse.json(body)),
      }),
      route('post', '/api/search/product', async (call) => {
        requireAdmin(call)
        return HttpResponse.json(await searchAllProducts(store, await call.json()))
      }),
      route('post', '/api/search/product-warehouse', async (call) => {
        requireAdmin(call)
        return HttpResponse.json(await searchWarehouseStock(store, await call.json()))
      }),
      route('patch', '/api/product/:id', async (call) => {
        requireAdmin(call)
        await changePrice(store, call.params.id ?? '', await call.json(), clock.now())
        prices.clear()
        return new Response(null, { status: 204 })
      }),
      route('post', '/api/_action/sync', async (call) => {
        requireAdmin(call)
        await synchronize(store, await call.json(), clock.now())
        prices.clear()
        return HttpResponse.json({ success: true })
      }),
    ],
  }
}

async function checkOut(options: ShopOptions & CartSystems, context: ShopContext, call: ApiCall): Promise<Response> {
  const { clock, promo, store } = options
  const { correlationId } = call
  const customer = requireCustomer(context)
  const body = await call.json()
  const payments = readPayments(body)
  const comment = optionalText(body, 'customerComment')
  const fulfilment = readWish(body)
  const cart = await readCart(options, context, clock.now())
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
    await options.checkOut(options, order, clock.now())
  } catch (thrown) {
    if (cart.calculation !== undefined) await releasePromotions(promo, cart.calculation)
    throw thrown
  }
  const { orderNumber } = order
  await awaitPayments(store, options.payment, { orderNumber, origin: call.url.origin }, clock.now())
  return withToken(context.token, orderJson(order))
}

async function withRelay(relay: () => Promise<void>, response: Response): Promise<Response> {
  await relayPromptly(relay)
  return response
}

function withToken(token: string, body: Record<string, unknown>): Response {
  return HttpResponse.json(body, { headers: { 'sw-context-token': token } })
}
