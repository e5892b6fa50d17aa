import { HttpResponse } from 'msw'
import type { Scheduler } from '../../core/clock.ts'
import type { MessageLog } from '../../core/message-log.ts'
import { textField } from '../fields.ts'
import type { Mirror } from '../mirror.ts'
import { outboxRelay, relayPromptly } from '../outbox.ts'
import { Refusal } from '../refusal.ts'
import { type ApiCall, routesWith } from '../routes.ts'
import { readAddedItems, readQuantities, readRemoved } from './added-items.ts'
import { searchAllProducts } from './admin-search.ts'
import { writeBulkPrices } from './bulk-prices.ts'
import { cartJson } from './cart.ts'
import type { CheckOut, CheckOutSystems } from './check-out.ts'
import { contextToken, requireAccessKey, type ShopContext } from './context.ts'
import { shopError } from './error-format.ts'
import type { AddGifts } from './gifts.ts'
import { graphQlRoutes } from './graphql/routes.ts'
import { orderRoutes } from './order-routes.ts'
import { noticePath, takeNotice } from './payment-notices.ts'
import { orderJson } from './place-order.ts'
import { type PriceKey, priceCache } from './price-cache.ts'
import { changePrice } from './product-price.ts'
import { countProducts, pagingOf, productJson } from './products.ts'
import { settingsBook, settingsRoutes } from './settings.ts'
import { orderOrigin, storefront } from './storefront.ts'
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
  const { store, log, clock, credentials } = options
  const route = routesWith(shopError)
  const relay = outboxRelay(store, log, clock.now)

  const settings = settingsBook(store)
  const prices = priceCache(options.priceKey)
  const front = storefront({ ...options, settings: settings.read, prices, tell: () => relayPromptly(relay) })

  const shopper = (call: ApiCall): Promise<ShopContext> => {
    requireAccessKey(call, credentials.accessKey)
    return front.context(contextToken(call))
  }

  const requireAdmin = ({ request }: ApiCall): void => {
    if (request.headers.get('authorization') === `Bearer ${credentials.adminToken}`) return
    throw new Refusal(401, 'FRAMEWORK__INVALID_TOKEN', 'The resource owner or authorization server denied the request.')
  }

  return {
    refuse: shopError,
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
        const token = await front.logIn(login)
        return withToken(token, { contextToken: token, apiAlias: 'context_token' })
      }),
      route('post', '/store-api/product', async (call) => {
        requireAccessKey(call, credentials.accessKey)
        const language = call.request.headers.get('sw-language-id')
        const criteria = await call.json()
        const products = await front.products(contextToken(call), criteria, language)
        const isExact = [1, '1', 'exact'].includes(criteria['total-count-mode'] as never)
        return HttpResponse.json({
          elements: products.map(productJson),
          total: isExact ? await countProducts(store, criteria, language) : products.length,
          ...pagingOf(criteria),
          apiAlias: 'dal_entity_search_result',
        })
      }),
      route('post', '/store-api/product/:productId', async (call) => {
        requireAccessKey(call, credentials.accessKey)
        const { productId = '' } = call.params
        const field = /^[0-9a-f-]{32,36}$/i.test(productId) ? 'id' : 'productNumber'
        const criteria = { filter: [{ type: 'equals', field, value: productId }] }
        const [product] = await front.products(contextToken(call), criteria, call.request.headers.get('sw-language-id'))
        if (product === undefined)
          throw new Refusal(404, 'CONTENT__PRODUCT_NOT_FOUND', 'The product could not be found.')
        return HttpResponse.json({ product: productJson(product), apiAlias: 'product_detail' })
      }),
      route('get', '/store-api/checkout/cart', async (call) => {
        const context = await shopper(call)
        return withToken(context.token, cartJson(await front.cart(context)))
      }),
      route('post', '/store-api/checkout/cart/line-item', async (call) => {
        const context = await shopper(call)
        return withToken(context.token, cartJson(await front.addItems(context, readAddedItems(await call.json()))))
      }),
      route('patch', '/store-api/checkout/cart/line-item', async (call) => {
        const context = await shopper(call)
        return withToken(context.token, cartJson(await front.setQuantities(context, readQuantities(await call.json()))))
      }),
      route('delete', '/store-api/checkout/cart/line-item', async (call) => {
        const context = await shopper(call)
        const removed = readRemoved(await call.json(), call.url.searchParams)
        return withToken(context.token, cartJson(await front.setQuantities(context, removed)))
      }),
      route('post', '/store-api/checkout/order', async (call) => {
        const context = await shopper(call)
        const order = await front.order(context, await call.json(), orderOrigin(call))
        return withToken(context.token, orderJson(order))
      }),
      ...graphQlRoutes(front, credentials.accessKey),
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
      route('post', '/api/_action/bulk/product-price', async (call) => {
        requireAdmin(call)
        const result = await writeBulkPrices(store, await call.request.text())
        prices.clear()
        return HttpResponse.json(result)
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

async function withRelay(relay: () => Promise<void>, response: Response): Promise<Response> {
  await relayPromptly(relay)
  return response
}

function withToken(token: string, body: Record<string, unknown>): Response {
  return HttpResponse.json(body, { headers: { 'sw-context-token': token } })
}
