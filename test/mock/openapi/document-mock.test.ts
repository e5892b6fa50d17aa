import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import type { Json } from '../../../src/core/json.ts'
import { type DocumentMock, documentMock } from '../../../src/mock/openapi/document-mock.ts'
import { openApiDocument } from '../../../src/openapi/openapi-document.ts'
import { openContracts } from '../../../src/scenario/contracts/contracts.ts'

const root = parse(readFileSync(new URL('shop.yaml', import.meta.url), 'utf8'))

interface Answered {
  status: number
  body: unknown
  headers: Headers
}

interface Asked {
  mock: DocumentMock
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answered>
}

/** Holds each answer that is no refusal against the document that it is made from. */
const contracts = openContracts({ systems: { shop: { file: 'shop.yaml', root } }, topics: {} })

async function keepsContract(method: string, path: string, response: Response, body: unknown): Promise<void> {
  if (response.status >= 400) return
  const failure = await contracts.exchange('shop', {
    method,
    url: new URL(path, 'http://127.0.0.1'),
    requestHeaders: {},
    status: response.status,
    responseHeaders: Object.fromEntries(response.headers),
    responseBody: body === '' ? null : (body as Json),
  })
  expect(failure?.message ?? '').not.toContain('answer')
}

function opened({ seed = '1', stateless = false } = {}): Asked {
  const mock = documentMock(openApiDocument('shop.yaml', root), { seed, stateless })
  return {
    mock,
    async ask(method, path, body, headers = {}) {
      const type = typeof body === 'object' ? { 'content-type': 'application/json' } : {}
      const request = new Request(`http://127.0.0.1${path}`, {
        method,
        headers: { ...type, ...headers },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      })
      const response = await mock.answer(request)
      const text = await response.text()
      const isJson = /json/.test(response.headers.get('content-type') ?? '')
      const answered = isJson ? JSON.parse(text) : text
      await keepsContract(method, path, response, answered)
      return { status: response.status, body: answered, headers: response.headers }
    },
  }
}

const key = { 'x-api-key': 'any' }

test('answers with the examples of the document, and with the one that is preferred', async () => {
  const { ask } = opened()
  expect((await ask('GET', '/report', undefined, key)).body).toEqual({ at: '2026-01-01T00:00:00Z', rows: 0 })
  const prefer = (text: string) => ask('GET', '/report', undefined, { ...key, prefer: text })
  expect((await prefer('example=full')).body).toMatchObject({ rows: 9 })
  expect(await prefer('code=503')).toMatchObject({ status: 503, body: { code: 'busy' } })
  expect(await prefer('code=418')).toMatchObject({ status: 404, body: { detail: expect.stringContaining('200, 503') } })
  expect(await prefer('example=nope')).toMatchObject({
    status: 404,
    body: { detail: expect.stringContaining('empty, full') },
  })
  const made = await prefer('dynamic=true')
  expect(made.body).toMatchObject({ at: expect.stringMatching(/^2026-/) })
  expect(made.body).not.toHaveProperty('rows')
})

test('answers in the type that the client accepts, and below the path of a server', async () => {
  const { ask } = opened()
  const csv = await ask('GET', '/v1/report', undefined, { ...key, accept: 'application/json;q=0.5, text/csv' })
  expect(csv.body).toBe('a;b\n1;2\n')
  expect(csv.headers.get('content-type')).toBe('text/csv')
  expect(await ask('GET', '/report', undefined, { ...key, accept: 'image/png' })).toMatchObject({ status: 406 })
})

test('refuses what the document does not have, each with its place', async () => {
  const { ask } = opened()
  expect(await ask('GET', '/nothing')).toMatchObject({
    status: 404,
    body: { detail: 'the document has no path /nothing' },
  })
  const other = await ask('DELETE', '/orders')
  expect(other).toMatchObject({ status: 405 })
  expect(other.headers.get('allow')).toBe('GET, POST')
  expect(await ask('GET', '/report')).toMatchObject({
    status: 401,
    body: { detail: 'the request has no header x-api-key' },
  })
  expect(await ask('GET', '/orders?limit=0')).toMatchObject({
    status: 422,
    body: {
      detail: 'the query parameter "limit" must be >= 1',
      violations: [{ pointer: '#/paths/~1orders/get/parameters/1/schema/minimum' }],
    },
  })
  expect(await ask('POST', '/orders', { total: -1 })).toMatchObject({
    status: 422,
    body: {
      violations: [
        { path: '$.total', message: 'must be >= 0', pointer: '#/components/schemas/NewOrder/properties/total/minimum' },
      ],
    },
  })
  expect(await ask('POST', '/orders', '{', { 'content-type': 'application/json' })).toMatchObject({ status: 400 })
  expect(await ask('POST', '/orders', 'total=1', { 'content-type': 'text/plain' })).toMatchObject({ status: 415 })
  expect(await ask('POST', '/orders')).toMatchObject({ status: 422, body: { detail: "the request's body is missing" } })
})

test('a collection begins as its example, and changes with what is asked', async () => {
  const { ask, mock } = opened()
  expect((await ask('GET', '/orders')).body).toMatchObject({ items: [{ id: 'o-1' }, { id: 'o-2' }], total: 2 })
  const made = await ask('POST', '/orders', { total: 3 })
  expect(made).toMatchObject({
    status: 201,
    body: { total: 3, status: 'open', createdAt: expect.stringMatching(/^2026-/) },
  })
  const { id } = made.body as { id: string }
  expect(made.headers.get('location')).toBe(`/orders/${id}`)
  expect((await ask('GET', `/orders/${id}`)).body).toEqual(made.body)
  expect(mock.counts()).toEqual({ '/orders': 3 })

  const merge = { 'content-type': 'application/merge-patch+json' }
  const changed = await ask('PATCH', `/orders/${id}`, { note: 'soon', createdAt: null, id: 'other' }, merge)
  expect(changed.body).toMatchObject({ id, note: 'soon', total: 3 })
  expect(changed.body).not.toHaveProperty('createdAt')
  expect(await ask('PATCH', `/orders/${id}`, { status: null }, merge)).toMatchObject({
    status: 422,
    body: { violations: [{ part: 'what the change makes of it', message: "must have required property 'status'" }] },
  })
  const replaced = await ask('PUT', `/orders/${id}`, { total: 4 })
  expect(replaced.body).toMatchObject({ id, total: 4 })
  expect(replaced.body).not.toHaveProperty('note')

  expect(await ask('DELETE', `/orders/${id}`)).toMatchObject({ status: 204, body: '' })
  expect(await ask('GET', `/orders/${id}`)).toMatchObject({ status: 404, body: { code: 'not-found' } })
  expect(await ask('PUT', `/orders/${id}`, { total: 1 })).toMatchObject({ status: 404 })
  expect((await ask('GET', '/orders')).body).toMatchObject({ items: [{}, {}], total: 2 })
})

test('a list takes filters and pages', async () => {
  const { ask } = opened()
  expect((await ask('GET', '/orders?status=paid')).body).toMatchObject({ items: [{ id: 'o-2' }], total: 1 })
  const page = (await ask('GET', '/orders?limit=1&offset=1')).body
  expect(page).toMatchObject({ items: [{ id: 'o-2' }], total: 2 })
})

test('an item may be wrapped in its answer', async () => {
  const { ask } = opened()
  const made = await ask('POST', '/wrapped', { name: 'box' })
  expect(made).toMatchObject({ status: 201, body: { data: { id: expect.any(Number), name: 'box' } } })
  const { id } = (made.body as { data: { id: number } }).data
  await ask('PATCH', `/wrapped/${id}`, { name: 'crate' })
  expect((await ask('GET', `/wrapped/${id}`)).body).toEqual({ data: { id, name: 'crate' } })
})

test('an operation that describes failures only succeeds, and JSON is not sent as anything else', async () => {
  const { ask } = opened({ stateless: true })
  expect(await ask('DELETE', '/plain/1')).toMatchObject({ status: 204, body: '' })
  expect(await ask('GET', '/plain/1')).toMatchObject({ status: 200 })
  const xml = await ask('GET', '/plain/1', undefined, { accept: 'application/xml' })
  expect(xml).toMatchObject({ status: 406, body: { detail: expect.stringContaining('what is made up is JSON') } })
})

test('what is preferred passes the state by, and a stateless mock has none', async () => {
  const { ask } = opened()
  await ask('POST', '/orders', { total: 3 })
  expect(await ask('GET', '/orders/o-1', undefined, { prefer: 'code=404' })).toMatchObject({ status: 404 })
  const stateless = opened({ stateless: true })
  expect(await stateless.ask('DELETE', '/orders/o-1')).toMatchObject({ status: 204 })
  expect(await stateless.ask('GET', '/orders/o-1')).toMatchObject({ status: 200 })
  expect(stateless.mock.counts()).toEqual({})
})

test('the same seed and request give the same answer, another seed another one', async () => {
  const answers = await Promise.all(
    ['a', 'a', 'b'].map(async (seed) => (await opened({ seed, stateless: true }).ask('GET', '/orders/o-9')).body),
  )
  expect(answers[0]).toEqual(answers[1])
  expect(answers[0]).not.toEqual(answers[2])
})
