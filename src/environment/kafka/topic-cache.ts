import { createWakeUp, type WakeUp } from '../embedded/message-log/wake-up.ts'
import type { KafkaClients } from './clients.ts'
import { addCommitted, emptyPartition, type FetchedPartition } from './fetched-partition.ts'
import type { KafkaGuard } from './kafka-failure.ts'

/** The messages of topics as far as they were fetched. Each is fetched once, for all groups. */
export interface TopicCache {
  track(topic: string, partitions: number): void
  partitions(topic: string): readonly FetchedPartition[]
  /** Resolves when everything has been fetched that was in the topics when this was called. */
  refresh(): Promise<void>
  readonly changed: WakeUp
}

/** Bytes of one partition in one answer; a larger message comes alone. */
const portion = 4 * 1024 * 1024

/** `nameOf` gives the name that a topic has on the broker. */
export function topicCache({ reader }: KafkaClients, guard: KafkaGuard, nameOf: (topic: string) => string): TopicCache {
  const topics = new Map<string, FetchedPartition[]>()
  const changed = createWakeUp()
  let running: Promise<void> | undefined
  let next: Promise<void> | undefined

  const fetchOnce = async (): Promise<void> => {
    const names = [...topics.keys()]
    if (names.length === 0) return
    const ends = await reader.listOffsets({ topics: names.map(nameOf) })
    for (;;) {
      const behind = names.flatMap((topic) =>
        (topics.get(topic) ?? []).filter(
          ({ partition, next }) => next < Number(ends.get(nameOf(topic))?.[partition] ?? 0),
        ),
      )
      if (behind.length === 0) return
      await fetchBehind(behind)
      changed.wake()
    }
  }

  const fetchBehind = async (behind: readonly FetchedPartition[]): Promise<void> => {
    const metadata = await reader.metadata({ topics: [...new Set(behind.map(({ topic }) => nameOf(topic)))] })
    const places = behind.map((one) => {
      const known = metadata.topics.get(nameOf(one.topic))
      return { one, id: known?.id ?? '', node: known?.partitions[one.partition]?.leader ?? 0 }
    })
    for (const [node, ofNode] of Map.groupBy(places, (place) => place.node)) {
      const wanted = [...Map.groupBy(ofNode, ({ id }) => id)].map(([topicId, parts]) => ({
        topicId,
        partitions: parts.map(({ one: { partition, next } }) => ({
          partition,
          fetchOffset: BigInt(next),
          currentLeaderEpoch: -1,
          lastFetchedEpoch: -1,
          partitionMaxBytes: portion,
        })),
      }))
      const { responses } = await reader.fetch({ node, topics: wanted, maxWaitTime: 100, minBytes: 1 })
      for (const { topicId, partitions } of responses) {
        for (const fetched of partitions) {
          const place = ofNode.find(({ id, one }) => id === topicId && one.partition === fetched.partitionIndex)
          if (place !== undefined) addCommitted(place.one, fetched.records ?? [], fetched.abortedTransactions ?? [])
        }
      }
    }
  }

  const begin = (): Promise<void> => {
    const fetching = guard.run(fetchOnce).finally(() => {
      if (running === fetching) running = undefined
    })
    running = fetching
    return fetching
  }

  return {
    changed,
    track(topic, partitions) {
      if (!topics.has(topic))
        topics.set(
          topic,
          Array.from({ length: partitions }, (_, partition) => emptyPartition(topic, partition)),
        )
    },
    partitions: (topic) => topics.get(topic) ?? [],
    refresh() {
      if (running === undefined) return begin()
      // What is under way may have asked for the ends too early.
      next ??= running
        .catch(() => undefined)
        .then(() => {
          next = undefined
          return begin()
        })
      return next
    },
  }
}
