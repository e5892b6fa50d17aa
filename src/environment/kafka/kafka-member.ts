import { setTimeout as pause } from 'node:timers/promises'
import type { Consumer as KafkaConsumer } from '@platformatic/kafka'
import { StandinError } from '../../core/error.ts'
import type { Consumer, Message, Position } from '../../core/message-log.ts'
import { brokerOffset, ownOffset } from './fetched-partition.ts'
import type { KafkaGuard } from './kafka-failure.ts'
import type { TopicCache } from './topic-cache.ts'

export interface MemberOptions {
  client: KafkaConsumer
  group: string
  topics: readonly string[]
  cache: TopicCache
  guard: KafkaGuard
  /** The name of a topic on the broker, and back. */
  nameOf(topic: string): string
  onDelivered?(group: string, messages: readonly Message[]): void
}

/** A member of a group, as the group's other members in this process see it. */
export interface KafkaMember extends Consumer {
  /** Resolves when the broker has given it its partitions. */
  readonly joined: Promise<void>
  readonly generation: number
  /** Hands out nothing until the broker has given it its partitions anew, because of another member. */
  giveWay(joining: Promise<number>): void
}

/** Milliseconds between two looks for messages that somebody else has published. */
const lookInterval = 200

export function kafkaMember(options: MemberOptions): KafkaMember {
  const { client, group, topics, cache, guard, nameOf } = options
  /** The broker's next offset of each partition that is ours; missing until it is known what the group has committed. */
  const positions = new Map<string, number>()
  const leaving = new AbortController()
  let required = 0
  let givingWay = 0
  let turn = 0

  const owned = (): { topic: string; partition: number; key: string }[] =>
    topics.flatMap((topic) =>
      (client.assignments ?? [])
        .filter((assignment) => assignment.topic === nameOf(topic))
        .flatMap(({ partitions }) =>
          partitions.map((partition) => ({ topic, partition, key: `${topic}/${partition}` })),
        ),
    )

  client.on('consumer:group:join', () => {
    const keys = new Set(owned().map(({ key }) => key))
    for (const key of positions.keys()) if (!keys.has(key)) positions.delete(key)
    cache.changed.wake()
  })
  client.topics.trackAll(...topics.map(nameOf))
  const joined = guard.run(async () => void (await client.joinGroup()))
  // Whoever needs the membership sees what became of it.
  joined.catch(() => undefined)

  const isStable = (): boolean => givingWay === 0 && client.generationId >= required && client.assignments !== null

  const stable = async (signal?: AbortSignal): Promise<void> => {
    await joined
    while (!isStable() && !leaving.signal.aborted && signal?.aborted !== true) {
      guard.check()
      await pause(5)
    }
  }

  const findPositions = async (): Promise<void> => {
    const unknown = owned().filter(({ key }) => !positions.has(key))
    if (unknown.length === 0) return
    const { generationId } = client
    const wanted = [...Map.groupBy(unknown, ({ topic }) => topic)].map(([topic, parts]) => ({
      topic: nameOf(topic),
      partitions: parts.map(({ partition }) => partition),
    }))
    const committed = await guard.run(() => client.listCommittedOffsets({ topics: wanted }))
    if (client.generationId !== generationId) return
    for (const { topic, partition, key } of unknown)
      positions.set(key, Math.max(0, Number(committed.get(nameOf(topic))?.[partition] ?? 0)))
  }

  const take = (max: number): Message[] => {
    const own = owned().filter(({ key }) => positions.has(key))
    const taken: Message[] = []
    for (let step = 0; step < own.length && taken.length < max; step++) {
      const { topic, partition, key } = own[(turn + step) % own.length] as (typeof own)[number]
      const fetched = cache.partitions(topic)[partition]
      if (fetched === undefined) continue
      const from = ownOffset(fetched, positions.get(key) ?? 0)
      const next = fetched.messages.slice(from, from + max - taken.length)
      if (next.length > 0) positions.set(key, brokerOffset(fetched, from + next.length))
      taken.push(...next)
    }
    turn++
    return taken
  }

  const checkMember = (): void => {
    guard.check()
    if (leaving.signal.aborted) throw closedError(group)
  }

  return {
    joined,
    get generation() {
      return client.generationId
    },
    giveWay(joining) {
      givingWay++
      joining
        .then((generation) => {
          required = Math.max(required, generation)
        })
        .catch(() => undefined)
        .finally(() => givingWay--)
    },
    async poll(max, signal) {
      checkMember()
      const ended = AbortSignal.any([signal, leaving.signal])
      while (!ended.aborted) {
        await untilAborted(stable(ended), ended)
        if (!ended.aborted) await untilAborted(findPositions(), ended)
        if (ended.aborted) return []
        guard.check()
        const messages = isStable() ? take(Math.max(1, max)) : []
        if (messages.length > 0) {
          options.onDelivered?.(group, messages)
          return messages
        }
        await Promise.race([cache.changed.next(ended), look(ended)])
      }
      return []
    },
    async commit(committed) {
      checkMember()
      await stable()
      const keys = new Set(owned().map(({ key }) => key))
      for (const position of committed) check(group, position, keys, cache)
      const offsets = committed.map(({ topic, partition, offset }) => ({
        topic: nameOf(topic),
        partition,
        offset: BigInt(behind(cache, { topic, partition, offset })),
        leaderEpoch: -1,
      }))
      if (offsets.length > 0) await guard.run(() => client.commit({ offsets }))
    },
    // Also without the broker: what is polled next says that it is gone.
    async rewind() {
      if (leaving.signal.aborted) throw closedError(group)
      positions.clear()
      cache.changed.wake()
    },
    async close() {
      if (leaving.signal.aborted) return
      leaving.abort()
      cache.changed.wake()
      if (guard.lost !== undefined) return
      await joined.catch(() => undefined)
      await guard.run(() => client.close(true))
    },
  }

  async function look(signal: AbortSignal): Promise<void> {
    await pause(lookInterval, undefined, { signal }).catch(() => undefined)
    if (!signal.aborted) await cache.refresh()
  }
}

/** Nobody who was told to stop waits for a broker. */
async function untilAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return void work.catch(() => undefined)
  const { promise, resolve } = Promise.withResolvers<void>()
  const stop = (): void => resolve()
  signal.addEventListener('abort', stop, { once: true })
  try {
    await Promise.race([work, promise])
  } finally {
    signal.removeEventListener('abort', stop)
    work.catch(() => undefined)
  }
}

function check(
  group: string,
  { topic, partition, offset }: Position,
  owned: ReadonlySet<string>,
  cache: TopicCache,
): void {
  const place = `${topic}/${partition}`
  if (!owned.has(place)) {
    throw new StandinError('environment', {
      code: 'log.partition-lost',
      message: `group "${group}": the partition ${place} belongs to another member now`,
      remedy: 'Drop the work on it: its new reader gets the messages that were not committed.',
    })
  }
  const end = cache.partitions(topic)[partition]?.messages.length ?? 0
  if (!Number.isInteger(offset) || offset < 0 || offset > end) {
    throw new StandinError('usage', {
      code: 'log.offset-out-of-range',
      message: `group "${group}": ${place} has offsets from 0 to ${end}, not ${offset}`,
    })
  }
}

function behind(cache: TopicCache, { topic, partition, offset }: Position): number {
  const fetched = cache.partitions(topic)[partition]
  return fetched === undefined ? offset : brokerOffset(fetched, offset)
}

function closedError(group: string): StandinError {
  return new StandinError('environment', { code: 'log.closed', message: `this member has left the group "${group}"` })
}
