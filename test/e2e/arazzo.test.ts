import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Served, serve } from '../scenario/trial.ts'
import { type Sandbox, sandbox } from './sandbox.ts'

const files = new URL('arazzo/', import.meta.url).pathname

let served: Served
let calls: { call: string; body: string; cookie?: string; token?: unknown }[] = []
let status = 201

beforeAll(async () => {
  let reads = 0
  let placed = 0
  served = await serve((request, body) => {
    const call = `${request.method} ${request.url}`
    const { cookie } = request.headers
    calls.push({ call, body, ...(cookie !== undefined && { cookie }), token: request.headers['x-token'] })
    if (call === 'POST /session')
      return { headers: { 'x-kind': 'session' }, body: { token: `t-${JSON.parse(body).user}` } }
    if (call.startsWith('GET /articles')) return { body: { articles: [{ sku: 'A-1' }] } }
    if (request.method === 'POST')
      return { status: placed++ % 2 === 0 && status === 201 ? 503 : status, body: { id: 7 } }
    return { body: { state: reads++ % 3 === 2 ? 'confirmed' : 'open' } }
  })
})

beforeEach(() => {
  calls = []
  status = 201
})

afterAll(() => served[Symbol.asyncDispose]())

function prepared(): Sandbox {
  const box = sandbox()
  for (const name of ['shop.openapi.yaml', 'order.arazzo.yaml'])
    copyFileSync(join(files, name), join(box.directory, name))
  const landscape = `version: 1\nsystems: { little: { api: { url: "${served.url}" }, contract: shop.openapi.yaml } }\n`
  writeFileSync(join(box.directory, 'standin.yaml'), landscape)
  return box
}

test('a workflow runs: dependencies, parameters, criteria, retries, jumps, calls and outputs', async () => {
  using box = prepared()
  const { out, code } = await box.run('scenario run order.arazzo.yaml --var user=ada --var quantity=5 --json', {
    cwd: box.directory,
  })
  const [result] = JSON.parse(out).results
  expect(result.failures).toEqual([])
  expect(result).toMatchObject({ scenario: 'order', verdict: 'passed', landscapeTime: 60_000 })
  expect(code).toBe(0)
  expect(calls.map(({ call }) => call)).toEqual([
    'POST /session',
    'GET /articles?tag=new',
    'POST /articles/A-1/orders',
    'POST /articles/A-1/orders',
    'GET /orders/7',
    'GET /orders/7',
    'GET /orders/7',
    'POST /session',
  ])
  expect(calls[0]?.body).toBe('{"user":"ada","kind":"of ada"}')
  expect(calls[1]).toMatchObject({ cookie: 'session=t-ada', token: 't-ada' })
  expect(calls[2]?.body).toBe('{"lines":[{"quantity":5}]}')
})

test('a criterion that does not hold fails the workflow, with its place', async () => {
  using box = prepared()
  status = 409
  const { out, code } = await box.run('scenario run order.arazzo.yaml --var user=ada', { cwd: box.directory })
  expect(out).toContain('this does not hold: $statusCode == 201 (the status is 409)')
  expect(out).toMatch(/order\.arazzo\.yaml:42:\d+/)
  expect(code).toBe(1)
})

test('what is unknown or not supported is refused with its place, before anything starts', async () => {
  using box = prepared()
  const text = readFileSync(join(files, 'order.arazzo.yaml'), 'utf8')
  const broken = text
    .replace('type: regex', 'type: xpath')
    .replace('operationId: readOrder', 'operationId: readOrdr')
    .replace('stepId: tell }', 'stepId: tel }')
    .replace('$inputs.quantity', '$input.quantity')
    .replace('"$response.body#/state != \'confirmed\'"', '"$statusCode ==="')
  writeFileSync(join(box.directory, 'order.arazzo.yaml'), broken)
  const { err, code } = await box.run('scenario run order.arazzo.yaml --var users=ada', { cwd: box.directory })
  expect(err).toMatch(/criteria of type xpath are not supported[\s\S]*order\.arazzo\.yaml:32:/)
  expect(err).toContain('there is no operation "readOrdr"; did you mean "readOrder"?')
  expect(err).toContain('there is no step "tel"')
  expect(err).toContain('"$input.quantity" is no runtime expression')
  expect(err).toContain('missing --var user')
  expect(err).toContain('unknown input --var users; did you mean "user"?')
  expect(code).toBe(2)
  expect(calls).toEqual([])
})

test('an OpenAPI document gives a starter scenario that lints and runs', async () => {
  using box = prepared()
  const made = await box.run('scenario import shop.openapi.yaml --system little --out scenarios/little.yaml', {
    cwd: box.directory,
  })
  expect(made).toMatchObject({ code: 0, out: expect.stringContaining('scenarios/little.yaml') })
  const lint = await box.run('scenario lint scenarios/little.yaml', { cwd: box.directory })
  expect(lint.out).not.toContain('error: unknown')
  const plan = await box.run('scenario run little --dry-run --json', { cwd: box.directory })
  expect(JSON.parse(plan.out).scenarios[0].steps.map(({ name }: { name: string }) => name)).toEqual([
    'login',
    'findArticles',
    'placeOrder',
    'readOrder',
  ])
  const { out } = await box.run('scenario run little', { cwd: box.directory })
  expect(out).toMatch(/✓ login/)
  expect(
    await box.run('scenario import shop.openapi.yaml --out scenarios/little.yaml', { cwd: box.directory }),
  ).toMatchObject({ code: 2 })
})
