import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeCertificates, serveTls } from './tls-server.ts'
import { runWritten, scratch } from './written.ts'

test('a client certificate is shown to a server that an authority of our own vouches for', async () => {
  using files = scratch()
  makeCertificates(files.beside)
  await using server = await serveTls(files.beside)
  const { steps, message } = await runWritten({
    scratch: files,
    head: 'http: { cookies: true, tls: { cert: client.pem, key: client.key, ca: ca.pem } }\n',
    steps: `
  - { name: first, post: "${server.url}/", body: { n: 1 } }
  - { name: form, post: "${server.url}/", multipart: { fields: { a: b } } }
`,
  })
  expect(message).toBeUndefined()
  expect(steps.first).toMatchObject({
    status: 200,
    headers: { 'set-cookie': ['a=1', 'b=2'] },
    body: { client: 'client', body: '{"n":1}', cookie: null },
  })
  expect(steps.form?.body).toMatchObject({ cookie: 'a=1; b=2', body: expect.stringContaining('name="a"') })
})

test('without the certificates there is no connection', async () => {
  using files = scratch()
  makeCertificates(files.beside)
  await using server = await serveTls(files.beside)
  const unknown = await runWritten({ scratch: files, steps: `  - { get: "${server.url}/" }\n` })
  expect(unknown.message).toContain(`GET ${server.url}/ was not answered: `)
  const nobody = await runWritten({ scratch: files, steps: `  - { get: "${server.url}/", tls: { ca: ca.pem } }\n` })
  expect(nobody.message).toContain(`GET ${server.url}/ was not answered: `)
  expect([unknown.result.verdict, nobody.result.verdict]).toEqual(['error', 'error'])
})

test.each([
  ['missing.pem', /cannot read .*missing\.pem \(ENOENT\)/],
  ['junk.pem', /the files of "tls" are no PEM certificates, or the key is not that of the certificate/],
])('the file %s is a mistake in the scenario', async (name, said) => {
  using files = scratch()
  writeFileSync(join(files.beside, 'junk.pem'), '-----BEGIN CERTIFICATE-----\nxx\n-----END CERTIFICATE-----\n')
  const { message, result } = await runWritten({
    scratch: files,
    steps: `  - { get: "https://127.0.0.1:9/", tls: { cert: ${name}, key: ${name} } }\n`,
  })
  expect(message).toMatch(said)
  expect(result.verdict).toBe('error')
})
