import type { Clock } from '../../core/clock.ts'
import { StandinError, usageError } from '../../core/error.ts'
import type { Message, MessageLog, Position, TopicBatch } from '../../core/message-log.ts'
import { suggestion } from '../../core/nearest.ts'
import { partitionOf } from '../embedded/message-log/partitioner.ts'
import type { KafkaClients } from './clients.ts'
import { groupLag } from './group-lag.ts'
import type { KafkaGuard } from './kafka-failure.ts'
import { type KafkaMember, kafkaMember } from './kafka-member.ts'
import { kafkaPublisher } from './kafka-publisher.ts'
import { makeTopic, removeByPrefix } from './kafka-topics.ts'
import { topicCache } from './topic-cache.ts'

export interface KafkaLogOptions {
  clients: KafkaClients
  guard: KafkaGuard
  /** Before the names of all topics and groups on the broker, so that runs do not meet. */
  prefix: string
  clock: Clock
  onPublished?(topic: string, messages: readonly Message[]): void
  onDelivered?(group: string, messages: readonly Message[]): void
}

/** A message log on Kafka. Closing it deletes its topics and groups. */
export function kafkaLog(options: KafkaLogOptions): MessageLog {
  const { clients, guard, prefix, clock, onPublished, onDelivered } = options
  const topics = new Map<string, number>()
  const groups = new Map<string, { topics: Set<string>; members: Set<KafkaMember> }>()
  const nameOf = (name: string): string => `${prefix}${name}`
  // The client takes no group with a space in its name.
  const groupOf = (name: string): string => `${prefix}${encodeURIComponent(name)}`
  const cache = topicCache(clients, guard, nameOf)
  const lag = groupLag({ clients, guard, cache, nameOf, groupOf })
  const publisher = kafkaPublisher({ clients, guard, cache, nameOf, transactionalId: `${prefix}publisher` })
  let publishing: Promise<unknown> = Promise.resolve()
  let withoutKey = 0
  let closed = false

  const checkOpen = (): void => {
    guard.check()
    if (closed) throw new StandinError('environment', { code: 'log.closed', message: 'the message log is closed' })
  }

  const partitionsOf = (topic: string): number => {
    checkOpen()
    const partitions = topics.get(topic)
    if (partitions !== undefined) return partitions
    const remedy = capitalized(suggestion(topic, [...topics.keys()]))
    throw usageError({ code: 'log.unknown-topic', message: `there is no topic "${topic}"`, remedy })
  }

  const send = async (batches: readonly TopicBatch[]): Promise<Position[]> => {
    const timestamp = clock.now()
    const placed = batches.flatMap(({ topic, messages }) => {
      const count = partitionsOf(topic)
      return messages.map(({ key, value, headers = {} }) => ({
        topic,
        key,
        value,
        headers: { ...headers },
        partition: key === null ? withoutKey++ % count : partitionOf(key, count),
        timestamp,
      }))
    })
    const offsets = await publisher.send(placed)
    const stored = placed.map((message, index): Message => ({ ...message, offset: offsets[index] ?? 0 }))
    for (const [topic, messages] of Map.groupBy(stored, (message) => message.topic)) onPublished?.(topic, messages)
    return stored.map(({ topic, partition, offset }) => ({ topic, partition, offset }))
  }

  /** What the values are at this moment, one after the other: the order within a partition is that of the calls. */
  const publish = async (batches: readonly TopicBatch[]): Promise<Position[]> => {
    for (const { topic } of batches) partitionsOf(topic)
    const copies = batches.map(({ topic, messages }) => ({
      topic,
      messages: messages.map((message) => ({ ...message, value: structuredClone(message.value) })),
    }))
    const sent = publishing.then(() => send(copies))
    publishing = sent.catch(() => undefined)
    const positions = await sent
    cache.refresh().catch(() => undefined)
    return positions
  }

  return {
    async createTopic(name, { partitions }) {
      checkOpen()
      checkTopic(name, partitions)
      const existing = topics.get(name)
      if (existing === partitions) return
      if (existing !== undefined) {
        const message = `the topic "${name}" exists with ${existing} partitions, not ${partitions}`
        throw usageError({ code: 'log.topic-exists', message })
      }
      await guard.run(() => makeTopic(clients, nameOf(name), partitions))
      topics.set(name, partitions)
      cache.track(name, partitions)
    },
    async topics() {
      checkOpen()
      return [...topics].map(([topic, partitions]) => ({ topic, partitions }))
    },
    publish: async (topic, messages) => publish([{ topic, messages }]),
    publishTogether: async (batches) => void (await publish(batches)),
    async join(name, names) {
      for (const topic of names) partitionsOf(topic)
      const group = groups.get(name) ?? { topics: new Set(), members: new Set() }
      groups.set(name, group)
      for (const topic of names) group.topics.add(topic)
      const others = [...group.members]
      await Promise.all(others.map((other) => other.joined))
      const client = clients.member(groupOf(name))
      const member = kafkaMember({
        client,
        group: name,
        topics: names,
        cache,
        guard,
        nameOf,
        ...(onDelivered && { onDelivered }),
      })
      group.members.add(member)
      const joining = member.joined.then(() => member.generation)
      joining.catch(() => undefined)
      for (const other of others) other.giveWay(joining)
      // The first one need not wait for the broker: it is asked again when it is to hand out messages.
      if (others.length > 0) await joining
      return {
        poll: member.poll,
        commit: member.commit,
        rewind: member.rewind,
        async close() {
          group.members.delete(member)
          await member.close()
        },
      }
    },
    async read(topic) {
      partitionsOf(topic)
      await cache.refresh()
      return cache.partitions(topic).flatMap(({ messages }) => messages)
    },
    async lag(name) {
      checkOpen()
      const group = groups.get(name)
      if (group !== undefined) return lag.of(name, [...group.topics])
      const remedy = capitalized(suggestion(name, [...groups.keys()]))
      throw usageError({ code: 'log.unknown-group', message: `there is no consumer group "${name}"`, remedy })
    },
    async close() {
      if (closed) return
      closed = true
      if (guard.lost === undefined) {
        await Promise.allSettled([...groups.values()].flatMap(({ members }) => [...members].map((one) => one.close())))
        await removeByPrefix(clients, [prefix]).catch(() => undefined)
      }
      await clients.close()
    },
  }
}

function checkTopic(name: string, partitions: number): void {
  if (!/^[\w.-]{1,200}$/.test(name) || name === '.' || name === '..') {
    const message = `"${name}" is no name of a topic: up to 200 letters, digits, dots, dashes and underscores`
    throw usageError({ code: 'log.invalid-topic', message })
  }
  if (!Number.isInteger(partitions) || partitions < 1)
    throw usageError({ code: 'log.invalid-topic', message: `the topic "${name}" needs at least one partition` })
}

function capitalized(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}
