import { describe, expect, test } from 'vitest'
import { embeddedMessageLog } from '../../../src/environment/embedded/message-log/message-log.ts'
import { murmur2 } from '../../../src/environment/embedded/message-log/partitioner.ts'
import { messageLogContract } from '../../contracts/message-log.ts'

const clock = { now: () => 1_700_000_000_000 }

messageLogContract('embedded', {
  start: async () => {
    const log = embeddedMessageLog({ clock })
    return { log, stop: () => log.close() }
  },
})

describe('the embedded message log', () => {
  test.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])("hashes %s as Kafka's murmur2 does", (key, hash) => {
    expect(murmur2(new TextEncoder().encode(key))).toBe(hash)
  })

  test('takes time from its clock and tells of what was stored', async () => {
    const told: unknown[] = []
    const log = embeddedMessageLog({ clock, onPublished: (topic, messages) => told.push([topic, messages]) })
    await log.createTopic('orders', { partitions: 2 })
    await log.publish('orders', [{ key: 'a', value: 1 }])
    const stored = await log.read('orders')
    expect(stored[0]?.timestamp).toBe(1_700_000_000_000)
    expect(told).toEqual([['orders', stored]])
  })

  test('suggests the topic that was meant', async () => {
    const log = embeddedMessageLog({ clock })
    await log.createTopic('shop.orders', { partitions: 1 })
    const refused = await log.publish('shop.order', []).catch((thrown: unknown) => thrown)
    expect(refused).toMatchObject({ problems: [{ remedy: 'Did you mean "shop.orders"?' }] })
  })

  test('gives messages without a key to the partitions in turns', async () => {
    const log = embeddedMessageLog({ clock })
    await log.createTopic('t', { partitions: 3 })
    const message = { key: null, value: null }
    const positions = await log.publish('t', [message, message, message, message])
    expect(positions.map(({ partition }) => partition)).toEqual([0, 1, 2, 0])
  })

  test('ends a wait when it is closed, and refuses what comes after', async () => {
    const log = embeddedMessageLog({ clock })
    await log.createTopic('t', { partitions: 1 })
    const consumer = await log.join('g', ['t'])
    const waiting = consumer.poll(1, AbortSignal.timeout(10_000))
    await log.close()
    expect(await waiting).toEqual([])
    await expect(consumer.poll(1, AbortSignal.timeout(10_000))).rejects.toMatchObject({ code: 'log.closed' })
    await expect(log.publish('t', [])).rejects.toMatchObject({ code: 'log.closed' })
  })
})
