import { setTimeout as pause } from 'node:timers/promises'
import type { Producer } from '@platformatic/kafka'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import type { MessageLog } from '../../../src/core/message-log.ts'
import { type KafkaClients, openClients } from '../../../src/environment/kafka/clients.ts'
import { kafkaGuard } from '../../../src/environment/kafka/kafka-failure.ts'
import { kafkaLog } from '../../../src/environment/kafka/kafka-log.ts'
import { removeByPrefix } from '../../../src/environment/kafka/kafka-topics.ts'
import { topicCache } from '../../../src/environment/kafka/topic-cache.ts'
import { urlOf } from '../url-of.ts'

const address = urlOf(inject('kafka'))

describe.skipIf(address === undefined)('transactions on Apache Kafka', () => {
  const opened: KafkaClients[] = []
  let prefix: string
  let log: MessageLog

  const open = async (): Promise<KafkaClients> => {
    const clients = await openClients({ brokers: [address ?? ''] }, () => undefined)
    opened.push(clients)
    return clients
  }
  beforeEach(async () => {
    prefix = `transactions-${Date.now().toString(36)}-`
    const guard = kafkaGuard(address ?? '', () => undefined)
    log = kafkaLog({ clients: await open(), guard, prefix, clock: { now: () => 0 } })
    await log.createTopic('orders', { partitions: 1 })
    await log.createTopic('stock', { partitions: 1 })
  })
  afterEach(async () => {
    await log.close()
    await Promise.all(opened.splice(0).map((clients) => clients.close()))
  })

  const record = (topic: string, value: unknown): { topic: string; value: Buffer; partition: number } => ({
    topic: `${prefix}${topic}`,
    value: Buffer.from(JSON.stringify(value)),
    partition: 0,
  })
  const both = (value: unknown): { messages: ReturnType<typeof record>[] } => ({
    messages: [record('orders', value), record('stock', value)],
  })
  const read = async (): Promise<unknown[][]> =>
    Promise.all(['orders', 'stock'].map(async (topic) => (await log.read(topic)).map(({ value }) => value)))

  /** A broker writes that a transaction is committed into one partition after the other, once it has said so. */
  const untilRead = (values: unknown[][]): Promise<void> => expect.poll(read, { timeout: 30_000 }).toEqual(values)

  /** Somebody else's publisher. */
  const publisher = async (name = 'somebody'): Promise<Producer> => (await open()).transactional(`${prefix}${name}`)

  test('what somebody publishes in one is seen when it is committed, in all topics, and a group can settle', async () => {
    const consumer = await log.join('group', ['orders', 'stock'])
    const producer = await publisher()
    const transaction = await producer.beginTransaction()
    await transaction.send(both('a'))
    expect(await read()).toEqual([[], []])
    expect(await log.lag('group')).toBe(0)
    expect(await consumer.poll(10, AbortSignal.timeout(300))).toEqual([])
    await transaction.commit()
    while ((await log.lag('group')) < 2) await pause(5)
    const seen = [
      ...(await consumer.poll(1, AbortSignal.timeout(5_000))),
      ...(await consumer.poll(1, AbortSignal.timeout(5_000))),
    ]
    expect(seen.map(({ topic, offset, value }) => [topic, offset, value]).sort()).toEqual([
      ['orders', 0, 'a'],
      ['stock', 0, 'a'],
    ])
    await consumer.commit(seen.map(({ topic, partition }) => ({ topic, partition, offset: 1 })))
    expect(await log.lag('group')).toBe(0)
    await consumer.close()
  })

  test('offsets have no gaps, and what was not committed is handed out again', async () => {
    const producer = await publisher()
    for (const value of ['a', 'b', 'c']) {
      const transaction = await producer.beginTransaction()
      await transaction.send(both(value))
      await transaction.commit()
    }
    expect(await log.publish('orders', [{ key: null, value: 'd' }])).toEqual([
      { topic: 'orders', partition: 0, offset: 3 },
    ])
    const first = await log.join('group', ['orders'])
    expect((await first.poll(10, AbortSignal.timeout(5_000))).map(({ offset }) => offset)).toEqual([0, 1, 2, 3])
    await first.commit([{ topic: 'orders', partition: 0, offset: 2 }])
    expect(await log.lag('group')).toBe(2)
    await first.rewind()
    expect((await first.poll(10, AbortSignal.timeout(5_000))).map(({ value }) => value)).toEqual(['c', 'd'])
    await first.close()
    const next = await log.join('group', ['orders'])
    expect((await next.poll(10, AbortSignal.timeout(5_000))).map(({ value }) => value)).toEqual(['c', 'd'])
    await next.close()
  })

  test('what is aborted is never seen, also of one publisher several times', async () => {
    const producer = await publisher()
    for (const [value, isKept] of [
      ['a', false],
      ['b', true],
      ['c', false],
      ['d', false],
      ['e', true],
    ] as const) {
      const transaction = await producer.beginTransaction()
      await transaction.send(both(value))
      await (isKept ? transaction.commit() : transaction.abort())
    }
    await log.publish('stock', [{ key: null, value: 'f' }])
    await untilRead([
      ['b', 'e'],
      ['b', 'e', 'f'],
    ])
  })

  test('of a publisher that dies in the middle nothing is seen, and its successor goes on', async () => {
    const dying = await publisher()
    const transaction = await dying.beginTransaction()
    await transaction.send(both('lost'))
    await dying.close(true)
    await log.publish('orders', [{ key: null, value: 'behind it' }])
    const successor = await publisher()
    const second = await successor.beginTransaction({ producerId: -1n, producerEpoch: -1 })
    await second.send(both('kept'))
    await second.commit()
    await untilRead([['behind it', 'kept'], ['kept']])
  })

  test('ours are seen together, with the offsets that they have, or not at all', async () => {
    await log.publish('orders', [{ key: 'k', value: 'before' }])
    await log.publishTogether([
      { topic: 'orders', messages: [{ key: 'k', value: 'a' }] },
      { topic: 'stock', messages: [{ key: 'k', value: 'b' }] },
    ])
    expect(await log.publish('orders', [{ key: 'k', value: 'after' }])).toEqual([
      { topic: 'orders', partition: 0, offset: 2 },
    ])
    const tooLarge = 'x'.repeat(2_000_000)
    const failed = log.publishTogether([
      { topic: 'orders', messages: [{ key: 'k', value: 'half' }] },
      { topic: 'stock', messages: [{ key: 'k', value: tooLarge }] },
    ])
    await expect(failed).rejects.toMatchObject({ code: 'log.unreachable' })

    // That log takes a broker that refuses for one that is gone: somebody else looks, and cleans up.
    const clients = await open()
    const guard = kafkaGuard(address ?? '', () => undefined)
    const cache = topicCache(clients, guard, (topic) => `${prefix}${topic}`)
    for (const topic of ['orders', 'stock']) cache.track(topic, 1)
    await cache.refresh()
    const values = ['orders', 'stock'].map((topic) =>
      cache.partitions(topic).flatMap(({ messages }) => messages.map(({ value }) => value)),
    )
    await removeByPrefix(clients, [prefix])
    expect(values).toEqual([['before', 'a', 'after'], ['b']])
  })
})
