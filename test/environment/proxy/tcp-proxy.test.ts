import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { StartedProxy } from '../../../src/environment/proxy/http-proxy.ts'
import { startTcpProxy } from '../../../src/environment/proxy/tcp-proxy.ts'
import { type Board, newBoard } from '../raise.ts'

const cache = { kind: 'system', name: 'cache' } as const

let faults: Board
let proxy: StartedProxy
let target: Server
let received: number

beforeEach(async () => {
  faults = newBoard()
  received = 0
  target = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => undefined)
    socket.on('data', (data) => {
      received += data.length
      socket.write(data)
    })
    socket.on('end', () => socket.end())
  })
  target.listen(0, '127.0.0.1')
  await once(target, 'listening')
  const url = `tcp://127.0.0.1:${(target.address() as AddressInfo).port}`
  proxy = await startTcpProxy({ system: 'cache', target: url, board: faults.board })
})

afterEach(async () => {
  await proxy[Symbol.asyncDispose]()
  target.close()
})

function dial(): Socket {
  return connect({ host: '127.0.0.1', port: Number(new URL(proxy.url).port), allowHalfOpen: true })
}

/** What comes back of these bytes, or why nothing does. */
async function echo(bytes: Buffer): Promise<Buffer | string> {
  const socket = dial()
  socket.end(bytes)
  return buffer(socket).catch((thrown: NodeJS.ErrnoException) => thrown.code ?? thrown.message)
}

test('carries bytes both ways, and the end of each direction', async () => {
  const bytes = Buffer.alloc(300_000, 'ab')
  expect(bytes.equals((await echo(bytes)) as Buffer)).toBe(true)
})

test('resets a connection to a system that is down, so many times', async () => {
  faults.raise(cache, { kind: 'down' }, { times: 1 })
  expect(await echo(Buffer.from('hello'))).toMatch(/ECONNRESET|EPIPE/)
  expect(String(await echo(Buffer.from('hello')))).toBe('hello')
  expect(received).toBe(5)
})

test('cuts a connection that was open before', async () => {
  const socket = dial()
  socket.write('one')
  await once(socket, 'data')
  faults.raise(cache, { kind: 'cut', bytes: 0 })
  socket.on('error', () => undefined)
  const closed = new Promise((resolve) => socket.once('close', resolve))
  socket.write('two')
  await closed
  expect(received).toBe(3)
  expect(faults.fired).toEqual(['cut: a connection after 6 bytes'])
})

test('is as slow as its band is narrow, and loses nothing', async () => {
  faults.raise(cache, { kind: 'bandwidth', bytesPerSecond: 100_000 })
  const bytes = Buffer.alloc(10_000, 'x')
  const started = performance.now()
  expect(((await echo(bytes)) as Buffer).length).toBe(10_000)
  // 10,000 bytes there, and as many back.
  expect(performance.now() - started).toBeGreaterThan(180)
})

test('delays each piece and keeps their order', async () => {
  faults.raise(cache, { kind: 'latency', delay: { kind: 'uniform', from: 1, to: 20 } })
  const socket = dial()
  for (const [index, piece] of ['a', 'b', 'c'].entries()) {
    socket.write(piece)
    await expect.poll(() => faults.fired.length, { interval: 1 }).toBeGreaterThan(index)
  }
  socket.end()
  expect(String(await buffer(socket))).toBe('abc')
  expect(faults.fired[0]).toMatch(/^latency: 1 bytes, \d+ ms late$/)
})

test('ends the connection when the system is not there', async () => {
  target.close()
  await once(target, 'close')
  expect(await echo(Buffer.from('hello'))).toMatch(/ECONNRESET|EPIPE/)
})
