import type { KafkaClients } from './clients.ts'
import { ownOffset } from './fetched-partition.ts'
import type { KafkaGuard } from './kafka-failure.ts'
import type { TopicCache } from './topic-cache.ts'

export interface GroupLag {
  /** Messages of these topics that the group has not committed. */
  of(group: string, topics: readonly string[]): Promise<number>
}

type Committed = ReadonlyMap<string, ReadonlyMap<string, number>>

/** Groups that are asked for at the same time are asked for together: settling asks for all of them, over and over. */
export function groupLag(options: {
  clients: KafkaClients
  guard: KafkaGuard
  cache: TopicCache
  /** The names on the broker. */
  nameOf(topic: string): string
  groupOf(group: string): string
}): GroupLag {
  const { clients, guard, cache, nameOf, groupOf } = options
  let asked: { groups: Set<string>; answer: Promise<Committed> } | undefined

  const ask = async (groups: Set<string>): Promise<Committed> => {
    // Commits first: what is published in between counts as not committed.
    await Promise.resolve()
    asked = undefined
    const found = await guard.run(() => clients.admin.listConsumerGroupOffsets({ groups: [...groups] }))
    await cache.refresh()
    return new Map(
      found.map(({ groupId, topics }) => [
        groupId,
        new Map(
          topics.flatMap(({ name, partitions }) =>
            partitions.map(({ partitionIndex, committedOffset }) => [
              `${name}/${partitionIndex}`,
              Number(committedOffset),
            ]),
          ),
        ),
      ]),
    )
  }

  return {
    async of(group, topics) {
      if (asked === undefined) {
        const groups = new Set<string>()
        asked = { groups, answer: ask(groups) }
      }
      const { groups, answer } = asked
      groups.add(groupOf(group))
      const committed = (await answer).get(groupOf(group))
      return topics.reduce(
        (sum, topic) =>
          cache.partitions(topic).reduce((left, fetched) => {
            const done = committed?.get(`${nameOf(topic)}/${fetched.partition}`) ?? 0
            return left + fetched.messages.length - ownOffset(fetched, done)
          }, sum),
        0,
      )
    },
  }
}
