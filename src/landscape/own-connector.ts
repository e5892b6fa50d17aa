import type { Schedule, Scheduler } from '../core/clock.ts'
import { messageOf, StandinError } from '../core/error.ts'
import type { MessageLog } from '../core/message-log.ts'
import type { ConsumerBook } from './broker/consumers/consumer-book.ts'
import { type ApiClient, apiClient } from './http-client.ts'
import { topics } from './topics.ts'

/** A connector of somebody else's, in the place of the reference connector. */
export interface OwnConnector {
  /** The base of its URLs. Without one, the shop asks nobody before it places an order. */
  url?: string
}

export interface OwnConnectorOptions extends OwnConnector {
  log: MessageLog
  clock: Scheduler
  consumers(): ConsumerBook | undefined
}

/** The landscape's side of a connector that is not ours. */
export interface AttachedConnector {
  /** What the shop calls before it places an order. */
  gateway?: ApiClient
  schedule: Schedule
  /** Where nothing answered, in sentences that name the system. */
  unanswered(): Promise<string[]>
}

/** Tells whoever cannot know the landscape's clock what time it is there. */
const clockTopic = 'clock'

export async function attachConnector({ url, log, clock, consumers }: OwnConnectorOptions): Promise<AttachedConnector> {
  await log.createTopic(clockTopic, { partitions: 1 })
  const gateway = url === undefined ? undefined : watchedGateway(`${url}/gateway/checkout`)
  return {
    ...(gateway && { gateway: gateway.ask }),
    schedule: clock.every('broker: tell the time', 60_000, async () => {
      const value = { now: new Date(clock.now()).toISOString() }
      await log.publish(clockTopic, [{ key: null, value }])
    }),
    async unanswered() {
      const said = gateway === undefined ? [nobodyAsked] : gateway.unanswered()
      return [...said, ...(await unreadTopics(log, consumers()))]
    },
  }
}

const nobodyAsked = 'connector: there is no checkout gateway, so nobody was asked before an order was placed'

interface WatchedGateway {
  ask: ApiClient
  unanswered(): string[]
}

function watchedGateway(url: string): WatchedGateway {
  const client = apiClient({ caller: 'shop', url })
  let answered = 0
  let silent = 0
  let last = ''
  return {
    async ask(...call) {
      try {
        const answer = await client(...call)
        answered++
        return answer
      } catch (thrown) {
        if (!(thrown instanceof StandinError)) throw thrown
        silent++
        last = messageOf(thrown)
        throw thrown
      }
    },
    unanswered() {
      if (silent === 0) return []
      return [
        `connector: the checkout gateway ${url} failed ${silent} of ${silent + answered} requests of the shop; the last: ${last.trim()}`,
      ]
    },
  }
}

async function unreadTopics(log: MessageLog, consumers: ConsumerBook | undefined): Promise<string[]> {
  const read = consumers?.topicsRead() ?? new Set()
  const unread = Object.keys(topics).filter((topic) => !read.has(topic))
  const counts = await Promise.all(unread.map(async (topic) => (await log.read(topic)).length))
  return unread.flatMap((topic, index) => {
    const count = counts[index] ?? 0
    if (count === 0) return []
    return [
      `broker: no consumer has read the topic "${topic}", which holds ${count} ${count === 1 ? 'message' : 'messages'}`,
    ]
  })
}
