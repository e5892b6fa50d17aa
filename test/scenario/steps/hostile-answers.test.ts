import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { ScenarioResult } from '../../../src/core/events.ts'
import type { HttpRequestStep } from '../../../src/scenario/model.ts'
import { http, scenario, template, trial } from '../trial.ts'

/** What a server that keeps to no rule did with one request. */
interface Hostile {
  result: ScenarioResult
  /** Bytes that it could send before the connection was closed. */
  sent: number
  closed: boolean
}

/** Asks a server that answers with whatever `answer` writes to the socket. */
async function ask(answer: (socket: Socket) => void, parts: Partial<HttpRequestStep> = {}): Promise<Hostile> {
  const sockets: Socket[] = []
  const server: Server = createServer((socket) => {
    sockets.push(socket)
    socket.on('error', () => undefined)
    socket.once('data', () => answer(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  try {
    const result = await trial([]).run(scenario([http('ask', `http://127.0.0.1:${port}/`, parts)]))
    const deadline = Date.now() + 2_000
    while (sockets.some((socket) => !socket.destroyed) && Date.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 5))
    return {
      result,
      sent: sockets.reduce((sum, { bytesWritten }) => sum + bytesWritten, 0),
      closed: sockets.every((socket) => socket.destroyed),
    }
  } finally {
    for (const socket of sockets) socket.destroy()
    server.close()
  }
}

const head = (type: string, more = ''): string => `HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\n${more}\r\n`

/** Writes as fast as the other side reads, up to so many bytes. */
function pour(socket: Socket, bytes: number): void {
  const chunk = Buffer.alloc(64 * 1024, 'x')
  const more = (): void => {
    while (!socket.destroyed && socket.bytesWritten < bytes)
      if (!socket.write(chunk)) return void socket.once('drain', more)
    socket.end()
  }
  more()
}

test('an answer of 100 MB is read up to 10 MB, the connection is closed, and memory stays flat', async () => {
  const before = process.memoryUsage().rss
  const { result, sent, closed } = await ask((socket) => {
    socket.write(head('text/plain', 'content-length: 104857600\r\n'))
    pour(socket, 104_857_600)
  })
  expect(result.failures[0]?.message).toMatch(/the answer is larger than the 10 MB that a step reads/)
  expect(sent).toBeLessThan(40 * 2 ** 20)
  expect(closed).toBe(true)
  expect((process.memoryUsage().rss - before) / 2 ** 20).toBeLessThan(100)
})

test('an answer that comes drop by drop and never ends is given up when the step has no time left', async () => {
  const started = performance.now()
  const { result, closed } = await ask(
    (socket) => {
      socket.write(head('application/json', 'transfer-encoding: chunked\r\n'))
      const timer = setInterval(() => socket.write('1\r\n[\r\n'), 10)
      socket.once('close', () => clearInterval(timer))
    },
    { timeout: 300 },
  )
  expect(result.failures[0]?.message).toMatch(/"ask" took longer than 300ms/)
  expect(closed).toBe(true)
  expect(performance.now() - started).toBeLessThan(3_000)
})

test('headers that never end are given up', async () => {
  const { result, closed } = await ask((socket) => {
    socket.write('HTTP/1.1 200 OK\r\n')
    const timer = setInterval(() => socket.write(`x-${'y'.repeat(1_000)}: z\r\n`), 1)
    socket.once('close', () => clearInterval(timer))
  })
  expect(result.verdict).toBe('error')
  expect(result.failures[0]?.message).toMatch(/was not answered: .*Header overflow/)
  expect(closed).toBe(true)
})

test('a small answer that unpacks to a large one counts as large', async () => {
  const packed = gzipSync(Buffer.alloc(200 * 2 ** 20))
  const { result } = await ask((socket) => {
    socket.write(head('text/plain', `content-encoding: gzip\r\ncontent-length: ${packed.length}\r\n`))
    socket.end(packed)
  })
  expect(result.failures[0]?.message).toMatch(/larger than the 10 MB/)
})

test('JSON that is nested a hundred thousand levels deep is refused, not a crash', async () => {
  const body = '['.repeat(100_000) + ']'.repeat(100_000)
  const { result } = await ask((socket) => {
    socket.end(`${head('application/json', `content-length: ${body.length}\r\nconnection: close\r\n`)}${body}`)
  })
  expect(result.failures[0]?.message).toBe('the answer is nested deeper than 500 levels')
})

test.each([
  ['nothing at all', ''],
  ['something else than HTTP', 'SSH-2.0-OpenSSH_9.2\r\n'],
  ['a header with a line end in it', 'HTTP/1.1 200 OK\r\nx-a: b\rc\r\n\r\n'],
  [
    'a body that is not packed as it says',
    `${head('text/plain', 'content-encoding: gzip\r\ncontent-length: 3\r\n')}abc`,
  ],
  ['fewer bytes than it promised', `${head('text/plain', 'content-length: 10\r\n')}abc`],
])('a server that answers %s', async (_, answer) => {
  const { result } = await ask((socket) => socket.end(answer))
  expect(result.verdict).toBe('error')
  expect(result.failures[0]?.message).toMatch(/was not answered: |the answer broke off before its end: /)
})

test.each(['a\nb', 'a\r\nx-injected: 1', 'a\0b', '☺'])('a header that cannot be sent: %j', async (value) => {
  const { result, sent } = await ask((socket) => socket.end(head('text/plain', 'content-length: 0\r\n')), {
    headers: { 'x-a': template(value) },
  })
  expect(result.verdict).toBe('error')
  expect(result.failures[0]?.message).toMatch(/the header "x-a" cannot be sent/)
  expect(sent).toBe(0)
})
