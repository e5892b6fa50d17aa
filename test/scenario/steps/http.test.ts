import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../../src/core/json.ts'
import type { HttpRequestStep } from '../../../src/scenario/model.ts'
import { type Answer, capture, check, http, place, type Served, scenario, serve, template, trial } from '../trial.ts'

let served: Served

const answers: Record<string, Answer> = {
  '/moved': { status: 302, headers: { location: '/elsewhere' } },
  '/text': { body: 'not {json}' },
  '/broken': { body: '{', headers: { 'content-type': 'application/json' } },
  '/problem': { status: 409, headers: { 'content-type': 'application/problem+json' }, body: { detail: 'sold out' } },
  '/nothing': { status: 204 },
  '/large': { body: 'x'.repeat(11 * 1024 * 1024) },
  '/login': { headers: { 'sw-context-token': 'token-1' }, body: {} },
}

beforeAll(async () => {
  served = await serve((request, body) => {
    const url = new URL(request.url ?? '', 'http://any')
    const echo = {
      method: request.method,
      path: url.pathname,
      query: [...url.searchParams],
      headers: request.headers,
      body,
    }
    return answers[url.pathname] ?? { body: echo }
  })
})

afterAll(() => served[Symbol.asyncDispose]())

async function answerOf(path: string, parts: Partial<HttpRequestStep> = {}): Promise<JsonObject> {
  let answer: Json = null
  const see = check('see', (scope) => {
    answer = (scope.steps as JsonObject).ask ?? null
    return true
  })
  const result = await trial([]).run(scenario([http('ask', `${served.url}${path}`, parts), see]))
  expect(result.failures).toEqual([])
  return answer as unknown as JsonObject
}

test('a request carries the correlation id, headers, parameters and a JSON body', async () => {
  const answer = await answerOf('/order?a=1', {
    method: 'POST',
    headers: { 'sw-access-key': template('key-1') },
    query: { page: template(2), q: template('a b&c') },
    body: template({ quantity: 2 }),
  })
  expect(answer).toMatchObject({
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: {
      method: 'POST',
      path: '/order',
      query: [
        ['a', '1'],
        ['page', '2'],
        ['q', 'a b&c'],
      ],
      headers: { 'x-correlation-id': 'correlation-1', 'sw-access-key': 'key-1', 'content-type': 'application/json' },
      body: '{"quantity":2}',
    },
  })
  expect(answer.duration).toBeTypeOf('number')
})

test('text is sent as it is, with the content type that the scenario gives', async () => {
  const answer = await answerOf('/csv', {
    method: 'PUT',
    headers: { 'Content-Type': template('text/csv') },
    body: template('a;b'),
  })
  expect(answer.body).toMatchObject({ body: 'a;b', headers: { 'content-type': 'text/csv' } })
})

test.each([
  { path: '/moved', answer: { status: 302, headers: { location: '/elsewhere' } } },
  { path: '/text', answer: { status: 200, body: 'not {json}' } },
  { path: '/broken', answer: { status: 200, body: '{' } },
  { path: '/problem', answer: { status: 409, body: { detail: 'sold out' } } },
  { path: '/nothing', answer: { status: 204, body: null } },
])('$path is answered as it is', async ({ path, answer }) => {
  expect(await answerOf(path)).toMatchObject(answer)
})

test('captures look into the body, or at a header', async () => {
  let seen: Record<string, unknown> = {}
  const see = check('see', (scope) => {
    seen = scope
    return true
  })
  const token = { name: 'token', place, header: 'sw-context-token', source: 'sw-context-token' }
  const several = capture('several', () => [1, 2])
  const steps = [http('login', `${served.url}/login`, { capture: [token, several] }), see]
  const result = await trial([]).run(scenario(steps))
  expect(result.verdict).toBe('passed')
  expect(seen).toMatchObject({ token: 'token-1', several: [1, 2] })
})

test('a header that is not there is said', async () => {
  const header = { name: 'token', place, header: 'x-token', source: 'x-token' }
  const result = await trial([]).run(scenario([http('ask', `${served.url}/text`, { capture: [header] })]))
  expect(result.failures[0]?.message).toBe('nothing to capture as "token": the answer has no header "x-token"')
})

test('an answer above 10 MB is refused', async () => {
  const result = await trial([]).run(scenario([http('ask', `${served.url}/large`)]))
  expect(result).toMatchObject({
    verdict: 'error',
    failures: [{ message: expect.stringContaining('the answer is larger than the 10 MB that a step reads') }],
  })
})

test('an answer that unpacks to more than 10 MB is refused', async () => {
  const packed = gzipSync(Buffer.alloc(11 * 1024 * 1024))
  await using server = await serve(() => ({ headers: { 'content-encoding': 'gzip' }, body: packed }))
  const result = await trial([]).run(scenario([http('ask', server.url)]))
  expect(result.failures[0]?.message).toContain('the answer is larger than the 10 MB that a step reads')
})

test.each([
  { url: 'shop/orders', message: 'the URL of "ask" is not one that begins with http:// or https://' },
  { url: 'file:///etc/passwd', message: 'the URL of "ask" is not one that begins with http:// or https://' },
  { url: null, message: 'the URL of "ask" must be a text or a number, but is nothing' },
])('the URL $url is a mistake in the scenario', async ({ url, message }) => {
  const result = await trial([]).run(scenario([http('ask', url)]))
  expect(result).toMatchObject({ verdict: 'error', failures: [{ message, place }] })
})

test('a header that cannot be sent is named, not shown', async () => {
  const parts = { headers: { 'x-note': template('line\nbreak') } }
  const result = await trial([]).run(scenario([http('ask', served.url, parts)]))
  expect(result).toMatchObject({
    verdict: 'error',
    failures: [{ message: 'the header "x-note" cannot be sent: its value holds a line break' }],
  })
})
