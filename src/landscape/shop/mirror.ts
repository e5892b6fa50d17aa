import { HttpResponse } from 'msw'
import type { Scheduler } from '../../core/clock.ts'
import type { MessageLog } from '../../core/message-log.ts'
import type { SqlStore } from '../../core/sql-store.ts'
import { countField, listField, objectField, optionalText, textField } from '../fields.ts'
import type { ApiClient } from '../http-client.ts'
import type { Mirror } from '../mirror.ts'
import { outboxRelay, relayPromptly } from '../outbox.ts'
import { Refusal } from '../refusal.ts'
import { type ApiCall, routesWith } from '../routes.ts'
import { logIn } from './account.ts'
import { addToCart, cartJson, readCart } from './cart.ts'
import { askCheckoutGateway } from './checkout-gateway.ts'
import { readContext, requireAccessKey, requireCustomer, type ShopContext } from './context.ts'
import { shopError } from './error-format.ts'
import { requireAuthorization } from './payment-check.ts'
import { nextOrderNumber, orderJson, placeOrder } from './place-order.ts'
import { productJson, searchProducts } from './products.ts'
import { synchronize } from './sync.ts'

export interface ShopOptions {
  store: SqlStore
  log: MessageLog
  clock: Scheduler
  credentials: { accessKey: string; adminToken: string }
  payment: ApiClient
  /** Registered by the connector; without one every checkout is let through. */
  checkoutGateway?: ApiClient
  newId(): string
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
        const products = await searchProducts(store, await call.json())
        return HttpResponse.json({
          elements: products.map(productJson),
          total: products.length,
          apiAlias: 'dal_entity_search_result',
        })
      }),
      route('get', '/store-api/checkout/cart', async (call) => {
        const { token } = await shopper(call)
        return withToken(token, cartJson(await readCart(store, token)))
      }),
      route('post', '/store-api/checkout/cart/line-item', async (call) => {
        const { token } = await shopper(call)
        const items = listField(await call.json(), 'items').map((item) => ({
          reference: textField(item, 'referencedId'),
          quantity: countField(item, 'quantity'),
        }))
        return withToken(token, cartJson(await addToCart(store, token, items, clock.now())))
      }),
      route('post', '/store-api/checkout/order', async (call) =>
        withRelay(relay, await checkOut(options, await shopper(call), call)),
      ),
      route('post', '/api/_action/sync', async (call) => {
        if (call.request.headers.get('authorization') !== `Bearer ${credentials.adminToken}`) {
          throw new Refusal(
            401,
            'FRAMEWORK__INVALID_TOKEN',
            'The resource owner or authorization server denied the request.',
          )
        }
        await synchronize(store, await call.json(), clock.now())
        return HttpResponse.json({ success: true })
      }),
    ],
  }
}

/** Checks the payment, asks the gateway, and only then writes the order. A refused checkout gives its authorization back. */
async function checkOut(options: ShopOptions, context: ShopContext, call: ApiCall): Promise<Response> {
  const { store, clock, payment, checkoutGateway } = options
  const { correlationId } = call
  const customer = requireCustomer(context)
  const body = await call.json()
  const authorizationId = textField(objectField(body, 'payment'), 'authorizationId')
  const comment = optionalText(body, 'customerComment')
  const cart = await readCart(store, context.token)
  if (cart.lines.length === 0) throw new Refusal(400, 'CHECKOUT__CART_EMPTY', 'Cart is empty')
  await requireAuthorization(payment, authorizationId, cart, correlationId)
  const orderNumber = await nextOrderNumber(store)
  if (checkoutGateway !== undefined) {
    try {
      await askCheckoutGateway(checkoutGateway, { cart, orderNumber }, correlationId)
    } catch (thrown) {
      // An authorization that cannot be given back now lapses.
      await payment('POST', `/authorizations/${encodeURIComponent(authorizationId)}/void`, { accept: [409] }).catch(
        () => undefined,
      )
      throw thrown
    }
  }
  const order = {
    cart,
    customer,
    orderNumber,
    authorizationId,
    ...(comment !== undefined && { comment }),
    ...(correlationId !== undefined && { correlationId }),
  }
  await placeOrder(store, order, clock.now())
  return withToken(context.token, orderJson(order))
}

async function withRelay(relay: () => Promise<void>, response: Response): Promise<Response> {
  await relayPromptly(relay)
  return response
}

function withToken(token: string, body: Record<string, unknown>): Response {
  return HttpResponse.json(body, { headers: { 'sw-context-token': token } })
}
