import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Json } from '../../src/core/json.ts'
import type { Consumer, Message, MessageLog, Position } from '../../src/core/message-log.ts'

export interface StartedMessageLog {
  log: MessageLog
  stop(): Promise<void>
}

/** What every message log must do. Each test has topics and groups of its own, so that one log serves them all. */
export function messageLogContract(name: string, { start }: { start(): Promise<StartedMessageLog> }): void {
  describe(`message log: ${name}`, () => {
    let started: StartedMessageLog
    let log: MessageLog
    let last = 0
    const fresh = (what: string): string => `${what}-${++last}`
    const topicWith = async (partitions: number): Promise<string> => {
      const topic = fresh('topic')
      await log.createTopic(topic, { partitions })
      return topic
    }
    const publish = (topic: string, ...messages: [key: string | null, value: Json][]): Promise<Position[]> =>
      log.publish(
        topic,
        messages.map(([key, value]) => ({ key, value })),
      )

    beforeAll(async () => {
      started = await start()
      log = started.log
    })
    afterAll(() => started?.stop())

    describe('topics', () => {
      test('are listed with their partitions', async () => {
        const topic = await topicWith(3)
        expect(await log.topics()).toContainEqual({ topic, partitions: 3 })
      })

      test('can be created again with as many partitions, and with no other number', async () => {
        const topic = await topicWith(2)
        await log.createTopic(topic, { partitions: 2 })
        await expect(log.createTopic(topic, { partitions: 3 })).rejects.toMatchObject({ code: 'log.topic-exists' })
      })

      test('that do not exist are refused everywhere', async () => {
        const refusal = { code: 'log.unknown-topic' }
        await expect(publish('no-such-topic', ['a', 1])).rejects.toMatchObject(refusal)
        await expect(log.read('no-such-topic')).rejects.toMatchObject(refusal)
        await expect(log.join(fresh('group'), ['no-such-topic'])).rejects.toMatchObject(refusal)
      })
    })

    describe('publishing', () => {
      test('gives offsets from 0 without gaps, in the order given', async () => {
        const topic = await topicWith(1)
        expect(await publish(topic, ['a', 1], ['b', 2])).toEqual([at(topic, 0, 0), at(topic, 0, 1)])
        expect(await publish(topic, ['c', 3])).toEqual([at(topic, 0, 2)])
        expect((await log.read(topic)).map(({ value }) => value)).toEqual([1, 2, 3])
      })

      test('keeps the messages of one key together and in order', async () => {
        const topic = await topicWith(8)
        const keys = Array.from({ length: 40 }, (_, index) => `key ${index % 10}`)
        const positions = await publish(topic, ...keys.map((key, index): [string, Json] => [key, index]))
        const partitions = new Map<string, Set<number>>()
        for (const [index, key] of keys.entries())
          partitions.set(key, (partitions.get(key) ?? new Set()).add(positions[index]?.partition ?? -1))
        expect([...partitions.values()].every((used) => used.size === 1)).toBe(true)
        expect(new Set(positions.map(({ partition }) => partition)).size).toBeGreaterThan(1)
        for (const key of partitions.keys()) {
          const values = (await log.read(topic)).filter((message) => message.key === key).map(({ value }) => value)
          expect(values).toEqual(values.toSorted((a, b) => Number(a) - Number(b)))
        }
      })

      test("chooses the partition of a key as Kafka's clients do", async () => {
        const topic = await topicWith(100)
        const [first, second] = await publish(topic, ['21', 0], ['foobar', 0])
        // murmur2("21") = -973932308, murmur2("foobar") = -790332482, signs cleared, modulo 100.
        expect([first?.partition, second?.partition]).toEqual([
          (-973932308 & 0x7fffffff) % 100,
          (-790332482 & 0x7fffffff) % 100,
        ])
      })

      test('carries key, value, headers and time', async () => {
        const topic = await topicWith(1)
        const value: Json = { text: 'ü€𐍈', numbers: [1, 2.5, -3], nested: { nothing: null, yes: true } }
        await log.publish(topic, [
          { key: 'k', value, headers: { 'correlation-id': 'c1' } },
          { key: null, value: null },
        ])
        const [first, second] = await log.read(topic)
        expect(first).toMatchObject({
          topic,
          partition: 0,
          offset: 0,
          key: 'k',
          value,
          headers: { 'correlation-id': 'c1' },
        })
        expect(first?.timestamp).toBeTypeOf('number')
        expect(second).toMatchObject({ key: null, value: null, headers: {} })
      })

      test('stores messages of several topics together, and none when one of them cannot be stored', async () => {
        const [one, two] = [await topicWith(1), await topicWith(1)]
        await publish(one, ['k', 0])
        await log.publishTogether([
          { topic: one, messages: [{ key: 'k', value: 1 }] },
          { topic: two, messages: [{ key: 'k', value: 2 }] },
        ])
        const half = [
          { topic: one, messages: [{ key: 'k', value: 'half' }] },
          { topic: 'no-such-topic', messages: [{ key: 'k', value: 'half' }] },
        ]
        await expect(log.publishTogether(half)).rejects.toMatchObject({ code: 'log.unknown-topic' })
        expect(await publish(one, ['k', 3])).toEqual([at(one, 0, 2)])
        expect((await log.read(one)).map(({ offset, value }) => [offset, value])).toEqual([
          [0, 0],
          [1, 1],
          [2, 3],
        ])
        expect((await log.read(two)).map(({ value }) => value)).toEqual([2])
        const group = fresh('group')
        const consumer = await log.join(group, [one, two])
        await pollAll(consumer, 4)
        await consumer.commit([at(one, 0, 3), at(two, 0, 1)])
        expect(await log.lag(group)).toBe(0)
        await consumer.close()
      })

      test('stores what the value was at that moment', async () => {
        const topic = await topicWith(1)
        const value = { stock: { onHand: 1 } }
        await publish(topic, ['k', value])
        value.stock.onHand = 2
        const [message] = await log.read(topic)
        expect(message?.value).toEqual({ stock: { onHand: 1 } })
        attempt(() => {
          const stored = message?.value as { stock: { onHand: number } }
          stored.stock.onHand = 3
        })
        expect((await log.read(topic))[0]?.value).toEqual({ stock: { onHand: 1 } })
      })
    })

    describe('a consumer group', () => {
      test('starts at the oldest message and gets each once', async () => {
        const topic = await topicWith(4)
        await publish(topic, ...numbered(0, 20))
        const consumer = await log.join(fresh('group'), [topic])
        const messages = await pollAll(consumer, 20)
        expect(valuesOf(messages)).toEqual(range(0, 20))
        expect(await nothingMore(consumer)).toBe(true)
        await consumer.close()
      })

      test('gets at most as many as it asks for, in order within a partition', async () => {
        const topic = await topicWith(1)
        await publish(topic, ...numbered(0, 5))
        const consumer = await log.join(fresh('group'), [topic])
        const batches = [await poll(consumer, 2), await poll(consumer, 2), await poll(consumer, 2)]
        expect(batches.map((batch) => batch.map(({ value }) => value))).toEqual([[0, 1], [2, 3], [4]])
        await consumer.close()
      })

      test('waits for a message, and stops waiting when told to', async () => {
        const topic = await topicWith(1)
        const consumer = await log.join(fresh('group'), [topic])
        const waiting = poll(consumer, 10)
        await publish(topic, ['k', 'later'])
        expect((await waiting).map(({ value }) => value)).toEqual(['later'])
        const stopping = new AbortController()
        const stopped = consumer.poll(10, stopping.signal)
        stopping.abort()
        expect(await stopped).toEqual([])
        await consumer.close()
      })

      test('hands out again what was not committed, to the next member', async () => {
        const topic = await topicWith(1)
        const group = fresh('group')
        await publish(topic, ...numbered(0, 4))
        const first = await log.join(group, [topic])
        await pollAll(first, 4)
        await first.commit([at(topic, 0, 2)])
        await first.close()
        const second = await log.join(group, [topic])
        expect(valuesOf(await pollAll(second, 2))).toEqual([2, 3])
        await second.close()
      })

      test('goes back to what was committed on rewind', async () => {
        const topic = await topicWith(1)
        await publish(topic, ...numbered(0, 3))
        const consumer = await log.join(fresh('group'), [topic])
        await pollAll(consumer, 3)
        await consumer.commit([at(topic, 0, 1)])
        await consumer.rewind()
        expect(valuesOf(await pollAll(consumer, 2))).toEqual([1, 2])
        await consumer.close()
      })

      test('reads several topics', async () => {
        const [one, two] = [await topicWith(2), await topicWith(1)]
        await publish(one, ['a', 1])
        await publish(two, ['b', 2])
        const consumer = await log.join(fresh('group'), [one, two])
        expect(valuesOf(await pollAll(consumer, 2))).toEqual([1, 2])
        await consumer.close()
      })

      test('is independent of other groups', async () => {
        const topic = await topicWith(1)
        await publish(topic, ...numbered(0, 3))
        const [first, second] = [await log.join(fresh('group'), [topic]), await log.join(fresh('group'), [topic])]
        const read = await pollAll(first, 3)
        await first.commit([after(read)])
        expect(valuesOf(await pollAll(second, 3))).toEqual([0, 1, 2])
        await Promise.all([first.close(), second.close()])
      })

      test('says how much is left to do', async () => {
        const topic = await topicWith(1)
        const group = fresh('group')
        await publish(topic, ...numbered(0, 5))
        const consumer = await log.join(group, [topic])
        expect(await log.lag(group)).toBe(5)
        await pollAll(consumer, 5)
        expect(await log.lag(group)).toBe(5)
        await consumer.commit([at(topic, 0, 3)])
        expect(await log.lag(group)).toBe(2)
        await consumer.close()
        expect(await log.lag(group)).toBe(2)
      })

      test('divides the partitions among its members and loses nothing when one joins and one leaves', async () => {
        const topic = await topicWith(4)
        const group = fresh('group')
        await publish(topic, ...numbered(0, 40))
        const first = await log.join(group, [topic])
        const second = await log.join(group, [topic])
        const [left, right] = await Promise.all([pollSome(first), pollSome(second)])
        const [leftParts, rightParts] = [partitionsOf(left), partitionsOf(right)]
        expect(leftParts.filter((partition) => rightParts.includes(partition))).toEqual([])
        expect([...leftParts, ...rightParts].sort()).toEqual([0, 1, 2, 3])
        expect(valuesOf([...left, ...right])).toEqual(range(0, 40))
        await first.commit(positionsAfter(left))
        await second.close()
        const again = await pollAll(first, right.length)
        expect(valuesOf(again)).toEqual(valuesOf(right))
        await first.close()
      })

      test('refuses a commit for a partition that another member has taken over', async () => {
        const topic = await topicWith(2)
        const group = fresh('group')
        await publish(topic, ...numbered(0, 20))
        const first = await log.join(group, [topic])
        const read = await pollAll(first, 20)
        expect(partitionsOf(read)).toEqual([0, 1])
        const second = await log.join(group, [topic])
        const taken = await pollSome(second)
        const [lost] = partitionsOf(taken)
        const [mine, theirs] = [
          positionsAfter(read).filter(({ partition }) => partition !== lost),
          positionsAfter(read).filter(({ partition }) => partition === lost),
        ]
        await expect(first.commit(theirs)).rejects.toMatchObject({ code: 'log.partition-lost' })
        await first.commit(mine)
        await second.commit(positionsAfter(taken))
        expect(await log.lag(group)).toBe(0)
        await Promise.all([first.close(), second.close()])
      })

      test('goes back to what was committed of a partition that it lost and got again', async () => {
        const topic = await topicWith(2)
        const group = fresh('group')
        await publish(topic, ...numbered(0, 20))
        const first = await log.join(group, [topic])
        const read = await pollAll(first, 20)
        const second = await log.join(group, [topic])
        const [lost] = partitionsOf(await pollSome(second))
        await second.close()
        const expected = valuesOf(read.filter(({ partition }) => partition === lost))
        expect(valuesOf(await pollAll(first, expected.length))).toEqual(expected)
        await first.close()
      })

      test('leaves members without a partition waiting until one is free', async () => {
        const topic = await topicWith(1)
        const group = fresh('group')
        const first = await log.join(group, [topic])
        const second = await log.join(group, [topic])
        await publish(topic, ['k', 1])
        const ready = new AbortController()
        const winner = await Promise.race([
          first.poll(1, ready.signal).then(() => first),
          second.poll(1, ready.signal).then(() => second),
        ])
        ready.abort()
        const other = winner === first ? second : first
        const waiting = poll(other, 1)
        await winner.close()
        expect(valuesOf(await waiting)).toEqual([1])
        await other.close()
      })
    })
  })
}

const patience = 10_000

function poll(consumer: Consumer, max: number): Promise<Message[]> {
  return consumer.poll(max, AbortSignal.timeout(patience))
}

/** Polls until so many messages have come. */
async function pollAll(consumer: Consumer, count: number): Promise<Message[]> {
  const messages: Message[] = []
  while (messages.length < count) {
    const batch = await poll(consumer, 100)
    if (batch.length === 0) throw new Error(`only ${messages.length} of ${count} messages came`)
    messages.push(...batch)
  }
  return messages
}

/** Polls until nothing comes any more for a moment. */
async function pollSome(consumer: Consumer): Promise<Message[]> {
  const messages = await poll(consumer, 100)
  for (;;) {
    const batch = await consumer.poll(100, AbortSignal.timeout(1_000))
    if (batch.length === 0) return messages
    messages.push(...batch)
  }
}

async function nothingMore(consumer: Consumer): Promise<boolean> {
  return (await consumer.poll(1, AbortSignal.timeout(100))).length === 0
}

function numbered(from: number, to: number): [string, Json][] {
  return range(from, to).map((value) => [`key ${value}`, value])
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index)
}

function valuesOf(messages: readonly Message[]): Json[] {
  return messages.map(({ value }) => value).sort((a, b) => Number(a) - Number(b))
}

function partitionsOf(messages: readonly Message[]): number[] {
  return [...new Set(messages.map(({ partition }) => partition))].sort((a, b) => a - b)
}

function at(topic: string, partition: number, offset: number): Position {
  return { topic, partition, offset }
}

function after(messages: readonly Message[]): Position {
  const last = messages.at(-1)
  return at(last?.topic ?? '', last?.partition ?? 0, (last?.offset ?? -1) + 1)
}

function positionsAfter(messages: readonly Message[]): Position[] {
  return partitionsOf(messages).map((partition) => after(messages.filter((message) => message.partition === partition)))
}

function attempt(change: () => void): void {
  try {
    change()
  } catch {
    // A message that cannot be changed is as good as a copy.
  }
}
