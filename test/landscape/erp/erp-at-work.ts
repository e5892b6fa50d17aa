import { type LandscapeClock, landscapeClock } from '../../../src/core/clock.ts'
import type { SqlStore } from '../../../src/core/sql-store.ts'
import { erpMirror } from '../../../src/landscape/erp/mirror.ts'
import { erpSchema } from '../../../src/landscape/erp/schema.ts'
import { startDatabases } from '../../scenario/databases.ts'
import { servedMirror } from '../served-api.ts'

export const erpAccount = { company: 'company', user: 'user', password: 'geheim' }

/** An ERP with the articles `A` (12.90) and `B` (1234.56), a warehouse `W1`, and a customer `C1` in Köln. */
export interface ErpAtWork extends AsyncDisposable {
  url: string
  store: SqlStore
  clock: LandscapeClock
  bugs: unknown[]
  /** The session of somebody who is logged in. */
  session: string
}

export async function erpAtWork(): Promise<ErpAtWork> {
  const databases = await startDatabases(['erp'])
  const store = databases.stores.erp as SqlStore
  await store.script(erpSchema)
  await store.script(`
    insert into price_list values (1, 'Shop', 'EUR');
    insert into item (item_code, item_name, ean) values ('A', 'Tür & "Rahmen"', '4006381333931'), ('B', 'Große; Leiter', null);
    insert into item_price values ('A', 1, 12.90, 'EUR'), ('B', 1, 1234.56, 'EUR');
    insert into warehouse (whs_code, whs_name, kind, country) values ('W1', 'First', 'warehouse', 'DE');
    insert into item_warehouse (item_code, whs_code, in_stock) values ('A', 'W1', 10), ('B', 'W1', 3);
    insert into business_partner (card_code, card_name, email) values ('C1', 'Käthe Öhler', 'kaethe@example.com');
    insert into address (card_code, type, address_name, street, zip, city, country)
      values ('C1', 'ship', 'main', 'Große Straße 1', '50667', 'Köln', 'DE')`)
  const clock = landscapeClock({ start: 0, settle: async () => undefined, onJob: () => undefined })
  let sessions = 0
  const served = await servedMirror(
    erpMirror({ store, clock, credentials: erpAccount, newId: () => `session-${++sessions}` }),
  )
  const login = { CompanyDB: erpAccount.company, UserName: erpAccount.user, Password: erpAccount.password }
  const { body } = await served.call('POST', '/b1s/v2/Login', login)
  return {
    url: served.url,
    store,
    clock,
    bugs: served.bugs,
    session: String(body.SessionId),
    async [Symbol.asyncDispose]() {
      await served[Symbol.asyncDispose]()
      await databases[Symbol.asyncDispose]()
    },
  }
}
