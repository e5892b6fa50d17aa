import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { capture, check, http, parallel, type Served, scenario, serve, template, trial, verdicts } from '../trial.ts'

let served: Served
let asked: string[] = []

beforeAll(async () => {
  served = await serve((request) => {
    asked.push(request.url ?? '')
    return { body: { path: request.url } }
  })
})

beforeEach(() => {
  asked = []
})

afterAll(() => served[Symbol.asyncDispose]())

const items = Array.from({ length: 12 }, (_, index) => index)
const ask = (name: string) => http(name, (scope: { buyer: number }) => `${served.url}/${name}/${scope.buyer}`)
const race = () =>
  scenario([parallel('race', { each: template(items), as: 'buyer', steps: [ask('cart'), ask('order')] })])

/** The order in which lines began, by events. */
async function startOrder(seed: string): Promise<string[]> {
  const { run, events } = trial([])
  await run(race(), { seed })
  return events
    .filter((event) => event.type === 'step.started')
    .filter(({ step }) => step.path[2] === 'cart')
    .map(({ step }) => step.path[1] ?? '')
}

test('the seed decides the order in which lines start', async () => {
  const first = await startOrder('a')
  expect(first.toSorted()).toEqual(items.map((item) => `buyer ${item + 1}`).toSorted())
  expect(await startOrder('a')).toEqual(first)
  const others = [await startOrder('b'), await startOrder('c')]
  expect(others).not.toContainEqual(first)
})

test('the seed decides how lines pass each other between their steps', async () => {
  const seen: string[] = []
  for (const seed of ['a', 'b', 'c', 'd']) {
    asked = []
    await trial([]).run(race(), { seed })
    seen.push(asked.join(' '))
    expect(asked).toHaveLength(24)
  }
  expect(new Set(seen).size).toBe(4)
  const buyers = (step: string, order: string): string[] =>
    order.split(' ').flatMap((path) => (path.startsWith(`/${step}/`) ? [path.slice(step.length + 2)] : []))
  const overtaken = seen.filter((order) => buyers('cart', order).join() !== buyers('order', order).join())
  expect(overtaken).not.toEqual([])
})

test('what lines capture stays with them, and is read through the parallel step afterwards', async () => {
  const line = http('cart', (scope: { buyer: number }) => `${served.url}/cart/${scope.buyer}`, {
    capture: [capture('path', (body) => [(body as { path: string }).path])],
  })
  const own = check(
    'own',
    (scope) =>
      scope.path === `/cart/${String(scope.buyer)}` && scope.early === '/before' && 'before' in (scope.steps as object),
  )
  let after: Record<string, unknown> = {}
  const see = check('see', (scope) => {
    after = scope
    return true
  })
  const { run } = trial([])
  const before = http('before', () => `${served.url}/before`, {
    capture: [capture('early', (body) => [(body as { path: string }).path])],
  })
  const result = await run(
    scenario([before, parallel('race', { each: template([7, 8]), as: 'buyer', steps: [line, own] }), see]),
  )
  expect(result.failures).toEqual([])
  expect(after).not.toHaveProperty('path')
  expect(after).not.toHaveProperty('buyer')
  expect((after.steps as Record<string, unknown>).race).toMatchObject({
    lines: [
      { name: 'buyer 1', verdict: 'passed', steps: { cart: { status: 200 } }, captures: { path: '/cart/7' } },
      { name: 'buyer 2', verdict: 'passed', steps: { cart: { status: 200 } }, captures: { path: '/cart/8' } },
    ],
  })
})

test('every line runs to its end, and the verdict is the worst', async () => {
  const steps = (name: string, status: number) => [
    http(name, () => `${served.url}/${name}`, { expect: template({ status }) }),
    http('next', () => `${served.url}/${name}/then`),
  ]
  const { run } = trial([])
  const result = await run(
    scenario([
      parallel('both', {
        branches: [
          { name: 'bad', steps: steps('bad', 409) },
          { name: 'good', steps: steps('good', 200) },
          { name: 'broken', steps: [http('broken', 'http://127.0.0.1:1/')] },
        ],
      }),
      ...steps('after', 200),
    ]),
  )
  expect(result.verdict).toBe('error')
  expect(verdicts(result)).toEqual({
    both: 'error',
    'both / bad / bad': 'failed',
    'both / bad / next': 'skipped',
    'both / good / good': 'passed',
    'both / good / next': 'passed',
    'both / broken / broken': 'error',
    after: 'skipped',
    next: 'skipped',
  })
  expect(result.failures).toHaveLength(2)
  expect(result.steps[0]?.failure?.message).toMatch(/^2 of 3 lines did not pass; bad: \$\.status is 200, expected 409$/)
})

test('a loop over nothing fails', async () => {
  const { run } = trial([])
  const result = await run(scenario([parallel('race', { each: template([]), as: 'buyer', steps: [ask('cart')] })]))
  expect(result).toMatchObject({
    verdict: 'failed',
    failures: [{ message: 'there is nothing to run: the list is empty' }],
  })
})

test('a loop over something else breaks the scenario', async () => {
  const { run } = trial([])
  const result = await run(scenario([parallel('race', { each: template('abc'), as: 'buyer', steps: [ask('cart')] })]))
  expect(result).toMatchObject({ verdict: 'error', failures: [{ message: '"each" needs a list' }] })
})
