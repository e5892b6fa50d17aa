import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { RunEvent } from '../../src/core/events.ts'
import { htmlReport } from '../../src/report/html/html.ts'
import { recordedRun, resultOf } from './recorded-run.ts'

async function page(events: readonly RunEvent[]): Promise<string> {
  let text = ''
  const report = htmlReport((more) => {
    text += more
  })
  for (const event of events) report.sink(event)
  expect(text).toBe('')
  await report.close()
  return text
}

interface Shown {
  verdict: string
  scenarios: {
    arrows: { from: string; to: string; label: string; step: number; times: number }[]
    steps: { verdict: string; details: number[]; omitted?: number }[]
    invariants: { samples: unknown[]; changes: unknown[] }[]
    details: { kind: string; from?: string }[]
    marks: { kind: string; label: string }[]
  }[]
}

function dataOf(text: string): Shown {
  const [, json = ''] = /<script type="application\/json" id="run">(.*?)<\/script>/s.exec(text) ?? []
  return JSON.parse(json) as Shown
}

const at = 1_000
const scenario = 'stock'
const started: RunEvent = { type: 'scenario.started', at, scenario, title: 't', seed: '1', correlationId: 'c' }
const place = { file: 'stock.yaml', line: 1, column: 1 }

function stepStarted(...path: string[]): RunEvent {
  return { type: 'step.started', at, scenario, step: { path, verb: 'post', place } }
}

test('nothing in the data ends the script or becomes markup', async () => {
  const wild = '</script><script>alert(1)</script><img src=x onerror=alert(1)>"\' \u2028 & <!--'
  const result = resultOf('failed', {
    title: wild,
    failures: [{ message: wild, place: { ...place, text: wild } }],
    replay: wild,
  })
  const text = await page([{ ...started, title: wild }, stepStarted(wild), { type: 'scenario.finished', at, result }])
  expect(text.match(/<script/g)).toHaveLength(2)
  expect(text).not.toMatch(/<img|<!--/)
  expect(JSON.stringify(dataOf(text))).toContain('</script><script>alert(1)')
})

test('the policy allows this script and this style, and nothing else', async () => {
  const text = await page(recordedRun('passed'))
  const [, policy = ''] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(text) ?? []
  const rules = policy.replaceAll('&#39;', "'")
  const hash = (body: string | undefined): string =>
    `'sha256-${createHash('sha256')
      .update(body ?? '')
      .digest('base64')}'`
  expect(rules.split('; ')).toEqual([
    "default-src 'none'",
    `script-src ${hash(/<script>(.*?)<\/script>/s.exec(text)?.[1])}`,
    `style-src ${hash(/<style>(.*?)<\/style>/s.exec(text)?.[1])}`,
    "base-uri 'none'",
    "form-action 'none'",
  ])
  expect(text).not.toMatch(/\b(src|href)="|url\(|@import|\son\w+="/)
})

test('the script is one that a browser can read, and its parts do not declare a name twice', async () => {
  const [, script = ''] = /<script>(.*?)<\/script>/s.exec(await page([])) ?? []
  expect(script).not.toMatch(/^(import|export) /m)
  expect(() => new Function(script)).not.toThrow()
  const names = [...script.matchAll(/^(?:async )?(?:function|const|let) (\w+)/gm)].map(([, name]) => name)
  expect(names.length).toBeGreaterThan(50)
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
})

test('what was asked and answered is there once, with who called whom', async () => {
  const parts = (value: string) => ({ body: { value } })
  const text = await page([
    started,
    stepStarted('order'),
    { type: 'http.received', at, exchange: 1, system: 'shop', from: 'scenario', method: 'POST', path: '/order' },
    { type: 'http.received', at, exchange: 2, system: 'oms', from: 'shop', method: 'POST', path: '/reservations' },
    {
      type: 'http.exchange',
      at,
      exchange: 2,
      system: 'oms',
      from: 'shop',
      method: 'POST',
      path: '/reservations',
      status: 409,
      duration: 2,
      request: parts('a'),
      response: parts('b'),
    },
    {
      type: 'http.exchange',
      at,
      exchange: 1,
      system: 'shop',
      from: 'scenario',
      method: 'POST',
      path: '/order',
      status: 200,
      duration: 4,
      request: parts('c'),
      response: parts('d'),
    },
    {
      type: 'step.exchange',
      at,
      scenario,
      path: ['order'],
      attempt: 1,
      exchange: {
        kind: 'http',
        to: 'shop',
        summary: 'POST /order',
        outcome: '200',
        duration: 5,
        request: parts('e'),
        response: parts('f'),
      },
    },
    { type: 'message.published', at, topic: 'orders', key: '1', count: 1, from: 'shop' },
    { type: 'message.published', at, topic: 'orders', key: '1', count: 1, from: 'shop' },
    {
      type: 'message.delivered',
      at,
      topic: 'orders',
      group: 'connector: order intake',
      count: 2,
      messages: { value: [] },
    },
    { type: 'scenario.finished', at, result: resultOf('passed') },
  ])
  const [shown] = dataOf(text).scenarios
  expect(shown?.arrows).toMatchObject([
    { from: 'scenario', to: 'shop', label: 'POST /order', outcome: '200', step: 0 },
    { from: 'shop', to: 'oms', label: 'POST /reservations', outcome: '409' },
    { from: 'shop', to: 'topics', label: 'orders: 1', times: 2 },
    { from: 'topics', to: 'connector', label: 'orders → order intake' },
  ])
  expect(shown?.details.filter(({ kind }) => kind === 'http')).toHaveLength(2)
  expect(shown?.steps[0]?.details).toEqual([1])
  expect(text).toContain('"value":"e"')
  expect(text).not.toContain('"value":"c"')
})

test('of many tries the first and the last are kept; of samples those that differ', async () => {
  const tries = Array.from(
    { length: 50 },
    (_, index): RunEvent => ({
      type: 'step.exchange',
      at,
      scenario,
      path: ['wait'],
      attempt: index + 1,
      exchange: { kind: 'sql', to: 'oms', summary: 'select 1 from stock', duration: 1, request: {}, response: {} },
    }),
  )
  const samples = [1, 1, 2, 2, 2, 1].map(
    (units): RunEvent => ({
      type: 'invariant.sampled',
      at,
      landscapeAt: at,
      scenario,
      name: 'never oversold',
      holds: true,
      count: 1,
      rows: { value: [{ units }] },
    }),
  )
  const [shown] = dataOf(await page([started, stepStarted('wait'), ...tries, ...samples])).scenarios
  expect(shown?.steps[0]).toMatchObject({ omitted: 40, verdict: 'running' })
  expect(shown?.steps[0]?.details).toHaveLength(10)
  expect(shown?.arrows).toMatchObject([{ label: 'select … stock', times: 50 }])
  expect(shown?.invariants[0]?.samples).toHaveLength(6)
  expect(shown?.invariants[0]?.changes).toHaveLength(3)
})

test('faults, jobs and moves of the clock are marks', async () => {
  const fault = { scenario, fault: 'slow', target: 'system', system: 'oms' } as const
  const [shown] = dataOf(
    await page([
      started,
      { type: 'clock.advanced', at, from: 0, to: 1_800_000 },
      { type: 'job.ran', at, landscapeAt: 1_800_000, name: 'connector: ERP batch', failure: 'broken' },
      { type: 'fault.fired', at, landscapeAt: 1_800_000, kind: 'latency', what: 'POST /reservations', ...fault },
    ]),
  ).scenarios
  expect(shown?.marks).toMatchObject([
    { kind: 'clock', label: '+30m' },
    { kind: 'job', label: 'connector: ERP batch failed: broken', failed: true },
    { kind: 'fault', label: 'slow: latency at oms, POST /reservations' },
  ])
})

test('a run that broke off, a scenario that never began and one that was left out are not taken for good ones', async () => {
  const announced: RunEvent = {
    type: 'run.started',
    at,
    runId: 'r',
    seed: '1',
    scenarios: ['stock', 'later', 'last'].map((name) => ({ name, title: name })),
  }
  const text = await page([
    announced,
    started,
    { type: 'scenario.left-out', at, scenario: 'last', title: 'l', reason: 'another failed' },
  ])
  expect(dataOf(text).verdict).toBe('error')
  expect(text.match(/the run ended before this scenario did/g)).toHaveLength(2)
  expect(text).toContain('left out: another failed')
})

test('what of the contracts was used is listed', async () => {
  const unused = ['GET /orders/{id}', '<b>']
  const coverage = {
    type: 'contract.coverage',
    at,
    system: 'oms',
    contract: 'oms.yaml',
    operations: 5,
    unused,
  } as const
  const text = await page([...recordedRun('passed'), coverage])
  expect(text).toContain('3 of 5')
  expect(text).toContain('GET /orders/{id}, &lt;b&gt;')
})

test('a request through a proxy is an arrow, and that of a step is the step’s', async () => {
  const proxied = {
    type: 'http.exchange',
    at,
    system: 'crm',
    method: 'GET',
    path: '/people',
    status: 200,
    duration: 3,
  } as const
  const exchange = {
    kind: 'http',
    to: 'crm',
    summary: 'GET /people',
    outcome: '200',
    duration: 4,
    request: {},
    response: {},
  }
  const [shown] = dataOf(
    await page([
      started,
      stepStarted('ask'),
      proxied,
      { type: 'step.exchange', at, scenario, path: ['ask'], attempt: 1, exchange },
      proxied,
    ]),
  ).scenarios
  expect(shown?.arrows).toMatchObject([
    { from: 'scenario', to: 'crm', label: 'GET /people' },
    { from: 'client', to: 'crm', label: 'GET /people' },
  ])
})

test('a violated invariant shows what its row was before', async () => {
  const sample = (holds: boolean, held: number): RunEvent => ({
    type: 'invariant.sampled',
    at,
    landscapeAt: at,
    scenario,
    name: 'never oversold',
    holds,
    count: 2,
    rows: {
      value: [
        { sku: '1', held: 3 },
        { sku: '2', held },
      ],
    },
  })
  const failure = { message: 'article 2: 10 units are promised, 8 are on hand' }
  const violated = { name: 'never oversold', verdict: 'failed', samples: 2, failure } as const
  const text = await page([
    started,
    sample(true, 7),
    sample(false, 10),
    { type: 'invariant.finished', at, scenario, result: violated },
    { type: 'scenario.finished', at, result: resultOf('failed', { failures: [failure], invariants: [violated] }) },
  ])
  const [, card = ''] = /<article class="failure">(.*?)<\/article>/s.exec(text) ?? []
  expect(card).toContain('article 2: 10 units are promised, 8 are on hand')
  expect(card.match(/<tr>/g)).toHaveLength(2)
  expect(card).toMatch(
    /<td>2<\/td><td><span class="was">7<\/span> <span class="arrow">→<\/span> <strong>10<\/strong><\/td>/,
  )
})

test('failures in the same words at the same place are one, with a way to each step', async () => {
  const failure = { message: '$.status is 503', place }
  const failed = (name: string): RunEvent => ({
    type: 'step.finished',
    at,
    scenario,
    result: {
      step: { path: ['all', name, 'order'], verb: 'post', place },
      verdict: 'failed',
      duration: 1,
      attempts: 1,
      failure,
    },
  })
  const result = resultOf('failed', { failures: [failure, failure, failure] })
  const text = await page([started, ...['a', 'b', 'c'].map(failed), { type: 'scenario.finished', at, result }])
  expect(text.match(/<article class="failure">/g)).toHaveLength(1)
  expect(text).toContain('and 2 more in the same way')
  for (const position of [0, 1, 2]) expect(text).toContain(`data-open-step="0:${position}"`)
})
