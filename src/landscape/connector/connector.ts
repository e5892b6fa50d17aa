import type { Scheduler } from '../../core/clock.ts'
import type { MessageLog } from '../../core/message-log.ts'
import type { Behaviour } from '../defects/table.ts'
import { exchangeAvailability } from './availability.ts'
import { exchangeCatalogue, rebuildWholly } from './catalogue/exchange.ts'
import type { ConnectorClients } from './clients.ts'
import type { FlowState } from './connector-api.ts'
import { settleLoops } from './consumer-loop.ts'
import { exchangeErpBatch } from './erp-batch.ts'
import { handOver } from './fulfilment/hand-over.ts'
import { startMessageFlows } from './message-flows.ts'
import { confirmOrders } from './order-confirmation.ts'
import { type OrderTransport, orderTransport } from './order-transport/transports.ts'
import { exchangePrices } from './prices/price-exchange.ts'
import { reportDrift } from './stock-drift.ts'
import { type Synchronizations, synchronizations, synchronizeFully } from './synchronization.ts'

export interface ConnectorOptions {
  clients: ConnectorClients
  log: MessageLog
  clock: Scheduler
  behaviour: Behaviour
  /** Told of what a flow failed with; the flow tries again by itself. */
  onFailure(flow: string, thrown: unknown): void
}

/** The reference connector: the integration between the systems, one module for each flow. */
export interface Connector extends AsyncDisposable {
  /** Resolves when no message is waiting for anything but time. */
  settle(): Promise<void>
  /** What each flow that begins with a message has in hand. */
  flows(): Promise<readonly FlowState[]>
  /** Lets somebody follow price changes in a chat. Gives whether he did not before. */
  follow(name: string, to: string): Promise<boolean>
  synchronizations: Synchronizations
  orderTransport: OrderTransport
  priceExchanges: Synchronizations
}

const minute = 60_000

/** The catalogue and the availability, as a shop has them that is connected already. */
export async function bringShopUpToDate(clients: ConnectorClients, behaviour: Behaviour): Promise<void> {
  await exchangeCatalogue(clients, behaviour)
  await exchangeAvailability(clients)
}

/** Brings the shop up to date, then starts the flows. */
export async function startConnector({
  clients,
  log,
  clock,
  behaviour,
  onFailure,
}: ConnectorOptions): Promise<Connector> {
  await bringShopUpToDate(clients, behaviour)
  const transport = orderTransport(clients, behaviour.writeOrderFile)
  const parts = { clients, transport, log, clock, behaviour, onFailure }
  const { loops, orderBacklog, follow, states } = await startMessageFlows(parts)
  const ongoing = synchronizations(
    () => synchronizeFully(clients, behaviour),
    (thrown) => onFailure('full synchronization', thrown),
  )
  const priceExchanges = synchronizations(
    () => exchangePrices(clients, behaviour),
    (thrown) => onFailure('price exchange', thrown),
  )
  const schedules = [
    clock.every('connector: ERP batch', 30 * minute, () =>
      exchangeErpBatch(clients, orderBacklog, behaviour.importStockCount),
    ),
    clock.every('connector: order confirmation', 5 * minute, () => confirmOrders(clients)),
    clock.every('connector: fulfilment', 5 * minute, () => handOver(clients)),
    clock.every('connector: drift report', 60 * minute, () => reportDrift(clients, behaviour.findDrift, clock.now())),
    clock.every('connector: catalogue changes', 15 * minute, () => exchangeCatalogue(clients, behaviour)),
    clock.every('connector: catalogue', 24 * 60 * minute, () => rebuildWholly(clients, behaviour)),
    clock.every('connector: customer prices', 15 * minute, async () => {
      priceExchanges.start()
      await priceExchanges.settled()
    }),
  ]
  return {
    flows: states,
    follow,
    synchronizations: ongoing,
    orderTransport: transport,
    priceExchanges,
    settle: async () => {
      await ongoing.settled()
      await priceExchanges.settled()
      await settleLoops(loops())
    },
    async [Symbol.asyncDispose]() {
      for (const schedule of schedules) schedule.cancel()
      await ongoing.settled()
      await priceExchanges.settled()
      await Promise.all(loops().map((loop) => loop.stop()))
    },
  }
}
