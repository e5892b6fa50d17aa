import { afterAll, beforeAll, expect, test } from 'vitest'
import { StandinError } from '../../../src/core/error.ts'
import type { RunEvent } from '../../../src/core/events.ts'
import {
  advance,
  capture,
  check,
  expression,
  http,
  missing,
  parallel,
  place,
  type Served,
  scenario,
  serve,
  template,
  trial,
  verdicts,
} from '../trial.ts'

let served: Served
const asked: string[] = []

beforeAll(async () => {
  served = await serve((request) => {
    asked.push(request.url ?? '')
    if (request.url === '/hang') return 'never'
    return { body: { path: request.url, email: 'anna@example.com', quantity: 2 } }
  })
})

afterAll(() => served[Symbol.asyncDispose]())

const ok = (name: string) => http(name, () => `${served.url}/${name}`, { expect: template({ status: 200 }) })
const wrong = (name: string) => http(name, () => `${served.url}/${name}`, { expect: template({ status: 201 }) })

test('a scenario whose steps hold has passed, and its result says how it was run', async () => {
  const { run } = trial([{ name: 'shop', url: served.url }])
  const result = await run(scenario([ok('order'), advance('later', 60_000)]))
  expect(result).toMatchObject({
    scenario: 'trial',
    title: 'a trial',
    file: 'trial.yaml',
    verdict: 'passed',
    landscapeTime: 60_000,
    seed: 'seed',
    correlationId: 'correlation-1',
    failures: [],
    replay: 'scenario run trial --seed seed',
  })
  expect(result.steps).toMatchObject([
    { step: { path: ['order'], verb: 'get', place }, verdict: 'passed', attempts: 1 },
    { step: { path: ['later'] }, verdict: 'passed' },
  ])
})

test('expressions read variables, the run, systems, answers and captures', async () => {
  const { run } = trial([{ name: 'shop', url: served.url, credentials: { accessKey: 'key-1' } }])
  let seen: unknown
  const result = await run(
    scenario(
      [
        http('order', () => `${served.url}/order`, {
          capture: [capture('path', (body) => [(body as { path: string }).path])],
        }),
        check('see', (scope) => {
          seen = scope
          return true
        }),
      ],
      { vars: { sku: '100-0042' } },
    ),
  )
  expect(result.verdict).toBe('passed')
  expect(seen).toMatchObject({
    vars: { sku: '100-0042' },
    run: { id: 'run-1', correlationId: 'correlation-1', seed: 'seed', scenario: 'trial' },
    shop: { url: served.url, accessKey: 'key-1' },
    steps: { order: { status: 200, body: { quantity: 2 } } },
    path: '/order',
  })
})

test('after a step that failed the others are skipped, and finally runs in full', async () => {
  const { run } = trial([])
  const result = await run(
    scenario([ok('first'), wrong('second'), ok('third')], { finally: [wrong('tidy'), ok('lock up')] }),
  )
  expect(result.verdict).toBe('failed')
  expect(verdicts(result)).toEqual({
    first: 'passed',
    second: 'failed',
    third: 'skipped',
    tidy: 'failed',
    'lock up': 'passed',
  })
  expect(result.steps.filter(({ notReached }) => notReached).map(({ step }) => step.path[0])).toEqual(['third'])
  expect(result.failures).toHaveLength(2)
  expect(result.failures[0]).toMatchObject({
    message: '$.status is 200, expected 201',
    place,
    differences: [{ path: '$.status', expected: '201', actual: '200' }],
    lastAnswer: { status: 200, body: { email: '***', quantity: 2 } },
  })
})

test('a failure of finally counts when nothing else failed', async () => {
  const { run } = trial([])
  const result = await run(scenario([ok('first')], { finally: [wrong('tidy')] }))
  expect(result.verdict).toBe('failed')
})

test('a step is left out when its condition is false', async () => {
  const { run } = trial([])
  const unwanted = { ...wrong('unwanted'), condition: expression('false', () => false) }
  const result = await run(scenario([unwanted, ok('wanted')]))
  expect(verdicts(result)).toEqual({ unwanted: 'skipped', wanted: 'passed' })
  expect(result.steps[0]).not.toHaveProperty('notReached')
  expect(result.verdict).toBe('passed')
})

test('a value that is missing fails an expectation, and breaks a scenario anywhere else', async () => {
  const { run } = trial([])
  const asserted = await run(scenario([{ ...ok('order'), assert: [missing('answer.body.total')] }]))
  expect(asserted).toMatchObject({ verdict: 'failed', failures: [{ message: 'answer.body.total is missing' }] })
  const built = await run(scenario([http('order', (scope: object) => missing('captured').evaluate({ ...scope }))]))
  expect(built).toMatchObject({ verdict: 'error', failures: [{ message: 'captured is missing', place }] })
})

test('nothing to capture is a failed expectation', async () => {
  const { run } = trial([])
  const result = await run(
    scenario([http('order', () => `${served.url}/order`, { capture: [capture('number', () => [])] })]),
  )
  expect(result.verdict).toBe('failed')
  expect(result.failures[0]?.message).toBe('nothing to capture as "number": $.number finds nothing')
})

test('a system that cannot be reached is an error of the environment', async () => {
  const gone = await serve(() => ({}))
  await gone[Symbol.asyncDispose]()
  const { run } = trial([])
  const result = await run(scenario([http('order', `${gone.url}/order?token=secret-1`), ok('next')]))
  expect(result.verdict).toBe('error')
  expect(verdicts(result)).toEqual({ order: 'error', next: 'skipped' })
  expect(result.failures[0]?.message).toMatch(/GET http:\/\/127\.0\.0\.1:\d+\/order was not answered: .*ECONNREFUSED/)
  expect(JSON.stringify(result)).not.toContain('secret-1')
})

test('a step that takes too long fails, and finally still runs', async () => {
  const { run } = trial([])
  const slow = http('slow', () => `${served.url}/hang`, { timeout: 50 })
  const result = await run(scenario([slow, ok('next')], { finally: [ok('tidy')] }))
  expect(verdicts(result)).toEqual({ slow: 'failed', next: 'skipped', tidy: 'passed' })
  expect(result.failures[0]?.message).toBe('"slow" took longer than 50ms')
})

test('lines that run when the time of their parallel step is up have failed, and the step waits for them', async () => {
  const { run, events } = trial([])
  const line = (name: string) => ({ name, steps: [http('slow', () => `${served.url}/hang`), ok('next')] })
  const result = await run(scenario([parallel('race', { branches: [line('a'), line('b')] }, 60)]))
  expect(verdicts(result)).toEqual({
    race: 'failed',
    'race / a / slow': 'failed',
    'race / a / next': 'skipped',
    'race / b / slow': 'failed',
    'race / b / next': 'skipped',
  })
  expect(result.failures[0]?.message).toBe('"race" took longer than 60ms')
  const finished = events.filter((event) => event.type === 'step.finished').map(({ result: { step } }) => step.path[0])
  expect(finished).toHaveLength(5)
  expect(events.findLastIndex((event) => event.type === 'step.finished')).toBeLessThan(
    events.findIndex((event) => event.type === 'scenario.finished'),
  )
})

test('an interrupted run is an error, runs finally and says so once', async () => {
  const interrupt = new AbortController()
  const { run } = trial([])
  const hanging = http('hang', () => {
    setTimeout(() => interrupt.abort(), 20)
    return `${served.url}/hang`
  })
  const lines = {
    branches: [
      { name: 'a', steps: [hanging] },
      { name: 'b', steps: [hanging, ok('never')] },
    ],
  }
  const result = await run(scenario([parallel('race', lines), ok('next')], { finally: [ok('tidy')] }), {
    signal: interrupt.signal,
  })
  expect(result.verdict).toBe('error')
  expect(verdicts(result)).toMatchObject({ 'race / b / never': 'skipped', next: 'skipped', tidy: 'passed' })
  expect(result.failures.map(({ message }) => message)).toEqual(['interrupted'])
})

test('a run that is interrupted before it begins does nothing but finally', async () => {
  const { run } = trial([])
  asked.length = 0
  const result = await run(scenario([ok('order')], { finally: [ok('tidy')] }), { signal: AbortSignal.abort() })
  expect(asked).toEqual(['/tidy'])
  expect(result).toMatchObject({ verdict: 'error', failures: [{ message: 'interrupted' }] })
})

test('a run that is interrupted while the landscape settles is an error', async () => {
  const interrupt = new AbortController()
  const { run } = trial([], () => {
    interrupt.abort()
    return new Promise(() => undefined)
  })
  const result = await run(scenario([ok('order')]), { signal: interrupt.signal })
  expect(result).toMatchObject({ verdict: 'error', failures: [{ message: 'interrupted' }] })
})

test('an assertion reads the answer and what the step has just captured', async () => {
  const { run } = trial([])
  const path = (body: unknown) => (body as { path: string }).path
  const step = http('order', () => `${served.url}/order`, {
    capture: [capture('path', (body) => [path(body)])],
    assert: [
      expression(
        'path',
        (scope) => scope.path === '/order' && path((scope.answer as { body: unknown }).body) === '/order',
      ),
    ],
  })
  expect((await run(scenario([step]))).failures).toEqual([])
})

test('a landscape that breaks while it settles is an error', async () => {
  const { run } = trial([], async () => {
    throw new StandinError('environment', { code: 'log.lost', message: 'the log is gone' })
  })
  const result = await run(scenario([ok('order')], { finally: [ok('tidy')] }))
  expect(result).toMatchObject({ verdict: 'error', failures: [{ message: 'the log is gone' }] })
})

test('a step that could not be judged makes the run inconclusive', async () => {
  const { run, landscape } = trial([])
  const stubborn = {
    ...landscape.clock,
    advance: async () => {
      throw new StandinError('inconclusive', { code: 'clock.real-time', message: 'the shop runs in real time' })
    },
  }
  Object.assign(landscape, { clock: stubborn })
  const result = await run(scenario([advance('later', 1_000), ok('next')]))
  expect(result).toMatchObject({ verdict: 'inconclusive', failures: [{ message: 'the shop runs in real time' }] })
  expect(verdicts(result)).toEqual({ later: 'inconclusive', next: 'skipped' })
})

test('a bug of ours is thrown, after finally', async () => {
  const { run } = trial([])
  asked.length = 0
  const broken = check('broken', () => {
    throw new TypeError('a bug')
  })
  await expect(run(scenario([broken], { finally: [ok('tidy')] }))).rejects.toThrow('a bug')
  expect(asked).toEqual(['/tidy'])
})

test('the secrets of the systems do not show, wherever they turn up', async () => {
  const { run } = trial([{ name: 'shop', url: served.url, credentials: { accessKey: 'SWSCsecret1' } }])
  const result = await run(
    scenario([
      http('echo', () => `${served.url}/SWSCsecret1`, { expect: template({ body: { path: '/SWSCsecret1/x' } }) }),
    ]),
  )
  expect(result.failures[0]?.message).toBe('$.body.path is "/***", expected "/***/x"')
  expect(JSON.stringify(result)).not.toContain('SWSCsecret1')
})

test('events tell of a run in the order in which things happen', async () => {
  const { run, events } = trial([])
  await run(scenario([ok('order'), advance('later', 1_000), wrong('check'), ok('rest')]))
  expect(events.map(told)).toEqual([
    'scenario.started',
    'step.started order',
    'step.finished order passed',
    'step.started later',
    'clock.advanced',
    'step.finished later passed',
    'step.started check',
    'step.finished check failed',
    'step.finished rest skipped',
    'scenario.finished',
  ])
})

function told(event: RunEvent): string {
  if (event.type === 'step.started') return `${event.type} ${event.step.path.join('/')}`
  if (event.type === 'step.finished') return `${event.type} ${event.result.step.path.join('/')} ${event.result.verdict}`
  return event.type
}
