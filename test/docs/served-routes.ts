import { type HttpHandler, RequestHandler } from 'msw'
import { landscapeClock } from '../../src/core/clock.ts'
import { embeddedMessageLog } from '../../src/environment/embedded/message-log/message-log.ts'
import { changeFeeds } from '../../src/landscape/broker/change-feeds.ts'
import { consumerBook } from '../../src/landscape/broker/consumers/consumer-book.ts'
import { brokerMirror } from '../../src/landscape/broker/mirror.ts'
import { schemaRegistry } from '../../src/landscape/broker/schema-registry.ts'
import { checkoutGateway } from '../../src/landscape/connector/checkout-gateway.ts'
import { reserveForCheckout } from '../../src/landscape/connector/checkout-reservation.ts'
import { connectorClients } from '../../src/landscape/connector/clients.ts'
import { connectorApi } from '../../src/landscape/connector/connector-api.ts'
import { erpMirror } from '../../src/landscape/erp/mirror.ts'
import { apiClient } from '../../src/landscape/http-client.ts'
import { hubMirror } from '../../src/landscape/hub/mirror.ts'
import { notifyMirror } from '../../src/landscape/notify/mirror.ts'
import { omsMirror } from '../../src/landscape/oms/mirror.ts'
import { giveBackOnce } from '../../src/landscape/oms/release.ts'
import { reserveWithLock } from '../../src/landscape/oms/reserve.ts'
import { takeStockCount } from '../../src/landscape/oms/stock.ts'
import { paymentMirror } from '../../src/landscape/payment/mirror.ts'
import { pimMirror } from '../../src/landscape/pim/mirror.ts'
import { promoMirror } from '../../src/landscape/promo/mirror.ts'
import { reserveThenCharge } from '../../src/landscape/shop/check-out.ts'
import { addGiftsInStock } from '../../src/landscape/shop/gifts.ts'
import { shopMirror } from '../../src/landscape/shop/mirror.ts'
import { keyWithCustomer } from '../../src/landscape/shop/price-cache.ts'
import { wmsMirror } from '../../src/landscape/wms/mirror.ts'
import { connectDocumentStore } from '../../src/stores/mongodb/document-store.ts'
import { connectSqlStore } from '../../src/stores/postgres/sql-store.ts'

/** Every route of the mirrors and of the connector, `GET /availability`, from mirrors that are built and never called. */
export async function servedRoutes(): Promise<string[]> {
  const clock = landscapeClock({ start: 0, settle: async () => undefined, onJob: () => undefined })
  const log = embeddedMessageLog({ clock, onPublished: () => undefined })
  // Neither connects before its first query.
  const store = connectSqlStore('postgres://127.0.0.1/none', { applicationName: 'none', connections: 1 })
  const documents = connectDocumentStore('mongodb://127.0.0.1/none', 'none')
  const newId = (): string => 'id'
  const apiKey = 'key'
  const payment = apiClient({ url: 'http://127.0.0.1' })
  const system = { name: 'none', credentials: {} }
  const clients = connectorClients({
    erp: system,
    pim: system,
    shop: system,
    oms: system,
    notify: system,
    payment: system,
    promo: system,
    wms: system,
  })
  const account = { user: 'user', password: 'password' }
  const mirrors = [
    erpMirror({ store, clock, credentials: { company: 'company', ...account }, newId }),
    pimMirror({ store: documents, clock, credentials: { clientId: 'id', secret: 'secret', ...account }, newId }),
    shopMirror({
      store,
      log,
      clock,
      credentials: { accessKey: 'key', adminToken: 'token' },
      payment,
      promo: payment,
      newId,
      checkOut: reserveThenCharge,
      addGifts: addGiftsInStock,
      priceKey: keyWithCustomer,
    }),
    omsMirror({ store, log, clock, apiKey, reserve: reserveWithLock, giveBack: giveBackOnce, takeStockCount }),
    paymentMirror({ store, clock, apiKey, newId }),
    promoMirror({ store, clock, apiKey, newId }),
    wmsMirror({ store, log, clock, apiKey }),
    hubMirror({
      shop: store,
      oms: store,
      clock,
      token: 'token',
      newId,
      reserve: reserveWithLock,
      takeStockCount,
    }),
    notifyMirror({ clock, apiKey }),
    brokerMirror({
      log,
      clock,
      apiKey,
      registry: schemaRegistry({}),
      feeds: changeFeeds({}, log),
      consumers: consumerBook(log),
    }),
    checkoutGateway(() => clients, reserveForCheckout),
    connectorApi({
      apiKey,
      flows: async () => [],
      follow: async () => false,
      synchronizations: () => undefined,
      orderTransport: () => undefined,
      priceExchanges: () => undefined,
    }),
  ]
  await Promise.all([store.close(), documents.close(), log.close()])
  return mirrors.flatMap(({ handlers }) => handlers.map(routeOf))
}

function routeOf(handler: HttpHandler): string {
  if (!(handler instanceof RequestHandler)) throw new TypeError('expected a handler of HTTP requests')
  return handler.info.header
}
