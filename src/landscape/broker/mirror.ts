import type { Scheduler } from '../../core/clock.ts'
import type { MessageLog } from '../../core/message-log.ts'
import type { Mirror } from '../mirror.ts'
import { Refusal } from '../refusal.ts'
import { type ApiCall, routesWith } from '../routes.ts'
import { brokerError } from './broker-error.ts'
import type { ChangeFeeds } from './change-feeds.ts'
import type { ConsumerBook } from './consumers/consumer-book.ts'
import { consumerRoutes } from './consumers/consumer-routes.ts'
import { feedRoutes } from './feed-routes.ts'
import { registryRoutes } from './registry-routes.ts'
import type { SchemaRegistry } from './schema-registry.ts'
import { topicRoutes } from './topic-routes.ts'

export interface BrokerOptions {
  log: MessageLog
  clock: Scheduler
  apiKey: string
  registry: SchemaRegistry
  feeds: ChangeFeeds
  consumers: ConsumerBook
}

/** What stands around the topics: publishing and reading over HTTP, the registry of their schemas, and change feeds into them. */
export function brokerMirror({ log, clock, apiKey, registry, feeds, consumers }: BrokerOptions): Mirror {
  const route = routesWith(brokerError)
  const authorize = ({ request }: ApiCall): void => {
    if (request.headers.get('authorization') !== `Bearer ${apiKey}`) throw new Refusal(401, '401', 'Unauthorized')
  }
  return {
    refuse: brokerError,
    schedules: [clock.every('broker: change feeds', 60_000, feeds.relay)],
    handlers: [
      ...topicRoutes(route, authorize, log),
      ...consumerRoutes(route, authorize, log, consumers),
      ...registryRoutes(route, authorize, registry),
      ...feedRoutes(route, authorize, feeds),
    ],
  }
}
