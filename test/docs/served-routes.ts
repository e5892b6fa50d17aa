import { type HttpHandler, RequestHandler } from 'msw'
import { landscapeClock } from '../../src/core/clock.ts'
import { embeddedMessageLog } from '../../src/environment/embedded/message-log/message-log.ts'
import { checkoutGateway } from '../../src/landscape/connector/checkout-gateway.ts'
import { connectorClients } from '../../src/landscape/connector/clients.ts'
import { erpMirror } from '../../src/landscape/erp/mirror.ts'
import { apiClient } from '../../src/landscape/http-client.ts'
import { notifyMirror } from '../../src/landscape/notify/mirror.ts'
import { omsMirror } from '../../src/landscape/oms/mirror.ts'
import { reserveWithLock } from '../../src/landscape/oms/reserve.ts'
import { paymentMirror } from '../../src/landscape/payment/mirror.ts'
import { pimMirror } from '../../src/landscape/pim/mirror.ts'
import { shopMirror } from '../../src/landscape/shop/mirror.ts'
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
  const clients = connectorClients({ erp: system, pim: system, shop: system, oms: system, notify: system })
  const account = { user: 'user', password: 'password' }
  const mirrors = [
    erpMirror({ store, clock, credentials: { company: 'company', ...account }, newId }),
    pimMirror({ store: documents, clock, credentials: { clientId: 'id', secret: 'secret', ...account }, newId }),
    shopMirror({ store, log, clock, credentials: { accessKey: 'key', adminToken: 'token' }, payment, newId }),
    omsMirror({ store, log, clock, apiKey, reserve: reserveWithLock }),
    paymentMirror({ clock, apiKey, newId }),
    notifyMirror({ clock, apiKey }),
    checkoutGateway(() => clients),
  ]
  await Promise.all([store.close(), documents.close(), log.close()])
  return mirrors.flatMap(({ handlers }) => handlers.map(routeOf))
}

function routeOf(handler: HttpHandler): string {
  if (!(handler instanceof RequestHandler)) throw new TypeError('expected a handler of HTTP requests')
  return handler.info.header
}
