import { type LandscapeClock, landscapeClock } from '../../../src/core/clock.ts'
import type { SqlStore } from '../../../src/core/sql-store.ts'
import { embeddedMessageLog } from '../../../src/environment/embedded/message-log/message-log.ts'
import { apiClient } from '../../../src/landscape/http-client.ts'
import { paymentMirror } from '../../../src/landscape/payment/mirror.ts'
import { paymentSchema } from '../../../src/landscape/payment/schema.ts'
import { promoMirror } from '../../../src/landscape/promo/mirror.ts'
import { promoSchema } from '../../../src/landscape/promo/schema.ts'
import { reserveThenCharge } from '../../../src/landscape/shop/check-out.ts'
import { addGiftsInStock } from '../../../src/landscape/shop/gifts.ts'
import { shopMirror } from '../../../src/landscape/shop/mirror.ts'
import { keyWithCustomer } from '../../../src/landscape/shop/price-cache.ts'
import { shopSchema } from '../../../src/landscape/shop/schema.ts'
import { startDatabases } from '../../scenario/databases.ts'
import { type ApiAnswer, type ServedMirror, servedMirror, testKey } from '../served-api.ts'

/** A shop with the products `A` (10.00) and `B` (3.33), two customers who are logged in, an acquirer and promotions. */
export interface ShopAtWork extends AsyncDisposable {
  url: string
  store: SqlStore
  clock: LandscapeClock
  payment: ServedMirror
  promo: ServedMirror
  bugs(): unknown[]
  /** Calls the Store API with a context token: `anna` and `ben` are those of customers. */
  shop(method: string, path: string, body?: unknown, token?: string): Promise<ApiAnswer>
  admin(method: string, path: string, body?: unknown): Promise<ApiAnswer>
  /** Fills a cart, has its total authorized by this method, and orders. */
  order(
    items: readonly object[],
    token?: string,
    method?: string,
  ): Promise<{ answer: ApiAnswer; authorization: string }>
}

export async function shopAtWork(): Promise<ShopAtWork> {
  const databases = await startDatabases(['shop', 'payment', 'promo'])
  const store = databases.stores.shop as SqlStore
  await store.script(shopSchema)
  await databases.stores.payment?.script(paymentSchema)
  await databases.stores.promo?.script(promoSchema)
  await store.script(`
    insert into product (product_number, name, price, currency, stock, available_stock) values
      ('A', 'One', 10.00, 'EUR', 100, 100), ('B', 'Two', 3.33, 'EUR', 100, 100), ('G', 'Gift', 1.00, 'EUR', 2, 2);
    insert into customer (customer_number, email, first_name, last_name) values
      ('C1', 'anna@example.com', 'Anna', 'A'), ('C2', 'ben@example.com', 'Ben', 'B');
    insert into sales_channel_context (token, customer_id) select split_part(email, '@', 1), id from customer`)
  const clock = landscapeClock({
    start: Date.parse('2026-03-02T08:00:00Z'),
    settle: async () => undefined,
    onJob: () => undefined,
  })
  const log = embeddedMessageLog({ clock, onPublished: () => undefined })
  for (const topic of ['orders', 'order-changes']) await log.createTopic(topic, { partitions: 1 })
  let ids = 0
  const newId = (): string => `id-${++ids}`
  const own = (name: string) => ({ store: databases.stores[name] as SqlStore, clock, apiKey: testKey, newId })
  const payment = await servedMirror(paymentMirror(own('payment')))
  const promo = await servedMirror(promoMirror(own('promo')))
  const client = (url: string) => apiClient({ url, headers: { authorization: `Bearer ${testKey}` } })
  const served = await servedMirror(
    shopMirror({
      store,
      log,
      clock,
      credentials: { accessKey: 'access', adminToken: testKey },
      payment: client(payment.url),
      promo: client(promo.url),
      newId,
      checkOut: reserveThenCharge,
      addGifts: addGiftsInStock,
      priceKey: keyWithCustomer,
    }),
  )
  const shop: ShopAtWork['shop'] = async (method, path, body, token) => {
    const headers = {
      'sw-access-key': 'access',
      'content-type': 'application/json',
      ...(token !== undefined && { 'sw-context-token': token }),
    }
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const response = await fetch(served.url + path, { method, headers, ...(body !== undefined && { body: text }) })
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }
  return {
    url: served.url,
    store,
    clock,
    payment,
    promo,
    shop,
    bugs: () => [...served.bugs, ...payment.bugs, ...promo.bugs],
    admin: (method, path, body) => served.call(method, path, body),
    async order(items, token = 'anna', method = 'card') {
      const cart = await shop('POST', '/store-api/checkout/cart/line-item', { items }, token)
      const { totalPrice } = cart.body.price as { totalPrice: number }
      const amount = { value: totalPrice.toFixed(2), currency: 'EUR' }
      const request = { amount, method, reference: 'R', card: { number: '4242424242424242' } }
      const authorization = String((await payment.call('POST', '/authorizations', request)).body.id)
      const answer = await shop(
        'POST',
        '/store-api/checkout/order',
        { payment: { authorizationId: authorization } },
        token,
      )
      return { answer, authorization }
    },
    async [Symbol.asyncDispose]() {
      for (const mirror of [served, payment, promo]) await mirror[Symbol.asyncDispose]()
      await log.close()
      await databases[Symbol.asyncDispose]()
    },
  }
}
