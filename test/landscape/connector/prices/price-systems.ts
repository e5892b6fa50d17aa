import { landscapeClock } from '../../../../src/core/clock.ts'
import type { SqlStore } from '../../../../src/core/sql-store.ts'
import { embeddedMessageLog } from '../../../../src/environment/embedded/message-log/message-log.ts'
import { type ConnectorClients, connectorClients } from '../../../../src/landscape/connector/clients.ts'
import { erpMirror } from '../../../../src/landscape/erp/mirror.ts'
import { erpSchema } from '../../../../src/landscape/erp/schema.ts'
import { omsMirror } from '../../../../src/landscape/oms/mirror.ts'
import { giveBackOnce } from '../../../../src/landscape/oms/release.ts'
import { reserveWithLock } from '../../../../src/landscape/oms/reserve.ts'
import { omsSchema } from '../../../../src/landscape/oms/schema.ts'
import { takeStockCount } from '../../../../src/landscape/oms/stock.ts'
import { shopMirror } from '../../../../src/landscape/shop/mirror.ts'
import { keyWithCustomer } from '../../../../src/landscape/shop/price-cache.ts'
import { shopSchema } from '../../../../src/landscape/shop/schema.ts'
import { startDatabases } from '../../../scenario/databases.ts'
import { servedMirror, testKey } from '../../served-api.ts'

/** What an exchange of prices goes between: ERP, shop and OMS, served over databases without rows. */
export interface PriceSystems extends AsyncDisposable {
  stores: Readonly<Record<'erp' | 'shop' | 'oms', SqlStore>>
  clients: ConnectorClients
  bugs(): unknown[]
}

export async function priceSystems(): Promise<PriceSystems> {
  const databases = await startDatabases(['erp', 'shop', 'oms'])
  const stores = databases.stores as PriceSystems['stores']
  await stores.erp.script(erpSchema)
  await stores.shop.script(shopSchema)
  await stores.oms.script(omsSchema)
  const clock = landscapeClock({ start: 0, settle: async () => undefined, onJob: () => undefined })
  const log = embeddedMessageLog({ clock, onPublished: () => undefined })
  const account = { company: 'company', user: 'user', password: 'password' }
  let ids = 0
  const newId = (): string => `id-${++ids}`
  const served = await Promise.all([
    servedMirror(erpMirror({ store: stores.erp, clock, credentials: account, newId })),
    servedMirror(
      shopMirror({
        store: stores.shop,
        log,
        clock,
        credentials: { accessKey: 'access', adminToken: testKey },
        payment: unused,
        promo: unused,
        newId,
        checkOut: unused,
        addGifts: unused,
        priceKey: keyWithCustomer,
      }),
    ),
    servedMirror(
      omsMirror({
        store: stores.oms,
        log,
        clock,
        apiKey: testKey,
        reserve: reserveWithLock,
        giveBack: giveBackOnce,
        takeStockCount,
      }),
    ),
  ])
  const [erp, shop, oms] = served
  const none = { name: 'none', credentials: {} }
  const clients = connectorClients({
    erp: { name: 'erp', url: erp.url, credentials: account },
    shop: { name: 'shop', url: shop.url, credentials: { adminToken: testKey } },
    oms: { name: 'oms', url: oms.url, credentials: { apiKey: testKey } },
    pim: none,
    notify: none,
    payment: none,
    promo: none,
    wms: none,
  })
  return {
    stores,
    clients,
    bugs: () => served.flatMap(({ bugs }) => bugs),
    async [Symbol.asyncDispose]() {
      for (const mirror of served) await mirror[Symbol.asyncDispose]()
      await databases[Symbol.asyncDispose]()
    },
  }
}

const unused = async (): Promise<never> => {
  throw new Error('nobody calls this here')
}
