import { expect, test } from 'vitest'
import type { Json } from '../../../src/core/json.ts'
import type { Message } from '../../../src/core/message-log.ts'
import { deadLetters, setRefusedAside } from '../../../src/landscape/connector/quarantine.ts'
import { tryForEver } from '../../../src/landscape/defects/poison-blocks-partition.ts'
import { away, flowAtWork } from './flow-at-work.ts'

const messages = (...values: Json[]): Message[] =>
  values.map((value, offset) => ({ topic: 'work', partition: 0, offset, key: 'a', value, headers: {}, timestamp: 0 }))

const dealWith = (done: Json[]) => async (some: readonly Message[]) => {
  for (const { value } of some) {
    if (value === 'bad') throw new Error('refused', { cause: 'it is bad' })
    if (value === 'later') throw away()
    if (!done.includes(value)) done.push(value)
  }
}

test('what is refused alone is set aside with its reason, and the others go on in their order', async () => {
  const done: Json[] = []
  const aside: [Json, string][] = []
  const handle = setRefusedAside(dealWith(done), async ({ value }, reason) => void aside.push([value, reason]))
  await handle(messages(1, 'bad', 2, 'bad', 3))
  expect(done).toEqual([1, 2, 3])
  expect(aside).toEqual([
    ['bad', 'refused: it is bad'],
    ['bad', 'refused: it is bad'],
  ])
})

test('nothing is set aside because a system is away, also behind a bad message', async () => {
  const aside: Json[] = []
  const handle = setRefusedAside(dealWith([]), async ({ value }) => void aside.push(value))
  await expect(handle(messages('later'))).rejects.toMatchObject({ code: 'system.unreachable' })
  await expect(handle(messages('bad', 'later'))).rejects.toMatchObject({ code: 'system.unreachable' })
  expect(aside).toEqual(['bad'])
})

test('a dead letter says where the message came from, and keeps its key and its headers', async () => {
  await using flow = await flowAtWork()
  const [message] = messages({ n: 1 }) as [Message]
  await deadLetters(flow.log, 'a flow', () => 0)({ ...message, headers: { 'correlation-id': 'c' } }, 'no such thing')
  expect(await flow.log.read('dead-letters')).toMatchObject([
    {
      key: 'a',
      headers: { 'correlation-id': 'c' },
      value: {
        flow: 'a flow',
        reason: 'no such thing',
        at: '1970-01-01T00:00:00.000Z',
        topic: 'work',
        partition: 0,
        offset: 0,
        key: 'a',
        value: { n: 1 },
      },
    },
  ])
})

test('whoever tries for ever never gets to what is behind a bad message', async () => {
  const done: Json[] = []
  await using flow = await flowAtWork({ handle: tryForEver(dealWith(done), async () => undefined) })
  await flow.publish('bad', 1)
  await flow.clock.advance(60 * 60_000)
  expect(done).toEqual([])
  expect(await flow.log.lag('workers')).toBe(2)
})
