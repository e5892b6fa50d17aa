import { type LandscapeClock, landscapeClock } from '../../../src/core/clock.ts'
import type { MessageLog } from '../../../src/core/message-log.ts'
import type { SqlStore } from '../../../src/core/sql-store.ts'
import { embeddedMessageLog } from '../../../src/environment/embedded/message-log/message-log.ts'
import { changeFeeds } from '../../../src/landscape/broker/change-feeds.ts'
import { checkedLog } from '../../../src/landscape/broker/checked-log.ts'
import { consumerBook } from '../../../src/landscape/broker/consumers/consumer-book.ts'
import { settlingOfGroups } from '../../../src/landscape/broker/consumers/settle-groups.ts'
import { brokerMirror } from '../../../src/landscape/broker/mirror.ts'
import { schemaRegistry } from '../../../src/landscape/broker/schema-registry.ts'
import { topicSchemas } from '../../../src/landscape/broker/schemas.ts'
import { type ServedMirror, servedMirror, testKey } from '../served-api.ts'

export interface BrokerAtWork extends ServedMirror {
  clock: LandscapeClock
  log: MessageLog
  settleGroups(): Promise<boolean>
}

/** The broker's API around a log with the topics `order-status` and `prices`. */
export async function brokerAtWork(
  stores: Readonly<Record<string, SqlStore>> = {},
  idleTime?: number,
): Promise<BrokerAtWork> {
  const clock = landscapeClock({
    start: 0,
    settle: async () => undefined,
    onJob: (_name, _at, thrown) => {
      if (thrown !== undefined) throw thrown
    },
  })
  const registry = schemaRegistry(topicSchemas)
  const log = checkedLog(embeddedMessageLog({ clock }), registry)
  await log.createTopic('order-status', { partitions: 2 })
  await log.createTopic('prices', { partitions: 2 })
  const feeds = changeFeeds(stores, log)
  const consumers = consumerBook(log, idleTime)
  const served = await servedMirror(brokerMirror({ log, clock, apiKey: testKey, registry, feeds, consumers }))
  return {
    ...served,
    clock,
    log,
    settleGroups: settlingOfGroups(log, consumers, { idle: 1_000, total: 20_000 }),
    async [Symbol.asyncDispose]() {
      await consumers.close()
      await served[Symbol.asyncDispose]()
      await log.close()
    },
  }
}
