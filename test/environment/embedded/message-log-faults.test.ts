import { beforeEach, describe, expect, test } from 'vitest'
import { type LandscapeClock, landscapeClock } from '../../../src/core/clock.ts'
import { faultBoard } from '../../../src/core/fault-board.ts'
import type { Json } from '../../../src/core/json.ts'
import type { Consumer, MessageLog } from '../../../src/core/message-log.ts'
import { embeddedMessageLog } from '../../../src/environment/embedded/message-log/message-log.ts'
import { faultyMessageLog } from '../../../src/environment/faults/log/faulty-message-log.ts'
import { messageLogContract } from '../../contracts/message-log.ts'
import { type Board, newBoard } from '../raise.ts'

const still = (): LandscapeClock => landscapeClock({ start: 0, settle: async () => undefined, onJob: () => undefined })

messageLogContract('embedded, with nothing wrong', {
  start: async () => {
    const clock = still()
    const log = faultyMessageLog(embeddedMessageLog({ clock }), faultBoard(), clock)
    return { log, stop: () => log.close() }
  },
})

const orders = { kind: 'topic', name: 'orders' } as const
const intake = { kind: 'group', name: 'intake' } as const

let clock: LandscapeClock
let faults: Board
let log: MessageLog

beforeEach(async () => {
  clock = still()
  faults = newBoard()
  log = faultyMessageLog(embeddedMessageLog({ clock }), faults.board, clock)
  await log.createTopic('orders', { partitions: 1 })
})

const publish = (...messages: [key: string, value: Json][]) =>
  log.publish(
    'orders',
    messages.map(([key, value]) => ({ key, value })),
  )

const stored = async (): Promise<Json[]> => (await log.read('orders')).map(({ value }) => value)

const poll = async (consumer: Consumer): Promise<Json[]> =>
  (await consumer.poll(10, AbortSignal.timeout(50))).map(({ value }) => value)

describe('on a topic', () => {
  test('a duplicate is stored again, at once or later', async () => {
    faults.raise(orders, { kind: 'duplicate', copies: 2 }, { times: 1 })
    await publish(['a', 1], ['b', 2])
    expect(await stored()).toEqual([1, 1, 1, 2])
    faults.raise(orders, { kind: 'duplicate', copies: 1, delay: 60_000 }, { times: 1 })
    await publish(['a', 3])
    expect(await stored()).toEqual([1, 1, 1, 2, 3])
    await clock.advance(60_000)
    expect(await stored()).toEqual([1, 1, 1, 2, 3, 3])
    expect(faults.fired).toEqual(['duplicate: orders a', 'duplicate: orders a'])
  })

  test('messages of several topics are stored together, but for those of a topic with faults', async () => {
    await log.createTopic('stock', { partitions: 1 })
    faults.raise(orders, { kind: 'duplicate', copies: 1 }, { times: 1 })
    const together = () =>
      log.publishTogether([
        { topic: 'stock', messages: [{ key: 'a', value: 1 }] },
        { topic: 'orders', messages: [{ key: 'a', value: 1 }] },
      ])
    await together()
    expect(await stored()).toEqual([1, 1])
    await together()
    expect(await stored()).toEqual([1, 1, 1])
    expect(await log.read('stock')).toHaveLength(2)
  })

  test('a late message holds up those of its key, and no others', async () => {
    faults.raise(orders, { kind: 'late', by: 60_000, withinKey: false }, { times: 1 })
    expect(await publish(['a', 1], ['b', 2], ['a', 3])).toMatchObject([{ offset: -1 }, { offset: 0 }, { offset: -1 }])
    expect(await stored()).toEqual([2])
    await clock.advance(59_999)
    expect(await stored()).toEqual([2])
    await clock.advance(1)
    expect(await stored()).toEqual([2, 1, 3])
    await publish(['a', 4])
    expect(await stored()).toEqual([2, 1, 3, 4])
  })

  test('a late message is overtaken by its own key when that is asked for', async () => {
    faults.raise(orders, { kind: 'late', by: 60_000, withinKey: true }, { times: 1 })
    await publish(['a', 1], ['a', 2])
    await clock.advance(60_000)
    expect(await stored()).toEqual([2, 1])
  })

  test('messages of different keys are reordered, those of one key are not', async () => {
    faults.raise(orders, { kind: 'reorder', window: 6, within: 60_000, withinKey: false })
    await publish(['a', 'a1'], ['b', 'b1'], ['a', 'a2'], ['c', 'c1'], ['b', 'b2'])
    expect(await stored()).toEqual([])
    await publish(['a', 'a3'])
    const values = (await stored()) as string[]
    expect(values).not.toEqual(['a1', 'b1', 'a2', 'c1', 'b2', 'a3'])
    expect(values.toSorted()).toEqual(['a1', 'a2', 'a3', 'b1', 'b2', 'c1'])
    expect(values.filter((value) => value.startsWith('a'))).toEqual(['a1', 'a2', 'a3'])
    expect(values.filter((value) => value.startsWith('b'))).toEqual(['b1', 'b2'])
    expect(faults.fired).toEqual(['reorder: 6 messages of orders'])
  })

  test('messages of one key are reordered when that is asked for, after the time at the latest', async () => {
    faults.raise(orders, { kind: 'reorder', window: 9, within: 60_000, withinKey: true })
    await publish(['a', 1], ['a', 2])
    await clock.advance(60_000)
    expect(await stored()).toEqual([2, 1])
  })

  test('a message that nothing can overtake has not been reordered', async () => {
    const fault = faults.raise(orders, { kind: 'reorder', window: 2, within: 60_000, withinKey: false })
    await publish(['a', 1], ['a', 2])
    expect(await stored()).toEqual([1, 2])
    expect(fault.fired()).toBe(0)
  })

  test('a lost acknowledgement leaves the message stored', async () => {
    faults.raise(orders, { kind: 'lostAck', as: 'cut' }, { times: 1 })
    await expect(publish(['a', 1])).rejects.toMatchObject({ code: 'log.ack-lost' })
    await publish(['a', 1])
    expect(await stored()).toEqual([1, 1])
  })
})

describe('on a group', () => {
  test('a pause holds messages back, also from who waits already, and is no lag meanwhile', async () => {
    const consumer = await log.join('intake', ['orders'])
    const other = await log.join('other', ['orders'])
    const waiting = consumer.poll(10, AbortSignal.timeout(5_000))
    const fault = faults.raise(intake, { kind: 'pause' })
    await publish(['a', 1])
    expect(await poll(other)).toEqual([1])
    expect([await log.lag('intake'), await log.lag('other')]).toEqual([0, 1])
    expect(faults.fired).toEqual(['pause: 1 waiting message'])
    fault.clear()
    expect((await waiting).map(({ value }) => value)).toEqual([1])
    expect(await log.lag('intake')).toBe(1)
  })

  test('what was handed out before the pause is still lag, until it is committed', async () => {
    await publish(['a', 1], ['b', 2])
    const consumer = await log.join('intake', ['orders'])
    await consumer.poll(1, AbortSignal.timeout(50))
    faults.raise(intake, { kind: 'pause' })
    expect(await log.lag('intake')).toBe(2)
    await consumer.commit([{ topic: 'orders', partition: 0, offset: 1 }])
    expect(await log.lag('intake')).toBe(0)
    expect(await poll(consumer)).toEqual([])
  })

  test('a lost commit hands the messages out again', async () => {
    const consumer = await log.join('intake', ['orders'])
    await publish(['a', 1])
    faults.raise(intake, { kind: 'lostAck', as: 'cut' }, { times: 1 })
    expect(await poll(consumer)).toEqual([1])
    const done = [{ topic: 'orders', partition: 0, offset: 1 }]
    await expect(consumer.commit(done)).rejects.toMatchObject({ code: 'log.commit-lost' })
    await consumer.rewind()
    expect(await poll(consumer)).toEqual([1])
    await consumer.commit(done)
    expect(await log.lag('intake')).toBe(0)
  })

  test.each([
    { at: 'receipt', committed: 0 },
    { at: 'beforeCommit', committed: 0 },
    { at: 'afterCommit', committed: 1 },
  ] as const)(
    'a crash at $at leaves $committed committed, and nothing works before the consumer is back',
    async (one) => {
      const consumer = await log.join('intake', ['orders'])
      await publish(['a', 1])
      faults.raise(intake, { kind: 'crash', at: one.at }, { times: 1 })
      const crashed = { code: 'log.consumer-crashed', kind: 'environment' }
      const commit = () => consumer.commit([{ topic: 'orders', partition: 0, offset: 1 }])
      if (one.at === 'receipt') await expect(poll(consumer)).rejects.toMatchObject(crashed)
      else expect(await poll(consumer)).toEqual([1])
      await expect(commit()).rejects.toMatchObject(crashed)
      await expect(commit()).rejects.toMatchObject(crashed)
      await expect(poll(consumer)).rejects.toMatchObject(crashed)
      expect(await log.lag('intake')).toBe(1 - one.committed)
      await consumer.rewind()
      expect(await poll(consumer)).toEqual(one.committed === 1 ? [] : [1])
      await commit()
      expect(faults.fired).toHaveLength(1)
    },
  )
})
