import { expect, test } from 'vitest'
import type { Concurrency } from '../../../src/scenario/model/concurrency.ts'
import type { ScenarioStep } from '../../../src/scenario/model.ts'
import { capture, expression, http, parallel, query, scenario, serve, template, trial, verdicts } from '../trial.ts'

/** A shop with one unit that looks first and sells later, each in a request of its own. */
async function careless(): Promise<{ steps: ScenarioStep[]; sold(): number; begin(): void } & AsyncDisposable> {
  let stock = 1
  let sold = 0
  const served = await serve((request) => {
    if (request.url === '/look') return { body: { stock } }
    stock--
    sold++
    return { body: {} }
  })
  return {
    steps: [
      http('look', `${served.url}/look`, { capture: [capture('left', (body) => [(body as { stock: number }).stock])] }),
      http('buy', `${served.url}/buy`, { condition: expression('left >= 1', ({ left }) => Number(left) >= 1) }),
    ],
    sold: () => sold,
    begin() {
      stock = 1
      sold = 0
    },
    [Symbol.asyncDispose]: served[Symbol.asyncDispose],
  }
}

const buyers = (steps: readonly ScenarioStep[], concurrency: Concurrency) => ({
  ...parallel('buyers', { each: template([1, 2, 3]), as: 'buyer', steps }),
  concurrency,
})

/** The inner steps in the order in which they ran. */
function order(events: ReturnType<typeof trial>['events']): string[] {
  return events.flatMap((event) =>
    event.type === 'step.started' && event.step.path.length > 1 ? [event.step.path.slice(1).join(' ')] : [],
  )
}

test('interleaved steps never overlap, and each seed has one order', async () => {
  let under = 0
  let most = 0
  await using served = await serve(async () => {
    under++
    most = Math.max(most, under)
    await new Promise((resolve) => setTimeout(resolve, 3))
    under--
    return { body: {} }
  })
  const steps = [http('a', served.url), http('b', served.url)]
  const orders = new Map<string, string>()
  for (const seed of ['1', '2', '3', '4', '1', '2', '3', '4']) {
    const { run, events } = trial([])
    expect(await run(scenario([buyers(steps, 'interleaved')]), { seed })).toMatchObject({ verdict: 'passed' })
    const seen = order(events).join()
    expect(orders.get(seed) ?? seen).toBe(seen)
    orders.set(seed, seen)
  }
  expect(most).toBe(1)
  expect(new Set(orders.values()).size).toBeGreaterThan(2)
})

test('a race between steps is found by some seeds, and each of them finds it each time', async () => {
  await using shop = await careless()
  const oversold = async (seed: string): Promise<boolean> => {
    shop.begin()
    await trial([]).run(scenario([buyers(shop.steps, 'interleaved')]), { seed })
    return shop.sold() > 1
  }
  const seeds = Array.from({ length: 30 }, (_, index) => `${index}`)
  const first: boolean[] = []
  for (const seed of seeds) first.push(await oversold(seed))
  expect(first).toContain(true)
  expect(first).toContain(false)
  const again: boolean[] = []
  for (const seed of seeds) again.push(await oversold(seed))
  expect(again).toEqual(first)
})

test('overlapping steps start together', async () => {
  let under = 0
  let most = 0
  await using served = await serve(async () => {
    under++
    most = Math.max(most, under)
    await new Promise((resolve) => setTimeout(resolve, 20))
    under--
    return { body: {} }
  })
  const { run } = trial([])
  await run(scenario([buyers([http('a', served.url), http('b', served.url)], 'overlapping')]))
  expect(most).toBeGreaterThan(1)
})

test('lines within a line take turns with all others', async () => {
  await using served = await serve(() => ({ body: {} }))
  const inner = parallel('inner', { each: template([1, 2]), as: 'part', steps: [http('x', served.url)] })
  const seen = new Set<string>()
  for (const seed of Array.from({ length: 20 }, (_, index) => `${index}`)) {
    const { run, events } = trial([])
    const branches = [
      { name: 'one', steps: [{ ...inner, concurrency: 'interleaved' as const }, http('after', served.url)] },
      { name: 'two', steps: [http('y', served.url), http('z', served.url)] },
    ]
    const result = await run(scenario([{ ...parallel('outer', { branches }), concurrency: 'interleaved' }]), { seed })
    expect(result.verdict).toBe('passed')
    const names = order(events)
    expect(names.indexOf('one after')).toBeGreaterThan(names.indexOf('one inner part 2 x'))
    seen.add(names.join())
  }
  expect([...seen].some((names) => /part \d x,.*two .*part \d x/.test(names))).toBe(true)
})

test('polling gives the turn away, so that what is waited for can happen', async () => {
  let done = false
  await using served = await serve((request) => {
    if (request.url === '/do') done = true
    return { body: { done } }
  })
  for (const seed of ['1', '2', '3', '4', '5', '6', '7', '8']) {
    done = false
    const wait = http('wait', `${served.url}/see`, {
      expect: template({ body: { done: true } }),
      eventually: { within: 3_600_000, every: 1_000 },
    })
    const branches = [
      { name: 'waits', steps: [wait] },
      { name: 'does', steps: [http('idle', `${served.url}/`), http('do', `${served.url}/do`)] },
    ]
    const { run } = trial([])
    const step = { ...parallel('both', { branches }), concurrency: 'interleaved' as const }
    expect(verdicts(await run(scenario([step]), { seed }))).toMatchObject({
      both: 'passed',
      'both / waits / wait': 'passed',
    })
  }
})

test('an interruption ends lines that wait for their turn', async () => {
  await using served = await serve(() => 'never')
  const controller = new AbortController()
  const { run, events } = trial([])
  const ended = run(scenario([buyers([http('a', served.url)], 'interleaved')]), { signal: controller.signal })
  while (order(events).length === 0) await new Promise((resolve) => setTimeout(resolve, 2))
  controller.abort()
  expect(await ended).toMatchObject({ verdict: 'error', failures: [{ message: 'interrupted' }] })
})

test('a landscape that breaks while it settles breaks the step', async () => {
  const { run } = trial([{ name: 'oms' }], async () => {
    throw new Error('no rest')
  })
  await expect(run(scenario([buyers([query('q', 'select 1')], 'interleaved')]))).rejects.toThrow('no rest')
})
