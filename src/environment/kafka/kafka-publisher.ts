import { setTimeout as pause } from 'node:timers/promises'
import type { ProduceResult, Producer } from '@platformatic/kafka'
import type { Message } from '../../core/message-log.ts'
import type { KafkaClients } from './clients.ts'
import { ownOffset } from './fetched-partition.ts'
import type { KafkaGuard } from './kafka-failure.ts'
import type { TopicCache } from './topic-cache.ts'

export interface KafkaPublisher {
  /**
   * Stores messages, those of several topics in one transaction, until they can be read. Gives our offset of each. One call
   * at a time.
   */
  send(messages: readonly PlacedMessage[]): Promise<number[]>
}

export type PlacedMessage = Omit<Message, 'offset'>

interface Stored {
  message: PlacedMessage
  /** The broker's. */
  offset: number
}

type Sending = Parameters<Producer['send']>[0]

/** So often is it looked whether what was committed can be read; a transaction of somebody else's may keep it back for longer. */
const mostLooks = 50

/** To the broker: a producer that has just begun. Without it, the client claims to be one that was there before. */
const asNew = { producerId: -1n, producerEpoch: -1 }

export function kafkaPublisher(options: {
  clients: KafkaClients
  guard: KafkaGuard
  cache: TopicCache
  /** The name of a topic on the broker. */
  nameOf(topic: string): string
  transactionalId: string
}): KafkaPublisher {
  const { clients, guard, cache, nameOf, transactionalId } = options
  let transactional: Producer | undefined

  const sendTogether = async (sending: Sending): Promise<ProduceResult> => {
    transactional ??= clients.transactional(transactionalId)
    const transaction = await transactional.beginTransaction(asNew)
    try {
      const result = await transaction.send(sending)
      await transaction.commit()
      return result
    } catch (thrown) {
      await transaction.abort().catch(() => undefined)
      throw thrown
    }
  }

  /** A transaction is committed for the broker before its end stands in the partitions, where readers look for it. */
  const untilReadable = async (stored: readonly Stored[]): Promise<void> => {
    for (let look = 0; look < mostLooks; look += 1) {
      await cache.refresh()
      const isAhead = ({ message: { topic, partition }, offset }: Stored): boolean =>
        (cache.partitions(topic)[partition]?.next ?? Number.MAX_SAFE_INTEGER) <= offset
      if (!stored.some(isAhead)) return
      await pause(20)
    }
  }

  /** Of each partition, an offset of the broker's beside ours, as far as we know without asking. */
  const known = new Map<string, { broker: number; own: number }>()

  const ownOf = async ({ topic, partition }: PlacedMessage, broker: number): Promise<number> => {
    const place = `${topic}/${partition}`
    const find = (): number | undefined => {
      const fetched = cache.partitions(topic)[partition]
      if (fetched === undefined) return broker
      if (broker < fetched.next) return ownOffset(fetched, broker)
      const { messages, next } = fetched
      return [known.get(place), { broker: next, own: messages.length }].find((one) => one?.broker === broker)?.own
    }
    let own = find()
    if (own === undefined) {
      // Somebody else has published, or a transaction has ended.
      await cache.refresh()
      own = find() ?? cache.partitions(topic)[partition]?.messages.length ?? broker
    }
    known.set(place, { broker: broker + 1, own: own + 1 })
    return own
  }

  return {
    async send(messages) {
      if (messages.length === 0) return []
      const isTogether = messages.some(({ topic }) => topic !== messages[0]?.topic)
      const sending = { messages: messages.map((message) => recordOf(nameOf(message.topic), message)) }
      const { offsets = [] } = await guard.run(() =>
        isTogether ? sendTogether(sending) : clients.producer.send(sending),
      )
      const next = new Map(offsets.map(({ topic, partition, offset }) => [`${topic}/${partition}`, Number(offset)]))
      const stored = messages.map((message): Stored => {
        const place = `${nameOf(message.topic)}/${message.partition}`
        const offset = next.get(place) ?? 0
        next.set(place, offset + 1)
        return { message, offset }
      })
      if (isTogether) await untilReadable(stored)
      const own: number[] = []
      for (const { message, offset } of stored) own.push(await ownOf(message, offset))
      return own
    },
  }
}

function recordOf(
  topic: string,
  { partition, timestamp, key, value, headers }: PlacedMessage,
): Sending['messages'][number] {
  return {
    topic,
    partition,
    timestamp: BigInt(timestamp),
    ...(key !== null && { key: Buffer.from(key) }),
    value: Buffer.from(JSON.stringify(value)),
    headers: new Map(Object.entries(headers).map(([name, text]) => [Buffer.from(name), Buffer.from(text)])),
  }
}
