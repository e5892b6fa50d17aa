import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ProxiedExchange, type StartedProxy, startHttpProxy } from '../../../src/environment/proxy/http-proxy.ts'
import { type Board, newBoard } from '../raise.ts'

const crm = { kind: 'system', name: 'crm' } as const

let faults: Board
let proxy: StartedProxy
let target: ReturnType<typeof createServer>
let seen: { method: string; url: string; host: string; body: string }[]
let exchanges: ProxiedExchange[]

beforeEach(async () => {
  faults = newBoard()
  seen = []
  exchanges = []
  target = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks).toString()
    seen.push({ method: request.method ?? '', url: request.url ?? '', host: request.headers.host ?? '', body })
    response.setHeader('set-cookie', ['a=1', 'b=2'])
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ length: body.length }))
  })
  target.listen(0, '127.0.0.1')
  await once(target, 'listening')
  const url = `http://127.0.0.1:${(target.address() as AddressInfo).port}/api`
  proxy = await startHttpProxy({
    system: 'crm',
    target: url,
    board: faults.board,
    onExchange: (exchange) => exchanges.push(exchange),
  })
})

afterEach(async () => {
  await proxy[Symbol.asyncDispose]()
  target.closeAllConnections()
  target.close()
})

test('passes everything on that no fault takes', async () => {
  const body = 'x'.repeat(1_000_000)
  const response = await fetch(`${proxy.url}/contacts?page=2`, { method: 'POST', body })
  expect(await response.json()).toEqual({ length: 1_000_000 })
  expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
  const { port } = target.address() as AddressInfo
  expect(seen).toEqual([{ method: 'POST', url: '/api/contacts?page=2', host: `127.0.0.1:${port}`, body }])
  expect(exchanges).toMatchObject([{ method: 'POST', path: '/api/contacts', status: 200 }])
})

test('passes the same on while there is a fault that takes something else', async () => {
  faults.raise(crm, { kind: 'down' }, { matches: () => false })
  const response = await fetch(`${proxy.url}/contacts`, { method: 'PUT', body: 'hello' })
  expect([response.status, await response.json()]).toEqual([200, { length: 5 }])
  expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
})

test('loses the answer to a request that was processed', async () => {
  faults.raise(crm, { kind: 'lostAck', as: 'cut' })
  await expect(fetch(`${proxy.url}/contacts`, { method: 'POST', body: 'hello' })).rejects.toThrow('fetch failed')
  expect(seen.map(({ body }) => body)).toEqual(['hello'])
  expect(faults.fired).toEqual(['lostAck: POST /api/contacts'])
})

test('keeps requests from a system that is down', async () => {
  faults.raise(crm, { kind: 'down' }, { times: 1 })
  await expect(fetch(`${proxy.url}/contacts`)).rejects.toThrow('fetch failed')
  expect(seen).toEqual([])
  expect((await fetch(`${proxy.url}/contacts`)).status).toBe(200)
})

test('says that a system is not there', async () => {
  target.closeAllConnections()
  target.close()
  await once(target, 'close')
  const response = await fetch(`${proxy.url}/contacts`, { method: 'POST', body: 'hello' })
  expect(response.status).toBe(502)
  expect(await response.json()).toMatchObject({ detail: expect.stringContaining('crm cannot be reached') })
})
