import { expect, test } from 'vitest'
import type { JsonObject } from '../../../src/core/json.ts'
import {
  capture,
  check,
  consume,
  expression,
  missing,
  publish,
  scenario,
  start,
  type Trial,
  template,
  trial,
} from '../trial.ts'

async function withTopic(): Promise<Trial> {
  const one = trial([])
  await one.landscape.log.createTopic('orders', { partitions: 1 })
  return one
}

const numbered = (number: number) => ({
  key: `order-${number}`,
  value: { number },
  headers: { 'correlation-id': 'another run' },
})

test('a message is published with the correlation id, and its answer is the position', async () => {
  const { run, landscape } = await withTopic()
  const step = publish('order', {
    key: template('order-1'),
    value: template({ number: 1 }),
    headers: { source: template('shop') },
    expect: template({ topic: 'orders', partition: 0, offset: 0 }),
  })
  expect((await run(scenario([step]))).failures).toEqual([])
  expect(await landscape.log.read('orders')).toEqual([
    {
      topic: 'orders',
      partition: 0,
      offset: 0,
      key: 'order-1',
      value: { number: 1 },
      headers: { source: 'shop', 'correlation-id': 'correlation-1' },
      timestamp: start,
    },
  ])
})

test('only messages of this run are found, by key and condition', async () => {
  const { run, landscape } = await withTopic()
  await landscape.log.publish('orders', [numbered(1)])
  const send = (number: number) =>
    publish(`send ${number}`, { key: template(`order-${number % 2}`), value: template({ number }) })
  const isLarge = expression(
    'message.value.number > 2',
    ({ message }) => Number(((message as JsonObject).value as JsonObject).number) > 2,
  )
  const steps = [
    send(1),
    send(2),
    send(3),
    send(4),
    consume('all', { expect: template({ messages: [{}, {}, {}, {}] }) }),
    consume('odd', {
      key: template('order-1'),
      expect: template({ messages: [{ value: { number: 1 } }, { value: { number: 3 } }] }),
    }),
    consume('large', { where: isLarge, expect: template({ messages: { length: 2 } }) }),
    consume('any', {
      any: true,
      expect: template({ messages: { length: 5 } }),
      capture: [capture('first', () => ['x'])],
    }),
    check('captured', (scope) => scope.first === 'x'),
  ]
  expect((await run(scenario(steps))).failures).toEqual([])
})

test('no message is a failure that says what was looked for', async () => {
  const { run, landscape } = await withTopic()
  await landscape.log.publish('orders', [numbered(1)])
  const where = expression('message.value.number > 2', () => false)
  const result = await run(scenario([consume('none', { key: template('order-1'), where })]))
  expect(result).toMatchObject({ verdict: 'failed' })
  expect(result.failures[0]?.message).toBe(
    'no message of this run with this key for which message.value.number > 2 is on the topic orders (1 looked at)',
  )
})

test('a message that comes later is waited for', async () => {
  const { run, clock, landscape } = await withTopic()
  clock.after('order', 20_000, async () => {
    await landscape.log.publish('orders', [{ key: null, value: 1, headers: { 'correlation-id': 'correlation-1' } }])
  })
  const result = await run(scenario([consume('later', { eventually: { within: 60_000, every: 5_000 } })]))
  expect(result).toMatchObject({ verdict: 'passed', landscapeTime: 20_000 })
})

test('a condition without a value breaks the scenario', async () => {
  const { run } = await withTopic()
  const result = await run(scenario([publish('order'), consume('it', { where: missing('message.value.sku') })]))
  expect(result).toMatchObject({ verdict: 'error', failures: [{ message: 'message.value.sku is missing' }] })
})

test('a topic that is not there breaks the scenario', async () => {
  const { run } = await withTopic()
  const result = await run(scenario([consume('it', { topic: 'order' })]))
  expect(result.verdict).toBe('error')
  expect(result.failures[0]?.message).toMatch(/^there is no topic "order" \(Did you mean "orders"\?\)$/)
})
