import type { Clock } from '../../../core/clock.ts'
import type { JsonObject } from '../../../core/json.ts'
import type { SqlStore } from '../../../core/sql-store.ts'
import { objectField, textField } from '../../fields.ts'
import { Refusal } from '../../refusal.ts'
import { readPartners } from '../business-partners.ts'
import { readItems } from '../items.ts'
import { type ODataQuery, singleRow } from '../odata.ts'
import { enterOrder, readOrders } from '../orders.ts'
import { sessionTimeoutMinutes } from '../sessions.ts'
import { type Elements, needed } from './message.ts'
import { businessPartner, enteredOrder, item, newOrder } from './records.ts'

export interface Operation {
  request: Elements
  response: Elements
  /** `session` is that of the caller, when there is one. */
  run(request: JsonObject, session: string | undefined): Promise<JsonObject>
  /** Whether whoever has no session may ask for it. */
  open?: true
}

export interface OperationParts {
  store: SqlStore
  clock: Clock
  /** The id of a new session; refused when nobody has such credentials. */
  logIn(credentials: JsonObject): string
  logOut(session: string | undefined): void
}

/** What the ERP does by SOAP. It reads and writes what the service layer reads and writes. */
export function soapOperations({ store, clock, logIn, logOut }: OperationParts): Readonly<Record<string, Operation>> {
  return {
    Login: {
      open: true,
      request: { CompanyDB: needed('text'), UserName: needed('text'), Password: needed('text') },
      response: { SessionId: needed('text'), SessionTimeout: needed('whole') },
      run: async (request) => ({ SessionId: logIn(request), SessionTimeout: sessionTimeoutMinutes }),
    },
    Logout: {
      request: {},
      response: {},
      async run(_, session) {
        logOut(session)
        return {}
      },
    },
    GetItem: {
      request: { ItemCode: needed('text') },
      response: { Item: needed({ elements: item }) },
      run: async (request) => ({ Item: await only(readItems, store, 'item_code', textField(request, 'ItemCode')) }),
    },
    GetBusinessPartner: {
      request: { CardCode: needed('text') },
      response: { BusinessPartner: needed({ elements: businessPartner }) },
      run: async (request) => ({
        BusinessPartner: await only(readPartners, store, 'card_code', textField(request, 'CardCode')),
      }),
    },
    AddOrder: {
      request: { Order: needed({ elements: newOrder }) },
      response: { Order: needed({ elements: enteredOrder }) },
      async run(request) {
        const entry = await enterOrder(store, objectField(request, 'Order'), clock.now())
        return { Order: await only(readOrders, store, 'doc_entry', entry) }
      },
    },
    GetOrder: {
      request: { NumAtCard: needed('text') },
      response: { Order: needed({ elements: enteredOrder }) },
      run: async (request) => ({
        Order: await only(readOrders, store, 'num_at_card', textField(request, 'NumAtCard')),
      }),
    },
  }
}

async function only(
  read: (store: SqlStore, query: ODataQuery) => Promise<JsonObject[]>,
  store: SqlStore,
  column: string,
  value: string | number,
): Promise<JsonObject> {
  const [found] = await read(store, singleRow(column, value))
  if (found === undefined) throw new Refusal(404, '-2028', 'No matching records found (ODBC -2028)')
  return found
}
