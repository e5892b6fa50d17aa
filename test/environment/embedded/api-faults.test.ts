import { HttpResponse, http } from 'msw'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { FaultEffect } from '../../../src/core/fault-effect.ts'
import { type ApiServer, type Exchange, serveApi } from '../../../src/environment/embedded/api-server.ts'
import { type Board, newBoard } from '../raise.ts'

const oms = { kind: 'system', name: 'oms' } as const

let faults: Board
let api: ApiServer
let processed: number
let exchanges: Exchange[]

beforeEach(async () => {
  faults = newBoard()
  processed = 0
  exchanges = []
  api = await serveApi({
    system: 'oms',
    faults: faults.board,
    handlers: [
      http.post('*/reservations', async ({ request }) => {
        processed++
        return HttpResponse.json({ reserved: await request.json() }, { status: 201, headers: { 'x-own': 'yes' } })
      }),
    ],
    onExchange: (exchange) => exchanges.push(exchange),
    onBug: (thrown) => {
      throw thrown
    },
  })
})

afterEach(() => api[Symbol.asyncDispose]())

const reserve = (sku = 'a'): Promise<Response> =>
  fetch(`${api.url}/reservations`, { method: 'POST', body: JSON.stringify({ sku }) })

/** The error code of a request that got no answer. */
const failure = (request: Promise<unknown>): Promise<string> =>
  request.then(
    () => 'answered',
    (thrown: { cause?: { code?: string }; name: string }) => thrown.cause?.code ?? thrown.name,
  )

describe('a mirror', () => {
  test('that is down resets the connection and processes nothing', async () => {
    const fault = faults.raise(oms, { kind: 'down' })
    expect(await failure(reserve())).toMatch(/ECONNRESET|UND_ERR_SOCKET/)
    expect(processed).toBe(0)
    expect(faults.fired).toEqual(['down: POST /reservations'])
    expect(exchanges.at(-1)?.status).toBe(0)
    fault.clear()
    expect((await reserve()).status).toBe(201)
  })

  test('answers with the status of a fault, its headers and its body, and processes nothing', async () => {
    faults.raise(oms, { kind: 'status', status: 503, headers: { 'Retry-After': '7' }, body: { error: 'busy' } })
    const response = await reserve()
    expect([response.status, response.headers.get('retry-after'), await response.json()]).toEqual([
      503,
      '7',
      { error: 'busy' },
    ])
    expect(processed).toBe(0)
  })

  test.each<[FaultEffect, RegExp]>([
    [{ kind: 'reset' }, /ECONNRESET|UND_ERR_SOCKET|TypeError/],
    [{ kind: 'lostAck', as: 'cut' }, /ECONNRESET|UND_ERR_SOCKET/],
  ])('processes a request whose answer never comes: %o', async (effect, code) => {
    faults.raise(oms, effect)
    expect(await failure(reserve().then((response) => response.text()))).toMatch(code)
    expect(processed).toBe(1)
  })

  test('processes a request that a gateway gives up on', async () => {
    faults.raise(oms, { kind: 'lostAck', as: '504' })
    expect((await reserve()).status).toBe(504)
    expect(processed).toBe(1)
  })

  test.each<[FaultEffect, (text: string) => unknown, unknown]>([
    [{ kind: 'truncate', bytes: 9 }, (text) => text, '{"reserve'],
    [{ kind: 'truncate' }, (text) => text.length, 12],
    [{ kind: 'malform', as: 'json' }, (text) => text, '{"reserved":{"sku":"a"},'],
    [{ kind: 'malform', as: 'html' }, (text) => text.slice(0, 6), '<html>'],
    [{ kind: 'malform', as: 'bytes' }, (text) => text.includes('\ufffd'), true],
  ])('spoils a body and keeps its status: %o', async (effect, look, expected) => {
    faults.raise(oms, effect)
    const response = await reserve()
    expect([response.status, response.headers.get('x-own')]).toEqual([201, 'yes'])
    expect(look(await response.text())).toEqual(expected)
    expect(processed).toBe(1)
  })

  test('is slow by what was drawn, before anything else', async () => {
    faults.raise(oms, { kind: 'latency', delay: { kind: 'fixed', delay: 60 } })
    faults.raise(oms, { kind: 'status', status: 500, headers: {} })
    const started = performance.now()
    expect((await reserve()).status).toBe(500)
    expect(performance.now() - started).toBeGreaterThan(55)
    expect(faults.fired).toEqual(['latency: POST /reservations, 60 ms late', 'status: POST /reservations'])
  })

  test('shows method, path, query, headers and body to conditions', async () => {
    const seen: unknown[] = []
    faults.raise(oms, { kind: 'down' }, { matches: (subject) => seen.push(subject) < 0 })
    await fetch(`${api.url}/reservations?a=1`, { method: 'POST', body: '{"sku":"a"}', headers: { 'X-Token': 't' } })
    expect(seen).toEqual([
      {
        request: {
          method: 'POST',
          path: '/reservations',
          query: { a: '1' },
          headers: expect.objectContaining({ 'x-token': 't' }),
          body: { sku: 'a' },
        },
      },
    ])
  })

  test('is struck so many times, after so many requests', async () => {
    faults.raise(oms, { kind: 'status', status: 500, headers: {} }, { after: 1, times: 2 })
    const statuses = []
    for (let request = 0; request < 5; request++) statuses.push((await reserve()).status)
    expect(statuses).toEqual([201, 500, 500, 201, 201])
  })

  test('is struck by chance, the same for the same seed', async () => {
    const statuses: number[][] = [[], []]
    for (const round of statuses) {
      const fault = faults.raise(oms, { kind: 'status', status: 500, headers: {} }, { probability: 0.5 })
      for (let request = 0; request < 30; request++) round.push((await reserve()).status)
      fault.clear()
    }
    expect(statuses[0]).toEqual(statuses[1])
    expect(new Set(statuses[0])).toEqual(new Set([201, 500]))
  })

  test('ends at once, whatever a fault still holds', async () => {
    faults.raise(oms, { kind: 'latency', delay: { kind: 'fixed', delay: 20_000 } })
    const request = failure(reserve())
    while (faults.fired.length === 0) await new Promise((resolve) => setImmediate(resolve))
    const started = performance.now()
    await api[Symbol.asyncDispose]()
    await request
    expect(performance.now() - started).toBeLessThan(2_000)
    expect(processed).toBe(0)
    api = { url: '', [Symbol.asyncDispose]: async () => undefined }
  })
})
