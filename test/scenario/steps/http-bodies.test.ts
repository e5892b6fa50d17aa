import { once } from 'node:events'
import { createServer } from 'node:http'
import { expect, test } from 'vitest'
import { serve } from '../trial.ts'
import { runWritten } from './written.ts'

const latin = Buffer.from([0x66, 0xfc, 0x72])

test.each([
  ['image/png', Buffer.from([1, 2, 255]), { base64: 'AQL/', size: 3 }],
  ['text/plain; charset=iso-8859-1', latin, 'für'],
  ['text/csv; charset=nonsense', 'a;b', 'a;b'],
  ['application/vnd.api+json', '{"a":1}', { a: 1 }],
  ['', latin, { base64: 'Zvxy', size: 3 }],
  ['', 'plain', 'plain'],
])('a body of type "%s" is read as what it is', async (type, body, expected) => {
  await using server = await serve(() => ({ headers: { 'content-type': type }, body }))
  const { steps } = await runWritten({ steps: `  - { name: ask, get: "${server.url}/" }\n` })
  expect(steps.ask?.body).toEqual(expected)
})

test.each([
  ['text/html', '<html>', 'expect: { body: { a: 1 } }', 'it is text (content type text/html)'],
  ['application/json', '{', 'expect: { body: [1] }', 'its content type says JSON, but the 1 characters are none'],
  ['text/html', '<html>', 'capture: { token: $.token }', 'it is text (content type text/html)'],
  ['text/html', '', 'expect: { body: { a: 1 } }', 'it is empty'],
])('what looks into a body that is not JSON is told so: %s %s', async (type, body, check, why) => {
  await using server = await serve(() => ({ headers: { 'content-type': type }, body }))
  const { result, message } = await runWritten({ steps: `  - { name: ask, get: "${server.url}/", ${check} }\n` })
  expect(message).toBe(`the answer is not JSON, which the step looks into: ${why}`)
  expect(result.verdict).toBe('failed')
})

test('a matcher on text is no look into JSON', async () => {
  await using server = await serve(() => ({ body: 'hello' }))
  const { message } = await runWritten({
    steps: `  - { get: "${server.url}/", expect: { body: { startsWith: hel } }, capture: { all: $ } }\n`,
  })
  expect(message).toBeUndefined()
})

test('the largest body can be set', async () => {
  await using server = await serve(() => ({ body: 'x'.repeat(3000) }))
  const { message } = await runWritten({ steps: `  - { get: "${server.url}/", maxBody: 2kB }\n` })
  expect(message).toContain('the answer is larger than the 2 kB that a step reads')
})

test('an answer that never ends is a failed step', async () => {
  const server = createServer((_, response) => {
    const timer = setInterval(() => response.write('x'), 20)
    response.on('close', () => clearInterval(timer))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  const { result, message } = await runWritten({
    steps: `  - { name: ask, get: "http://127.0.0.1:${port}/", timeout: 300ms }\n`,
  })
  server.closeAllConnections()
  server.close()
  expect(message).toBe('"ask" took longer than 300ms')
  expect(result.verdict).toBe('failed')
})

test('an XPath looks into an answer that is XML', async () => {
  const xml = '<?xml version="1.0"?><o xmlns="urn:o"><n a="7">A-1</n><p>2</p><p>3</p></o>'
  await using server = await serve(() => ({ headers: { 'content-type': 'application/xml' }, body: xml }))
  const { scope, message } = await runWritten({
    steps: `
  - get: ${server.url}/
    capture:
      number: { xpath: "/o:o/o:n", namespaces: { o: "urn:o" } }
      attribute: { xpath: "//@a" }
      sum: { xpath: "sum(//*[local-name()='p'])" }
      all: { xpath: "//*[local-name()='p']/text()" }
`,
  })
  expect(message).toBeUndefined()
  expect(scope).toMatchObject({ number: { '@a': '7', '#text': 'A-1' }, attribute: '7', sum: 5, all: ['2', '3'] })
})
