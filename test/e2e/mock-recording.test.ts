import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openRealSystem, type RealSystem, sourceValues } from './real-system.ts'
import { startMock } from './running-mock.ts'
import { type Sandbox, sandbox } from './sandbox.ts'

let system: RealSystem
let box: Sandbox
const key = '8f1d0c9be4a7563c21f0aa47d9e6b85310c4d2f7e98b6a05174c3de2b96f8a1d'

beforeAll(async () => {
  system = await openRealSystem()
  box = sandbox()
  writeFileSync(join(box.directory, 'standin.key'), `${key}\n`, { mode: 0o600 })
})

afterAll(async () => {
  box[Symbol.dispose]()
  await system[Symbol.asyncDispose]()
})

/** What a client asks, and what it gets; the first answer comes before the names in it have been seen anywhere else. */
async function session(url: string): Promise<void> {
  const ask = (path: string, init?: RequestInit) => fetch(`${url}${path}`, init).then((answer) => answer.text())
  await ask('/orders?limit=10', {
    headers: { authorization: 'Bearer live-token-8812aa', cookie: 'session=secretcookie77' },
  })
  await ask('/login', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'ludmilla.petrowski@corp.test', password: 'Sommer-2031!' }),
  })
  await ask('/customers')
  await ask('/customers/ludmilla.petrowski@corp.test')
  await ask('/search?q=Petrowski&phone=%2B49%20171%205550199')
  await ask('/soap', {
    method: 'POST',
    headers: { 'content-type': 'text/xml' },
    body: '<e><LastName>Petrowski</LastName></e>',
  })
  await ask('/form', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'email=ludmilla.petrowski%40corp.test&x=1',
  })
  await ask('/count')
  await ask('/count')
  await ask('/export.csv')
}

async function record(to: string, flags = '--key-file standin.key'): Promise<string> {
  const mock = await startMock(box, `--record ${system.url} --to ${to} ${flags} --keep-field title`)
  await session(mock.url)
  // Nothing touches the disk before it is masked, and nothing is masked before all of it is known.
  expect(readdirSync(join(box.directory, to))).toEqual([])
  const { err } = await mock.end()
  expect(err).toContain(`recorded 10 exchanges, masked, in ${to}`)
  return wholeText(join(box.directory, to))
}

function wholeText(directory: string): string {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return files.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8')).join('\n')
}

test('nothing of the real people and secrets is in a recording, nor anywhere else', async () => {
  const text = await record('plain')
  // Temporary files would be here, too: it is the temporary directory of the command.
  const everything = `${text}\n${wholeText(box.directory)}`.replaceAll(`${key}\n`, '').toLowerCase()
  expect(sourceValues.filter((value) => everything.includes(value.toLowerCase()))).toEqual([])
  expect(text).toContain('Rosewater soap')
  expect(text).toContain('"O-1001"')
  expect(text).toContain('"omitted": "text/csv"')
})

test('the same value has the same stand-in everywhere, so that joins survive', async () => {
  const files = readdirSync(join(box.directory, 'plain')).filter((name) => /^\d/.test(name))
  const exchanges = files.map((name) => JSON.parse(readFileSync(join(box.directory, 'plain', name), 'utf8')))
  const customers = exchanges.find(({ request }) => request.path === '/customers').response.body.json
  const orders = exchanges.find(({ request }) => request.path === '/orders').response.body.json
  const login = exchanges.find(({ request }) => request.path === '/login')
  const email = customers[0].email
  expect(email).toMatch(/@example\.(com|org|net)$/)
  expect(orders[0].customerEmail).toBe(email)
  expect(login.request.body.json.email).toBe(email)
  expect(exchanges.some(({ request }) => request.path === `/customers/${encodeURIComponent(email)}`)).toBe(true)
  expect(orders[0].deliveredTo).toContain(customers[0].lastName)
  expect(customers[0].name).toBe(`${customers[0].firstName} ${customers[0].lastName}`)
  expect(customers[0].iban).toMatch(/^DE\d{20}$/)
  // The token of the body is that of the cookie.
  const cookie = login.response.headers.find(([name]: [string]) => name === 'set-cookie')[1]
  expect(cookie).toBe(`session=${login.response.body.json.access_token}; Path=/; HttpOnly`)
})

test('a recording is replayed by method, path, query and body, in its order', async () => {
  await using mock = await startMock(box, '--replay plain')
  // biome-ignore lint/suspicious/noExplicitAny: whatever was recorded
  const ask = async (path: string, init?: RequestInit): Promise<{ status: number; body: any }> => {
    const answer = await fetch(`${mock.url}${path}`, init)
    return { status: answer.status, body: await answer.json() }
  }
  const { body: customers } = await ask('/customers')
  expect(await ask(`/customers/${encodeURIComponent(customers[0].email)}`)).toMatchObject({
    status: 200,
    body: { email: customers[0].email, _links: { self: { href: `${mock.url}/customers/1` } } },
  })
  expect([await ask('/count'), await ask('/count'), await ask('/count')].map(({ body }) => body.count)).toEqual([
    1, 2, 2,
  ])
  const sentence = async (path: string, init?: RequestInit) => {
    const { status, body } = await ask(path, init)
    expect(status).toBe(404)
    return body.detail
  }
  expect(await sentence('/nowhere')).toBe('this was not recorded: the recording has nothing at this path')
  expect(await sentence('/customers', { method: 'DELETE' })).toBe('this was not recorded: at this path it has GET')
  expect(await sentence('/orders?limit=11')).toContain('another query')
  expect(await sentence('/login', { method: 'POST' })).toContain('another body, and not without one')
})

test('with the key, requests with the real values are known, too; with another key it is refused', async () => {
  {
    await using mock = await startMock(box, '--replay plain --key-file standin.key')
    const answer = await fetch(`${mock.url}/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ password: 'Sommer-2031!', email: 'ludmilla.petrowski@corp.test' }),
    })
    expect(answer.status).toBe(200)
    expect((await fetch(`${mock.url}/customers/ludmilla.petrowski@corp.test`)).status).toBe(200)
  }
  writeFileSync(join(box.directory, 'other.key'), `${key.replaceAll('8', '3')}\n`, { mode: 0o600 })
  const other = await box.run('standin mock --replay plain --key-file other.key', { cwd: box.directory })
  expect(other).toMatchObject({ code: 2, err: expect.stringContaining('made with another key') })
})

test('a key that is thrown away gives other stand-ins each time', async () => {
  const text = await record('ephemeral', '--ephemeral-key')
  expect(sourceValues.filter((value) => text.toLowerCase().includes(value.toLowerCase()))).toEqual([])
  expect(text).not.toContain('"key"')
  expect(text).not.toBe(wholeText(join(box.directory, 'plain')))
})

test('what goes wrong is said before anything is served', async () => {
  mkdirSync(join(box.directory, 'full'))
  writeFileSync(join(box.directory, 'full', 'file'), '')
  const run = (words: string) => box.run(`standin mock ${words}`, { cwd: box.directory })
  const refusals: [string, string, number][] = [
    [`--record ${system.url} --to full --ephemeral-key`, 'full is no empty directory', 2],
    [`--record ${system.url} --to new`, 'there is no key', 2],
    [`--record ${system.url}`, 'expected a directory for the recording, with --to', 2],
    ['--record ftp://a --to new --ephemeral-key', 'expected the URL of an API', 2],
    ['--to new', 'expected --record', 2],
    ['erp --replay plain', 'and not several of them', 2],
    ['--replay full', 'recording.json cannot be replayed', 2],
  ]
  for (const [words, reason, code] of refusals)
    expect(await run(words)).toMatchObject({ code, err: expect.stringContaining(reason), out: '' })
  expect(readdirSync(box.directory)).not.toContain('new')
})

test('only clients that ask this machine by its own name reach the system', async () => {
  await using mock = await startMock(box, `--record ${system.url} --to rebound --ephemeral-key`)
  const { port } = new URL(mock.url)
  const outgoing = httpRequest({
    host: '127.0.0.1',
    port,
    path: '/customers',
    headers: { host: `rebound.example:${port}` },
  })
  outgoing.end()
  const [answer] = await once(outgoing, 'response')
  expect(answer.statusCode).toBe(421)
  answer.destroy()
})

test('a system that is away is answered for, and nothing is recorded', async () => {
  const mock = await startMock(box, '--record http://127.0.0.1:1 --to gone --ephemeral-key')
  expect((await fetch(`${mock.url}/orders`)).status).toBe(502)
  const { err } = await mock.end()
  expect(err).toContain('nothing was asked, so that there is nothing in gone')
  expect(readdirSync(box.directory)).not.toContain('gone')
})
