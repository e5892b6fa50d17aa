import type { HttpHandler } from 'msw'
import { type Instant, type LandscapeClock, landscapeClock } from '../core/clock.ts'
import { type Disposal, openAll } from '../core/disposal.ts'
import type { DocumentStore } from '../core/document-store.ts'
import type { FaultBoard } from '../core/faults.ts'
import type { RunningLandscape, RunningSystem, StoreBackend } from '../core/landscape.ts'
import type { MessageLog } from '../core/message-log.ts'
import type { SqlStore } from '../core/sql-store.ts'
import { changeFeeds } from './broker/change-feeds.ts'
import { checkedLog } from './broker/checked-log.ts'
import { type ConsumerBook, consumerBook } from './broker/consumers/consumer-book.ts'
import { settlingOfGroups } from './broker/consumers/settle-groups.ts'
import { brokerMirror } from './broker/mirror.ts'
import { schemaRegistry } from './broker/schema-registry.ts'
import { topicSchemas } from './broker/schemas.ts'
import { checkoutGateway, isCheckoutRefusal } from './connector/checkout-gateway.ts'
import { bearerClient, type ConnectorClients, connectorClients } from './connector/clients.ts'
import { bringShopUpToDate, type Connector, startConnector } from './connector/connector.ts'
import { connectorApi } from './connector/connector-api.ts'
import { type Credentials, credentialsFor } from './credentials.ts'
import { behaviourWith, type Defect } from './defects/table.ts'
import { erpMirror } from './erp/mirror.ts'
import type { LandscapeFile } from './format.ts'
import { type ApiClient, apiClient } from './http-client.ts'
import { hubMirror } from './hub/mirror.ts'
import type { Mirror } from './mirror.ts'
import { servingAll } from './not-served.ts'
import { notifyMirror } from './notify/mirror.ts'
import { omsMirror } from './oms/mirror.ts'
import { attachConnector, type OwnConnector } from './own-connector.ts'
import { paymentMirror } from './payment/mirror.ts'
import { pimMirror } from './pim/mirror.ts'
import { promoMirror } from './promo/mirror.ts'
import { callRecord } from './redelivery/call-record.ts'
import { readState } from './redelivery/read-state.ts'
import { redeliveryOf } from './redelivery/redelivery.ts'
import { shopMirror } from './shop/mirror.ts'
import { signedLog } from './signed-log.ts'
import type { MirroredSystemName, SqlSystemName } from './systems.ts'
import { topics } from './topics.ts'
import { wmsMirror } from './wms/mirror.ts'

/** An API that is being served. */
export interface ServedApi extends AsyncDisposable {
  url: string
}

/** What a landscape stands on; whoever hosts it provides and ends these. */
export interface LandscapeGround {
  sql: Readonly<Record<SqlSystemName, SqlStore>>
  documents: Readonly<Record<'pim', DocumentStore>>
  /** The URLs of the stores, for other programs. */
  storeUrls: Readonly<Record<string, string>>
  storeBackends: Readonly<Record<string, StoreBackend>>
  /** Given the clock, since messages carry the landscape's time. */
  openLog(clock: LandscapeClock): Promise<MessageLog>
  /** Serves handlers on a port of the loopback address. */
  serve(system: string, handlers: readonly HttpHandler[], port?: number): Promise<ServedApi>
  /** What the ground was made to ask before it does anything. */
  faults: FaultBoard
  /** A random text that nobody can guess. */
  newSecret(): string
}

export interface LandscapeOptions {
  file: LandscapeFile
  /** The landscape's time at the start. */
  start: Instant
  defects: readonly Defect[]
  /** In the place of the reference connector. */
  ownConnector?: OwnConnector
  /** Those of an earlier start, by system; new ones when nothing is said. */
  credentials?: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Keep what the systems ask of each other, so that it can be repeated. */
  keepCalls?: boolean
  onJob(name: string, at: Instant, thrown?: unknown): void
}

/** Starts the mirrors and, unless there is another one, the reference connector. Ending it ends them, but not the ground that they stand on. */
export function startLandscape(ground: LandscapeGround, options: LandscapeOptions): Promise<RunningLandscape> {
  return openAll((opened) => startParts(ground, options, opened))
}

async function startParts(
  ground: LandscapeGround,
  options: LandscapeOptions,
  opened: Disposal,
): Promise<RunningLandscape> {
  const { sql, documents, newSecret } = ground
  const behaviour = behaviourWith(options.defects)
  let connector: Connector | undefined
  let consumers: ConsumerBook | undefined
  let settleGroups = async (): Promise<boolean> => false
  const settle = async (): Promise<void> => {
    do await connector?.settle()
    while (await settleGroups())
  }
  const calls = callRecord()
  const clock = landscapeClock({ start: options.start, settle, onJob: options.onJob })
  const registry = schemaRegistry(topicSchemas)
  const log = checkedLog(await ground.openLog(clock), registry)

  const systems = new Map<string, RunningSystem>()
  for (const [name, { api }] of Object.entries(options.file.systems)) {
    if (api === undefined) continue
    if ('url' in api) systems.set(name, { name, url: api.url.replace(/\/$/, ''), credentials: {} })
    if ('tcp' in api) systems.set(name, overTcp(name, api.tcp))
  }
  const credentials = (options.credentials as Credentials | undefined) ?? credentialsFor(options.file, newSecret)

  const serve = async (name: MirroredSystemName, mirror: Mirror): Promise<RunningSystem> => {
    const api = options.file.systems[name]?.api
    const port = api !== undefined && 'port' in api ? api.port : undefined
    const served = opened.use(await ground.serve(name, servingAll(mirror), port))
    opened.defer(() => mirror.schedules?.forEach((schedule) => void schedule.cancel()))
    const system = { name, url: served.url, credentials: credentials[name], ...storeOf(ground, name) }
    systems.set(name, system)
    return system
  }

  await Promise.all(Object.entries(topics).map(([topic, { partitions }]) => log.createTopic(topic, { partitions })))
  const attached =
    options.ownConnector === undefined
      ? undefined
      : await attachConnector({ ...options.ownConnector, log, clock, consumers: () => consumers })
  if (attached !== undefined) {
    opened.defer(() => attached.schedule.cancel())
    systems.set('connector', { name: 'connector', ...options.ownConnector, credentials: credentials.connector })
  }
  const ownApi = connectorApi({
    apiKey: credentials.connector.apiKey,
    flows: async () => connector?.flows() ?? [],
    follow: async (name, to) => connector?.follow(name, to) ?? false,
    synchronizations: () => connector?.synchronizations,
    orderTransport: () => connector?.orderTransport,
    priceExchanges: () => connector?.priceExchanges,
  })
  const gatewayApi = checkoutGateway(() => clients, behaviour.reserveForCheckout)
  const serveGateway = async (): Promise<ApiClient> => {
    const { url } = await serve('connector', { ...ownApi, handlers: [...gatewayApi.handlers, ...ownApi.handlers] })
    return apiClient({ caller: 'shop', url: `${url}/gateway/checkout` })
  }
  const gateway = attached === undefined ? await serveGateway() : attached.gateway
  const feeds = changeFeeds(sql, signedLog(log, 'broker'))
  opened.defer(() => feeds.close())
  const book = consumerBook(log)
  opened.defer(() => book.close())
  consumers = book
  settleGroups = settlingOfGroups(log, book)
  await serve(
    'broker',
    brokerMirror({ log, clock, apiKey: credentials.broker.apiKey, registry, feeds, consumers: book }),
  )
  const payment = await serve(
    'payment',
    paymentMirror({ store: sql.payment, clock, apiKey: credentials.payment.apiKey, newId: newSecret }),
  )
  const promo = await serve(
    'promo',
    promoMirror({ store: sql.promo, clock, apiKey: credentials.promo.apiKey, newId: newSecret }),
  )
  const wms = await serve(
    'wms',
    wmsMirror({ store: sql.wms, log: signedLog(log, 'wms'), clock, apiKey: credentials.wms.apiKey }),
  )
  const [erp, pim, oms, , notify, shop] = await Promise.all([
    serve('erp', erpMirror({ store: sql.erp, clock, credentials: credentials.erp, newId: newSecret })),
    serve('pim', pimMirror({ store: documents.pim, clock, credentials: credentials.pim, newId: newSecret })),
    serve(
      'oms',
      omsMirror({
        store: sql.oms,
        log: signedLog(log, 'oms'),
        clock,
        apiKey: credentials.oms.apiKey,
        reserve: behaviour.reserve,
        giveBack: behaviour.giveBack,
        takeStockCount: behaviour.takeStockCount,
      }),
    ),
    serve(
      'hub',
      hubMirror({
        shop: sql.shop,
        oms: sql.oms,
        clock,
        token: credentials.hub.token,
        reserve: behaviour.reserve,
        takeStockCount: behaviour.takeStockCount,
        newId: newSecret,
      }),
    ),
    serve('notify', notifyMirror({ clock, apiKey: credentials.notify.apiKey })),
    serve(
      'shop',
      shopMirror({
        store: sql.shop,
        log: signedLog(log, 'shop'),
        clock,
        credentials: credentials.shop,
        payment: calls.keep(bearerClient('shop', payment, credentials.payment.apiKey)),
        promo: calls.keep(bearerClient('shop', promo, credentials.promo.apiKey)),
        ...(gateway && { checkoutGateway: calls.keep(gateway, isCheckoutRefusal) }),
        newId: newSecret,
        checkOut: behaviour.checkOut,
        addGifts: behaviour.addGifts,
        priceKey: behaviour.priceKey,
      }),
    ),
  ])
  const called = connectorClients({ erp, pim, shop, oms, notify, payment, promo, wms })
  const clients: ConnectorClients = {
    erp: calls.keep(called.erp),
    erpSoap: calls.keep(called.erpSoap),
    erpFiles: calls.keep(called.erpFiles),
    pim: calls.keep(called.pim),
    shop: calls.keep(called.shop),
    oms: calls.keep(called.oms),
    notify: calls.keep(called.notify),
    payment: calls.keep(called.payment),
    promo: calls.keep(called.promo),
    wms: calls.keep(called.wms),
  }
  if (attached === undefined) {
    connector = opened.use(
      await startConnector({
        clients,
        log,
        clock,
        behaviour,
        onFailure: (flow, thrown) => options.onJob(`connector: ${flow}`, clock.now(), thrown),
      }),
    )
  } else {
    await bringShopUpToDate(clients, behaviour)
  }

  if (options.keepCalls === true) calls.begin()
  const redelivery = redeliveryOf({ calls, log, settle, state: () => readState(sql, documents) })
  return {
    systems,
    log,
    clock,
    faults: ground.faults,
    settle,
    redelivery,
    ...(attached && { unanswered: attached.unanswered }),
    [Symbol.asyncDispose]: opened.dispose,
  }
}

function overTcp(name: string, address: string): RunningSystem {
  const { hostname: host, port } = new URL(`tcp://${address}`)
  return { name, url: `tcp://${address}`, credentials: { host, port } }
}

function storeOf(ground: LandscapeGround, name: string): Partial<RunningSystem> {
  const sql: SqlStore | undefined = (ground.sql as Record<string, SqlStore>)[name]
  const documents: DocumentStore | undefined = (ground.documents as Record<string, DocumentStore>)[name]
  const storeUrl = ground.storeUrls[name]
  const storeBackend = ground.storeBackends[name]
  return {
    ...(sql && { sql }),
    ...(documents && { documents }),
    ...(storeUrl !== undefined && { storeUrl }),
    ...(storeBackend !== undefined && { storeBackend }),
  }
}
