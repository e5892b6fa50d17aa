import type { Message } from '../../core/message-log.ts'
import type { Behaviour } from '../defects/table.ts'
import type { ConnectorClients } from './clients.ts'
import type { ConsumerLoopOptions } from './consumer-loop.ts'
import { migrateCustomers } from './customers/migration.ts'
import { bookMovements } from './fulfilment/book-movements.ts'
import { consumerGroups } from './groups.ts'
import { applyOrderChanges } from './order-changes/apply-changes.ts'
import { sendNotices } from './order-notices.ts'
import { bringPrices, priceChangesIn, tellPrices } from './price-changes.ts'
import type { StatusEvent } from './status-event.ts'

/** What is done with the messages of a topic as they come. */
export interface Flow extends Pick<ConsumerLoopOptions, 'limit' | 'demand' | 'handle'> {
  name: string
  group: string
  topic: string
}

/** So many status events at a time: the OMS takes them one by one. */
const statusLimit = 50

export function continuousFlows(clients: ConnectorClients, behaviour: Behaviour): Flow[] {
  const statusEvents = (messages: readonly Message[]): StatusEvent[] =>
    messages.map(({ value, headers }) => {
      const correlationId = headers['correlation-id']
      return { ...behaviour.readStatus(value), ...(correlationId !== undefined && { correlationId }) }
    })
  return [
    {
      name: 'shop availability',
      group: consumerGroups.availability,
      topic: 'stock',
      handle: (messages) => behaviour.publishAvailability(clients, messages),
    },
    {
      name: 'order intake',
      group: consumerGroups.intake,
      topic: 'orders',
      handle: (messages) => behaviour.takeOrders(clients, messages),
    },
    {
      name: 'order status',
      group: consumerGroups.status,
      topic: 'order-status',
      limit: statusLimit,
      handle: (messages) => behaviour.applyStatuses(clients, statusEvents(messages)),
    },
    {
      name: 'goods movements',
      group: consumerGroups.goods,
      topic: 'goods-movements',
      handle: (messages) => bookMovements(clients, messages),
    },
    {
      name: 'order changes',
      group: consumerGroups.changes,
      topic: 'order-changes',
      handle: (messages) => applyOrderChanges(clients, messages, behaviour.giveMoneyBack),
    },
    {
      name: 'order notices',
      group: consumerGroups.notices,
      topic: 'order-status',
      limit: statusLimit,
      demand: () => behaviour.askDemand(clients),
      handle: (messages) => sendNotices(clients, statusEvents(messages)),
    },
    {
      name: 'customer migration',
      group: consumerGroups.customers,
      topic: 'customers',
      limit: 1,
      handle: (messages) => migrateCustomers(clients, messages, behaviour),
    },
    {
      name: 'shop prices',
      group: behaviour.followerGroup('shop'),
      topic: 'prices',
      handle: (messages) => bringPrices(clients, priceChangesIn(messages)),
    },
  ]
}

/** Tells somebody of price changes in a chat. */
export function followerFlow(name: string, to: string, clients: ConnectorClients, behaviour: Behaviour): Flow {
  return {
    name: `price changes for ${name}`,
    group: behaviour.followerGroup(name),
    topic: 'prices',
    handle: (messages) => tellPrices(clients, name, to, priceChangesIn(messages)),
  }
}
