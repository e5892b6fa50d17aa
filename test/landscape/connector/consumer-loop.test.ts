import { expect, test } from 'vitest'
import { commitThenEffect } from '../../../src/landscape/defects/ack-before-effect.ts'
import { dropWhenUnreachable } from '../../../src/landscape/defects/drop-when-unreachable.ts'
import { takeEverything } from '../../../src/landscape/defects/unbounded-buffer.ts'
import { away, flowAtWork, group } from './flow-at-work.ts'

test('messages are dealt with in order, and committed', async () => {
  await using flow = await flowAtWork()
  await flow.publish(1, 2, 3)
  expect(flow.done).toEqual([1, 2, 3])
  expect(await flow.log.lag('workers')).toBe(0)
})

test('an outage is waited out: 30 s, then twice as long, then no longer than 5 minutes', async () => {
  let tries = 0
  let isAway = true
  await using flow = await flowAtWork({
    refuse: () => {
      tries++
      if (isAway) throw away()
    },
  })
  await flow.publish(1)
  for (const [wait, expected] of [
    [29_999, 1],
    [1, 2],
    [59_999, 2],
    [1, 3],
    [60 * 60_000, 15],
  ] as const) {
    await flow.clock.advance(wait)
    expect(tries).toBe(expected)
  }
  isAway = false
  await flow.clock.advance(5 * 60_000)
  expect(flow.done).toEqual([1])
  expect(flow.failures).toHaveLength(15)
})

test.each(['receipt', 'beforeCommit', 'afterCommit'] as const)('a crash at %s loses nothing', async (at) => {
  await using flow = await flowAtWork()
  flow.faults.raise(group, { kind: 'crash', at }, { times: 1 })
  await flow.publish(1)
  await flow.publish(2)
  await flow.clock.advance(60_000)
  expect([...new Set(flow.done)]).toEqual([1, 2])
  expect(await flow.log.lag('workers')).toBe(0)
  expect(flow.faults.fired).toHaveLength(1)
})

test('whoever acknowledges first loses what a crash behind the acknowledgement has taken', async () => {
  await using flow = await flowAtWork({ deliver: commitThenEffect })
  flow.faults.raise(group, { kind: 'crash', at: 'afterCommit' }, { times: 1 })
  await flow.publish(1)
  await flow.clock.advance(60_000)
  await flow.publish(2)
  expect(flow.done).toEqual([2])
})

test('whoever drops what cannot be handed over loses it', async () => {
  let isAway = true
  await using flow = await flowAtWork({
    deliver: dropWhenUnreachable,
    refuse: () => {
      if (isAway) throw away()
    },
  })
  await flow.publish(1)
  isAway = false
  await flow.publish(2)
  await flow.clock.advance(60 * 60_000)
  expect(flow.done).toEqual([2])
})

test('no more is in hand than the limit, however much waits', async () => {
  const values = Array.from({ length: 100 }, (_, index) => index)
  const run = async (take?: typeof takeEverything) => {
    let isAway = true
    await using flow = await flowAtWork({
      limit: 10,
      ...(take && { take }),
      refuse: () => {
        if (isAway) throw away()
      },
    })
    await flow.publish(...values)
    await flow.clock.advance(60 * 60_000)
    isAway = false
    await flow.clock.advance(5 * 60_000)
    expect(flow.done).toEqual(values)
    return flow.loop.hand.most()
  }
  expect(await run()).toBe(10)
  expect(await run(takeEverything)).toBeGreaterThan(90)
})

test('no more is handed over than the other side takes, and it is asked again after half a minute', async () => {
  const portions: number[] = []
  let free = 3
  await using flow = await flowAtWork({
    demand: async () => free,
    handle: async (messages) => {
      portions.push(messages.length)
      free -= messages.length
    },
  })
  await flow.publish(1, 2, 3, 4, 5, 6, 7)
  expect(portions).toEqual([3])
  expect(flow.loop.hand.now()).toBe(4)
  await flow.clock.advance(29_999)
  expect(portions).toEqual([3])
  free = 3
  await flow.clock.advance(1)
  expect(portions).toEqual([3, 3])
  free = 5
  await flow.clock.advance(30_000)
  expect(portions).toEqual([3, 3, 1])
  expect(await flow.log.lag('workers')).toBe(0)
  expect(flow.loop.hand.now()).toBe(0)
})

test('a loop that waits is stopped at once, and leaves what it had to the next one', async () => {
  const flow = await flowAtWork({ demand: async () => 0 })
  await flow.publish(1)
  await flow.loop.stop()
  expect(await flow.log.lag('workers')).toBe(1)
  await flow.log.close()
})
