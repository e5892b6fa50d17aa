import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Served, serve } from '../scenario/trial.ts'
import { type Sandbox, sandbox } from './sandbox.ts'

const contract = `openapi: 3.0.3
info: { title: Orders, version: "1" }
servers: [{ url: https://orders.example/v2 }]
paths:
  /orders:
    parameters: [{ name: tenant, in: query, schema: { type: string } }]
    post:
      operationId: placeOrder
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: "#/components/schemas/NewOrder" } } }
      responses:
        "201":
          description: placed
          headers: { Location: { required: true, schema: { type: string } } }
          content: { application/json: { schema: { $ref: "#/components/schemas/Order" } } }
        4XX: { description: refused }
  /orders/{id}:
    get:
      parameters: [{ name: id, in: path, required: true, schema: { type: integer, minimum: 1 } }]
      responses:
        "200": { description: found, content: { application/json: { schema: { $ref: "#/components/schemas/Order" } } } }
  /orders/latest:
    get: { responses: { "200": { description: the last } } }
components:
  schemas:
    NewOrder:
      type: object
      required: [id, lines]
      additionalProperties: false
      properties:
        id: { type: integer, readOnly: true }
        lines: { type: array, minItems: 1, items: { $ref: "#/components/schemas/Line" } }
    Order:
      type: object
      required: [id, email]
      properties:
        id: { type: integer }
        email: { type: string, format: email }
        note: { type: string, nullable: true }
        total: { type: number, minimum: 0, exclusiveMinimum: true }
    Line: { type: object, required: [sku, quantity], properties: { sku: { type: string }, quantity: { type: integer } } }
`

const schema = `{ "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "required": ["sku"], "properties": { "sku": { "type": "string" } } }`

let served: Served

beforeAll(async () => {
  served = await serve((request, body) => {
    const { pathname } = new URL(request.url ?? '', 'http://any')
    const order = { id: 7, email: 'ada@example.com', note: null, total: 12.5 }
    if (request.method === 'POST') {
      const { lines } = JSON.parse(body)
      if (lines.length === 0) return { status: 422, body: { error: 'no lines' } }
      return { status: 201, headers: { location: '/orders/7' }, body: order }
    }
    if (pathname === '/orders/latest') return { status: 418, body: {} }
    const id = Number(pathname.split('/').at(-1))
    return { body: id === 8 ? { ...order, id: 'eight', email: 'not-an-address-of-eve', total: 0 } : order }
  })
})

afterAll(() => served[Symbol.asyncDispose]())

async function run(box: Sandbox, steps: string, flags = '') {
  const at = (name: string) => join(box.directory, name)
  writeFileSync(at('orders.yaml'), contract)
  writeFileSync(at('stock.json'), schema)
  writeFileSync(
    at('standin.yaml'),
    `version: 1\nsystems: { orders: { api: { url: "${served.url}" }, contract: orders.yaml } }\ntopics: { stock: { schema: stock.json } }\n`,
  )
  writeFileSync(at('trial.yaml'), `name: trial\ntitle: A trial\nsteps:\n${steps}`)
  return box.run(`scenario run trial.yaml --report jsonl=run.jsonl ${flags}`.trim(), { cwd: box.directory })
}

const place = '  - { name: place, post: "${{ orders.url }}/orders", body: { lines: [{ sku: a, quantity: 1 }] } }\n'
const read = '  - { name: read, get: "${{ orders.url }}/orders/7", expect: { status: 200 } }\n'

test('what keeps the contract passes, and operations that nobody used are listed', async () => {
  using box = sandbox()
  const { out, code } = await run(box, place + read)
  expect(out).toContain('contract orders.yaml of orders: 2 of 3 operations used\n  not used: GET /orders/latest')
  expect(code).toBe(0)
  const events = readFileSync(join(box.directory, 'run.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(events.find(({ type }) => type === 'contract.coverage')).toMatchObject({ unused: ['GET /orders/latest'] })
  expect(await run(box, place + read, '--require-coverage')).toMatchObject({ code: 1 })
})

test.each([
  [
    'an answer',
    'get: "${{ orders.url }}/orders/8"',
    "the answer's body: $.id must be integer",
    '#/components/schemas/Order/properties/id/type',
  ],
  [
    'a body',
    'post: "${{ orders.url }}/orders", body: { lines: [{ sku: 1, quantity: 1 }] }',
    "the request's body: $.lines[0].sku must be string",
    '#/components/schemas/Line/properties/sku/type',
  ],
  [
    'an unknown property',
    'post: "${{ orders.url }}/orders", body: { lines: [{ sku: a, quantity: 1 }], more: 1 }',
    'must not have the property "more"',
    '#/components/schemas/NewOrder/additionalProperties',
  ],
  [
    'a parameter',
    'get: "${{ orders.url }}/orders/0"',
    'the path parameter "id" must be >= 1',
    '#/paths/~1orders~1{id}/get/parameters/0/schema/minimum',
  ],
  [
    'an unknown parameter',
    'get: "${{ orders.url }}/orders/7", query: { page: 1 }',
    'the query parameter "page" is not in the contract',
    '#/paths/~1orders~1{id}/get/parameters',
  ],
  [
    'a status',
    'get: "${{ orders.url }}/orders/latest"',
    'the status 418 is not in the contract',
    '#/paths/~1orders~1latest/get/responses',
  ],
  [
    'a method',
    'delete: "${{ orders.url }}/orders/7"',
    'DELETE is not in the contract orders.yaml of orders (#/paths); the path has GET',
    '',
  ],
  [
    'a content type',
    'post: "${{ orders.url }}/orders", headers: { content-type: text/csv }, body: "{\\"lines\\": [1]}"',
    "the request's body has the content type text/csv, which is not in the contract",
    '#/paths/~1orders/post/requestBody/content',
  ],
])('%s that breaks the contract fails the step, with its place', async (_what, step, message, pointer) => {
  using box = sandbox()
  const { out, code } = await run(box, `  - { name: it, ${step} }\n`)
  expect(out).toContain(message)
  expect(out).toContain(pointer)
  expect(out).not.toContain('of-eve')
  expect(code).toBe(1)
})

test('a request that was refused may be wrong, and an exchange with somebody else is not looked at', async () => {
  using box = sandbox()
  const refused =
    '  - { name: refused, post: "${{ orders.url }}/orders", body: { lines: [] }, expect: { status: 422 } }\n'
  const other =
    '  - { name: other, get: "${{ notify.url }}/messages", headers: { authorization: "Bearer ${{ notify.apiKey }}" } }\n'
  expect(await run(box, refused + other)).toMatchObject({ code: 0 })
})

test('messages are held against the schema of their topic', async () => {
  using box = sandbox()
  const good = '  - { name: good, publish: { topic: stock, key: a, value: { sku: a } } }\n'
  const bad = '  - { name: bad, publish: { topic: stock, key: a, value: { sku: 1 } } }\n'
  const { out, code } = await run(box, good + bad)
  expect(out).toMatch(/✓ good/)
  expect(out).toContain("the message's value: $.sku must be string (contract stock.json, #/properties/sku/type)")
  expect(code).toBe(1)
})

test('a contract that cannot be used is refused before anything starts', async () => {
  using box = sandbox()
  await run(box, read)
  writeFileSync(join(box.directory, 'orders.yaml'), 'swagger: "2.0"\npaths: {}\n')
  const { err, code } = await box.run('scenario run trial.yaml', { cwd: box.directory })
  expect(err).toContain('orders.yaml is no contract: expected an OpenAPI document')
  expect(code).toBe(2)
})
