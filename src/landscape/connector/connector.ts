import type { Scheduler } from '../../core/clock.ts'
import type { MessageLog } from '../../core/message-log.ts'
import type { Behaviour } from '../defects/table.ts'
import { exchangeAvailability } from './availability.ts'
import { consumeBacklog } from './batch-consumer.ts'
import { exchangeCatalogue } from './catalogue.ts'
import type { ConnectorClients } from './clients.ts'
import { settleLoops, startConsumerLoop } from './consumer-loop.ts'
import { consumerGroups } from './groups.ts'
import { confirmOrders } from './order-confirmation.ts'
import { takeOrders } from './order-intake.ts'

export interface ConnectorOptions {
  clients: ConnectorClients
  log: MessageLog
  clock: Scheduler
  behaviour: Pick<Behaviour, 'publishAvailability' | 'erpBatch'>
  /** Told of what a flow failed with; the flow tries again by itself. */
  onFailure(flow: string, thrown: unknown): void
}

/** The reference connector: the integration between the systems, one module for each flow. */
export interface Connector extends AsyncDisposable {
  /** Resolves when no message is waiting for anything but time. */
  settle(): Promise<void>
}

const minute = 60_000

/** Brings the shop up to date, then starts the flows. */
export async function startConnector({
  clients,
  log,
  clock,
  behaviour,
  onFailure,
}: ConnectorOptions): Promise<Connector> {
  await exchangeCatalogue(clients)
  await exchangeAvailability(clients)
  const loops = await Promise.all([
    startConsumerLoop({
      log,
      clock,
      group: consumerGroups.availability,
      topic: 'stock',
      handle: (messages) => behaviour.publishAvailability(clients, messages),
      onFailure: (thrown) => onFailure('shop availability', thrown),
    }),
    startConsumerLoop({
      log,
      clock,
      group: consumerGroups.intake,
      topic: 'orders',
      handle: (messages) => takeOrders(clients, messages),
      onFailure: (thrown) => onFailure('order intake', thrown),
    }),
  ])
  const schedules = [
    clock.every('connector: ERP batch', 30 * minute, () =>
      consumeBacklog(log, consumerGroups.batch, 'orders', (messages) => behaviour.erpBatch(clients, messages)),
    ),
    clock.every('connector: order confirmation', 5 * minute, () => confirmOrders(clients)),
    clock.every('connector: catalogue', 60 * minute, () => exchangeCatalogue(clients)),
  ]
  return {
    settle: () => settleLoops(loops),
    async [Symbol.asyncDispose]() {
      for (const schedule of schedules) schedule.cancel()
      await Promise.all(loops.map((loop) => loop.stop()))
    },
  }
}
