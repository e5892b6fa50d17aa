import { once } from 'node:events'
import { copyFileSync, writeFileSync } from 'node:fs'
import { createServer, request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { laterPort } from '../later-port.ts'
import { startMock } from './running-mock.ts'
import { type Sandbox, sandbox } from './sandbox.ts'

const shop = fileURLToPath(new URL('../mock/openapi/shop.yaml', import.meta.url))

function withDocument(): Sandbox {
  const box = sandbox()
  copyFileSync(shop, join(box.directory, 'shop.yaml'))
  return box
}

const post = (url: string, body: object) =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

test('a document is served on the port that was asked for, with a readable log, until Ctrl-C', async () => {
  using box = withDocument()
  const port = await laterPort()
  const command = box.start(`standin mock shop.yaml --port ${port}`, { cwd: box.directory })
  await command.said(/Ctrl-C ends it/)
  await post(`http://127.0.0.1:${port}/orders`, { total: 3 })
  const list = await fetch(`http://127.0.0.1:${port}/orders`)
  expect(await list.json()).toMatchObject({ total: 3 })
  await fetch(`http://127.0.0.1:${port}/people/anna.petrowski@corp.test`)
  await command.said(/corp|people\/\*\*\*/)
  command.child.kill('SIGINT')
  const { code, out, err } = await command.ended
  expect(code).toBe(130)
  expect(out).toMatch(new RegExp(`shop +http://127.0.0.1:${port} +document +A shop`))
  expect(out).toMatch(/page: http:\/\/127\.0\.0\.1:\d+\//)
  expect(err).toMatch(/\d\d:\d\d:\d\d shop {2}POST {3}\/orders {2}201 {2}\d+ ms\n/)
  expect(err).toMatch(/GET {4}\/people\/\*\*\* {2}404 {2}\d+ ms\n/)
  expect(out + err).not.toContain('petrowski')
  expect(box.processes()).toEqual([])
})

test('the same seed gives the same data and faults, and another one others', async () => {
  using box = withDocument()
  const ask = async (seed: number): Promise<string> => {
    await using mock = await startMock(box, `shop.yaml --stateless --seed ${seed} --fault status:503@50%`)
    const answers: string[] = []
    for (let count = 0; count < 12; count++) {
      const answer = await fetch(`${mock.url}/orders/o-${count}`)
      answers.push(`${answer.status} ${await answer.text()}`)
    }
    return answers.join('\n')
  }
  const [first, again, other] = [await ask(1), await ask(1), await ask(2)]
  expect(first).toBe(again)
  expect(first).not.toBe(other)
  expect(first).toMatch(/^503 /m)
  expect(first).toMatch(/^200 /m)
})

test('latency and faults strike, and the log says which', async () => {
  using box = withDocument()
  const flags = 'shop.yaml --latency uniform:60ms-80ms --fault malform:html --fault status:418'
  await using mock = await startMock(box, flags.replace('status:418', 'status:503'))
  const began = performance.now()
  const answer = await fetch(`${mock.url}/orders`)
  expect(performance.now() - began).toBeGreaterThan(55)
  expect(await answer.text()).toContain('Bad Gateway')
  await mock.command.said(/"type":"exchange"/)
  const { out } = await mock.end()
  const lines = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(lines[1]).toMatchObject({
    type: 'exchange',
    api: 'shop',
    method: 'GET',
    path: '/orders',
    faults: ['malform:html'],
  })
  expect(lines[1]).not.toHaveProperty('response')
})

test('a reset cuts the answer', async () => {
  using box = withDocument()
  await using mock = await startMock(box, 'shop.yaml --fault reset')
  await expect(fetch(`${mock.url}/orders`).then((answer) => answer.text())).rejects.toThrow()
})

test('mirrors are served with their landscape, beside a document', async () => {
  using box = withDocument()
  await using mock = await startMock(box, 'oms shop.yaml')
  expect(mock.ready.apis.map(({ name, kind }) => [name, kind])).toEqual([
    ['oms', 'mirror'],
    ['shop', 'document'],
  ])
  const [oms] = mock.ready.apis
  const stock = await fetch(`${oms?.url}/availability?sku=100-0042`, {
    headers: { authorization: `Bearer ${oms?.credentials.apiKey}` },
  })
  expect(stock.status).toBe(200)
  expect(await stock.json()).toMatchObject({
    items: expect.arrayContaining([expect.objectContaining({ sku: '100-0042' })]),
  })
  await mock.end()
  expect(box.processes()).toEqual([])
  expect(box.left().filter((name) => name.startsWith('standin-'))).toEqual([])
})

describe('the page is no open door', () => {
  test('it answers to its own name only, and changes nothing', async () => {
    using box = withDocument()
    await using mock = await startMock(box, 'shop.yaml')
    const { port } = new URL(mock.ready.page)
    const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
      statusOf({ port, path, method, headers: { host: `127.0.0.1:${port}`, ...headers } })
    expect(await ask('/')).toBe(200)
    expect(await ask('/', { host: `localhost:${port}` })).toBe(200)
    expect(await ask('/', { host: `rebound.example:${port}` })).toBe(421)
    expect(await ask('/events', { host: 'rebound.example' })).toBe(421)
    expect(await ask('/events', { origin: 'https://evil.example' })).toBe(403)
    expect(await ask('/events', { 'sec-fetch-site': 'cross-site' })).toBe(403)
    expect(await ask('/', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' })).toBe(200)
    expect(await ask('/', {}, 'POST')).toBe(405)
    expect(await ask('/', {}, 'OPTIONS')).toBe(405)
    expect(await ask('/other')).toBe(404)
    const page = await fetch(mock.ready.page)
    expect(page.headers.get('access-control-allow-origin')).toBeNull()
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  })
})

describe('what cannot be served is refused', () => {
  test.each([
    ['erp shp', 'there is no mirror "shp"; did you mean "shop"?', 2],
    ['nothing.yaml', 'cannot read nothing.yaml', 2],
    ['syntax.yaml', 'syntax.yaml:4:', 2],
    ['syntax.json', 'syntax.json:2:', 2],
    ['swagger.yaml', 'found Swagger 2.0', 2],
    ['lost.yaml', 'lost.yaml:7:', 2],
    ['shop.yaml --latency fast', 'Expected 50ms, uniform:20ms-200ms', 2],
    ['shop.yaml --fault malformed', 'did you mean "malform"?', 2],
    ['shop.yaml --port 0', 'expected a number from 1 to 65535', 2],
  ])('%s', async (words, reason, expected) => {
    using box = withDocument()
    const write = (name: string, text: string): void => writeFileSync(join(box.directory, name), text)
    write('syntax.yaml', 'openapi: 3.0.0\npaths:\n  /a: [\n')
    write('syntax.json', '{\n  "openapi": 3.0.0\n}\n')
    write('swagger.yaml', 'swagger: "2.0"\npaths: {}\n')
    write(
      'lost.yaml',
      'openapi: 3.0.0\ninfo: { title: a, version: "1" }\npaths:\n  /a:\n    get:\n      responses:\n        "200": { $ref: "#/components/responses/gone" }\n',
    )
    const { code, err, out } = await box.run(`standin mock ${words}`, { cwd: box.directory })
    expect({ code, err, out }).toEqual({ code: expected, err: expect.stringContaining(reason), out: '' })
    expect(err).not.toMatch(/\n\s+at /)
  })

  test('a port that is taken', async () => {
    using box = withDocument()
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const { code, err } = await box.run(`standin mock shop.yaml --port ${port}`, { cwd: box.directory })
    server.close()
    expect(code).toBe(3)
    expect(err).toContain(`port ${port}`)
    expect(err).toContain('another --port')
  })
})

function statusOf(options: object): Promise<number> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({ host: '127.0.0.1', ...options }, (answer) => {
      resolve(answer.statusCode ?? 0)
      answer.destroy()
    })
    outgoing.on('error', reject)
    outgoing.end()
  })
}
