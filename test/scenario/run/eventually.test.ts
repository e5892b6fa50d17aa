import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  capture,
  check,
  expression,
  http,
  parallel,
  type Served,
  scenario,
  serve,
  start,
  template,
  trial,
  verdicts,
} from '../trial.ts'

let served: Served
let available = 0

beforeAll(async () => {
  served = await serve(() => ({ body: { available, email: 'anna@example.com' } }))
})

afterAll(() => served[Symbol.asyncDispose]())

const minute = 60_000
const until = (expected: number, parts: object = {}) =>
  http('stock', () => served.url, {
    eventually: { within: 5 * minute, every: 5_000 },
    expect: template({ body: { available: expected } }),
    ...parts,
  })

test('a first try that holds costs no time', async () => {
  available = 1
  const { run } = trial([])
  const result = await run(scenario([until(1)]))
  expect(result).toMatchObject({ verdict: 'passed', landscapeTime: 0, steps: [{ attempts: 1 }] })
})

test('time is moved on until it holds, and not further', async () => {
  available = 0
  const { run, clock, events } = trial([])
  clock.after('stock arrives', 2 * minute + 1, async () => {
    available = 2
  })
  const result = await run(scenario([until(2)]))
  expect(result).toMatchObject({ verdict: 'passed', landscapeTime: 125_000, steps: [{ attempts: 26 }] })
  const moves = events.filter((event) => event.type === 'clock.advanced')
  expect(moves).toHaveLength(25)
  expect(moves[0]).toMatchObject({ from: start, to: start + 5_000 })
})

test('what does not hold in time has failed, with the last answer', async () => {
  available = 3
  const { run } = trial([])
  const result = await run(scenario([until(4)]))
  expect(result).toMatchObject({ verdict: 'failed', landscapeTime: 5 * minute, steps: [{ attempts: 61 }] })
  expect(result.failures[0]).toMatchObject({
    message: 'not within 5m (61 tries): $.body.available is 3, expected 4',
    differences: [{ path: '$.body.available', expected: '4', actual: '3' }],
    lastAnswer: { status: 200, body: { available: 3, email: '***' } },
  })
})

test('the last try is made at the end of the time, also when that is no whole number of periods', async () => {
  available = 0
  const { run } = trial([])
  const result = await run(scenario([until(1, { eventually: { within: 12_000, every: 5_000 } })]))
  expect(result).toMatchObject({ verdict: 'failed', landscapeTime: 12_000, steps: [{ attempts: 4 }] })
})

test('what was seen last can be read by finally', async () => {
  available = 4
  const { run } = trial([])
  const endless = until(1, { eventually: { within: 1_000_000 * minute, every: 1 }, timeout: 1_000 })
  const seen = check(
    'seen',
    (scope) => (scope.steps as { stock: { body: { available: number } } }).stock.body.available === 4,
  )
  expect(verdicts(await run(scenario([endless], { finally: [seen] })))).toEqual({ stock: 'failed', seen: 'passed' })
})

test('a capture that finds nothing, and an expression without a value, are tried again', async () => {
  available = 0
  const { run, clock } = trial([])
  clock.after('stock arrives', 7_000, async () => {
    available = 5
  })
  const some = (body: unknown) => (body as { available: number }).available
  const captured = until(0, {
    expect: undefined,
    capture: [capture('some', (body) => (some(body) > 0 ? [some(body)] : []))],
  })
  const asserted = until(0, {
    name: 'asserted',
    expect: undefined,
    assert: [expression('some == 5', (scope) => scope.some === 5)],
  })
  const result = await run(scenario([captured, asserted]))
  expect(result).toMatchObject({ verdict: 'passed', steps: [{ attempts: 3 }, { attempts: 1 }] })
})

test('the wall time of a step ends the polling, with the last answer', async () => {
  available = 0
  const { run } = trial([])
  const patient = until(1, { eventually: { within: 1_000_000 * minute, every: 1 }, timeout: 1_000 })
  const result = await run(scenario([patient]))
  expect(result.verdict).toBe('failed')
  expect(result.failures[0]?.message).toMatch(
    /^"stock" took longer than 1s \(\d+ tries\): \$\.body\.available is 0, expected 1$/,
  )
  expect(result.failures[0]?.lastAnswer).toMatchObject({ body: { available: 0 } })
})

test('lines that wait for the same moment move time on once', async () => {
  available = 0
  const { run, clock, events } = trial([])
  clock.after('stock arrives', minute, async () => {
    available = 6
  })
  const result = await run(
    scenario([parallel('all', { each: template([1, 2, 3, 4, 5]), as: 'buyer', steps: [until(6)] })]),
  )
  expect(result.verdict).toBe('passed')
  expect(result.landscapeTime).toBeLessThanOrEqual(minute + 5_000)
  expect(Object.keys(verdicts(result))).toHaveLength(6)
  const moves = events.filter((event) => event.type === 'clock.advanced')
  expect(moves.every(({ from, to }) => to > from)).toBe(true)
})

test('a landscape that never settles does not outlast the time of the step', async () => {
  available = 0
  const { run } = trial([], () => new Promise(() => undefined))
  const controller = new AbortController()
  const running = run(scenario([until(1, { timeout: 80 })]), { signal: controller.signal })
  setTimeout(() => controller.abort(), 400)
  const result = await running
  expect(verdicts(result)).toEqual({ stock: 'failed' })
})
