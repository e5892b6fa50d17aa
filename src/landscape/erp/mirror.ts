import { HttpResponse } from 'msw'
import type { Scheduler } from '../../core/clock.ts'
import type { JsonObject } from '../../core/json.ts'
import type { SqlStore } from '../../core/sql-store.ts'
import type { Mirror } from '../mirror.ts'
import { ownApiError } from '../own-api-error.ts'
import { Refusal } from '../refusal.ts'
import { type ApiCall, routesWith } from '../routes.ts'
import { partnerColumns, readPartners } from './business-partners.ts'
import { commitOrders } from './commitment.ts'
import { documentRoutes } from './documents/routes.ts'
import { exchangeRoutes } from './exchange/routes.ts'
import { itemColumns, readItems } from './items.ts'
import { enterItem } from './new-item.ts'
import { type Columns, type ODataQuery, odataPage, readODataQuery, singleRow } from './odata.ts'
import { enterOrder, orderColumns, readOrders } from './orders.ts'
import { sessionBook, sessionCookie, sessionTimeoutMinutes } from './sessions.ts'
import { soapRoutes } from './soap/routes.ts'
import { specialPriceExchange } from './special-price-changes.ts'
import { readSpecialPrices, specialPriceColumns, specialPriceOrder } from './special-prices.ts'
import { stockDocumentRoutes } from './stock-documents.ts'

export interface ErpOptions {
  store: SqlStore
  clock: Scheduler
  credentials: { company: string; user: string; password: string }
  newId(): string
}

type ReadSet = (store: SqlStore, query: ODataQuery) => Promise<JsonObject[]>

interface EntitySet {
  table: string
  columns: Columns
  key: string
  /** Whether a key is text, written `Items('A')`, or a number, written `Orders(1)`. */
  textKey: boolean
  /** Several columns are its key: it is ordered by them, and none is read alone. */
  order?: string
  read: ReadSet
}

const entitySets: Readonly<Record<string, EntitySet>> = {
  Items: { table: 'item', columns: itemColumns, key: 'item_code', textKey: true, read: readItems },
  BusinessPartners: {
    table: 'business_partner',
    columns: partnerColumns,
    key: 'card_code',
    textKey: true,
    read: readPartners,
  },
  SpecialPrices: {
    table: 'special_price',
    columns: specialPriceColumns,
    key: 'card_code',
    textKey: true,
    order: specialPriceOrder,
    read: readSpecialPrices,
  },
  Orders: { table: 'sales_order', columns: orderColumns, key: 'doc_entry', textKey: false, read: readOrders },
}

/** An ERP in the shape of SAP Business One's service layer: OData v4 JSON under /b1s/v2 behind a session cookie. */
export function erpMirror({ store, clock, credentials, newId }: ErpOptions): Mirror {
  const sessions = sessionBook(newId)
  const route = routesWith(ownApiError)

  const requireLiving = (session: string | undefined): void => {
    if (!sessions.use(session, clock.now()))
      throw new Refusal(401, '301', 'Invalid session or session already timeout.')
  }
  const requireSession = ({ request }: ApiCall): void => requireLiving(sessionCookie(request))

  const logIn = ({ CompanyDB, UserName, Password }: JsonObject): string => {
    if (CompanyDB !== credentials.company || UserName !== credentials.user || Password !== credentials.password)
      throw new Refusal(401, '-304', 'Fail to get DB Credentials from SLD')
    return sessions.open(clock.now())
  }

  return {
    refuse: ownApiError,
    schedules: [clock.every('erp: commit orders', 60_000, () => commitOrders(store, clock.now()))],
    handlers: [
      route('post', '/b1s/v2/Login', async (call) => {
        const id = logIn(await call.json())
        return HttpResponse.json(
          {
            '@odata.context': `${call.url.origin}/b1s/v2/$metadata#B1Sessions/$entity`,
            SessionId: id,
            Version: '1000000',
            SessionTimeout: sessionTimeoutMinutes,
          },
          { headers: { 'set-cookie': `B1SESSION=${id};HttpOnly;Path=/b1s;SameSite=None` } },
        )
      }),
      ...stockDocumentRoutes(route, store, clock, requireSession),
      route('post', '/b1s/v2/Logout', async ({ request }) => {
        sessions.close(sessionCookie(request))
        return new HttpResponse(null, { status: 204 })
      }),
      route('post', '/b1s/v2/Items', async (call) => {
        requireSession(call)
        const code = await enterItem(store, await call.json(), clock.now())
        const [item] = await readItems(store, singleRow('item_code', code))
        return HttpResponse.json(item, { status: 201 })
      }),
      route('post', '/b1s/v2/Orders', async (call) => {
        requireSession(call)
        const entry = await enterOrder(store, await call.json(), clock.now())
        const [order] = await readOrders(store, singleRow('doc_entry', entry))
        return HttpResponse.json(order, { status: 201 })
      }),
      ...documentRoutes({ route, store, clock, requireSession }),
      ...exchangeRoutes({ store, clock, credentials }),
      ...soapRoutes({ store, clock, logIn, logOut: sessions.close, requireSession: requireLiving }),
      ...specialPriceExchange(route, store, requireSession),
      route('get', '/b1s/v2/:set', async (call) => {
        requireSession(call)
        const { set, key } = readPath(call.params.set ?? '')
        const entity = entitySet(set)
        if (key !== undefined) return HttpResponse.json(await readOne(store, entity, key))
        const query = readODataQuery(
          call.url,
          call.request.headers.get('prefer'),
          entity.columns,
          entity.order ?? entity.key,
        )
        const rows = await entity.read(store, query)
        const counted = query.counted === true ? { count: await countRows(store, entity, query) } : {}
        return HttpResponse.json(odataPage(call.url, query, set, { rows, ...counted }))
      }),
      route('get', '/b1s/v2/:set/$count', async (call) => {
        requireSession(call)
        const entity = entitySet(call.params.set ?? '')
        const query = readODataQuery(call.url, null, entity.columns, entity.key)
        return HttpResponse.text(String(await countRows(store, entity, query)))
      }),
    ],
  }
}

function entitySet(name: string): EntitySet {
  const entity = Object.hasOwn(entitySets, name) ? entitySets[name] : undefined
  if (entity === undefined) throw new Refusal(400, '-1002', `Unrecognized resource path: ${name.slice(0, 60)}`)
  return entity
}

async function countRows(store: SqlStore, { table }: EntitySet, { where, params }: ODataQuery): Promise<number> {
  const { rows } = await store.query<{ count: string }>(`select count(*) from ${table} where ${where}`, params)
  return Number(rows[0]?.count)
}

async function readOne(
  store: SqlStore,
  { key: column, textKey, order, read }: EntitySet,
  key: string,
): Promise<JsonObject> {
  const quoted = /^'((?:[^']|'')*)'$/.exec(key)?.[1]
  if (order !== undefined || (textKey ? quoted === undefined : !/^\d{1,9}$/.test(key)))
    throw new Refusal(400, '-1003', 'Invalid key in the resource path')
  const [found] = await read(store, singleRow(column, textKey ? quoted?.replaceAll("''", "'") : Number(key)))
  if (found === undefined) throw new Refusal(404, '-2028', 'No matching records found (ODBC -2028)')
  return found
}

/** `Items('A')` and `Items`. */
function readPath(path: string): { set: string; key?: string } {
  const [, set = path, key] = /^(\w+)\((.*)\)$/.exec(path) ?? []
  return key === undefined ? { set } : { set, key }
}
