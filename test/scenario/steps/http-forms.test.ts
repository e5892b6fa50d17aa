import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { problemsIn, withSteps } from '../parse/outline.ts'
import { serve } from '../trial.ts'
import { runWritten, scratch } from './written.ts'

const echo = () =>
  serve((request, body) => ({ body: { type: request.headers['content-type'], method: request.method, body } }))

test('a form is sent urlencoded, lists as repeated fields', async () => {
  await using server = await echo()
  const { steps, message } = await runWritten({
    steps: `
  - name: ask
    post: ${server.url}/form
    form: { user: "a b&c", colour: [red, blue], count: 2, left: null }
`,
  })
  expect(message).toBeUndefined()
  expect(steps.ask?.body).toMatchObject({
    type: 'application/x-www-form-urlencoded',
    body: 'user=a+b%26c&colour=red&colour=blue&count=2',
  })
})

test('a multipart form has fields, and files from beside the scenario', async () => {
  await using server = await echo()
  using files = scratch()
  writeFileSync(join(files.beside, 'invoice.pdf'), '%PDF-1.4')
  const { steps, message } = await runWritten({
    scratch: files,
    steps: `
  - name: ask
    post: ${server.url}/upload
    multipart:
      fields: { order: 42 }
      files: { plain: invoice.pdf, named: { file: ./invoice.pdf, name: "für.pdf", type: application/pdf } }
`,
  })
  expect(message).toBeUndefined()
  const { type, body } = (steps.ask?.body ?? {}) as { type: string; body: string }
  const form = await new Response(body, { headers: { 'content-type': type } }).formData()
  expect(form.get('order')).toBe('42')
  const [plain, named] = [form.get('plain') as File, form.get('named') as File]
  expect([plain.name, plain.type, await plain.text()]).toEqual(['invoice.pdf', 'application/octet-stream', '%PDF-1.4'])
  expect([named.name, named.type]).toEqual(['für.pdf', 'application/pdf'])
})

test('a file that is not there is named', async () => {
  using files = scratch()
  const steps = '  - post: http://127.0.0.1:9/\n    multipart: { files: { f: missing.pdf } }\n'
  const { message, result } = await runWritten({ scratch: files, steps })
  expect(message).toBe(`cannot read ${join(files.beside, 'missing.pdf')} (ENOENT)`)
  expect(result.verdict).toBe('error')
})

test.each([
  [
    'post: http://x\n    body: a\n    form: { a: 1 }',
    'scenario.several-bodies 6:5 a request has one body, found body and form',
  ],
  ['post: http://x\n    multipart: {}', 'scenario.multipart 5:16 expected "fields" or "files", found neither'],
  ['get: http://x\n    headers: { "a b": c }', 'scenario.header 5:16 "a b" is no name for a header'],
  ['get: http://x\n    headers: { a: "b\\nc" }', 'scenario.header 5:19 the value of a header cannot hold a line break'],
  ['get: http://x\n    maxBody: 300MB', 'scenario.size 5:14 expected a size from 1kB to 256MB'],
  ['get: http://x\n    tls: { cert: a.pem }', 'scenario.tls 5:10 "cert" and "key" go together, found only one of them'],
  [
    'get: http://x\n    redirects: folow',
    'scenario.unknown-value 5:16 unknown value, found text "folow"; did you mean "follow"?',
  ],
  [
    'get: http://x\n    auth: { baisc: { user: a, password: b } }',
    'scenario.unknown-key 5:13 unknown key "baisc"; did you mean "basic"?',
  ],
])('%s is refused before anything runs', (step, problem) => {
  expect(problemsIn(withSteps([step]))).toEqual([problem])
})
