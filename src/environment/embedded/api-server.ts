import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { getResponse, type HttpHandler } from 'msw'
import type { Milliseconds } from '../../core/duration.ts'
import { codeOf, environmentError } from '../../core/error.ts'

export interface ApiServerOptions {
  /** Named in messages. */
  system: string
  handlers: readonly HttpHandler[]
  /** A fixed port; any free one when nothing is said. */
  port?: number
  onExchange(exchange: Exchange): void
  /** Told of what a handler threw: a bug of ours. */
  onBug(thrown: unknown): void
}

/** One request and what became of it. Bodies are left out: they may hold personal data. */
export interface Exchange {
  method: string
  path: string
  status: number
  duration: Milliseconds
  correlationId?: string
}

export interface ApiServer extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` */
  url: string
}

const largestBody = 10 * 1024 * 1024

/** Serves MSW handlers over a real socket on the loopback address. Throws `port.in-use` when the port is taken. */
export async function serveApi(options: ApiServerOptions): Promise<ApiServer> {
  let url = ''
  const server = createServer(async (incoming, outgoing) => {
    const started = performance.now()
    const status = await answer(incoming, outgoing, options, url)
    const correlationId = incoming.headers['x-correlation-id']
    options.onExchange({
      method: incoming.method ?? '',
      path: (incoming.url ?? '').split('?')[0] ?? '',
      status,
      duration: performance.now() - started,
      ...(typeof correlationId === 'string' && { correlationId }),
    })
  })
  server.keepAliveTimeout = 60_000
  server.listen(options.port ?? 0, '127.0.0.1')
  await once(server, 'listening').catch((thrown: unknown) => {
    throw listenError(thrown, options)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new TypeError('a TCP server has a port')
  url = `http://127.0.0.1:${address.port}`
  return {
    url,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

function listenError(thrown: unknown, { system, port }: ApiServerOptions): unknown {
  if (codeOf(thrown) === 'EADDRINUSE') {
    return environmentError(
      {
        code: 'port.in-use',
        message: `port ${port}, which is set for the API of ${system}, is in use`,
        remedy: 'stop what listens there, or take `port:` out of standin.yaml so that a free one is used',
      },
      thrown,
    )
  }
  if (codeOf(thrown) === 'EACCES') {
    return environmentError(
      {
        code: 'port.not-permitted',
        message: `port ${port}, which is set for the API of ${system}, may not be used by this user`,
        remedy: 'set a port above 1023, or take `port:` out of standin.yaml',
      },
      thrown,
    )
  }
  return thrown
}

/** Writes the answer and gives its status. */
async function answer(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { handlers, onBug }: ApiServerOptions,
  baseUrl: string,
): Promise<number> {
  try {
    const body = await readBody(incoming)
    if (body === undefined) return send(outgoing, problem(413, 'the request body is larger than 10 MB'))
    const request = toRequest(incoming, body, baseUrl)
    const response = await getResponse([...handlers], request, { baseUrl })
    return await send(
      outgoing,
      response ?? problem(501, `this mirror does not serve ${request.method} ${new URL(request.url).pathname}`),
    )
  } catch (thrown) {
    if (incoming.destroyed && !incoming.complete) return 499
    onBug(thrown)
    return send(outgoing, problem(500, 'the mirror failed; its log says why'))
  }
}

/** The whole body, or `undefined` when it is larger than a mirror takes. */
async function readBody(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= largestBody) chunks.push(chunk)
  }
  return size <= largestBody ? Buffer.concat(chunks) : undefined
}

function toRequest(incoming: IncomingMessage, body: Buffer, baseUrl: string): Request {
  const headers = new Headers()
  for (let index = 0; index < incoming.rawHeaders.length; index += 2) {
    headers.append(incoming.rawHeaders[index] ?? '', incoming.rawHeaders[index + 1] ?? '')
  }
  const method = incoming.method ?? 'GET'
  const hasBody = method !== 'GET' && method !== 'HEAD' && body.length > 0
  return new Request(new URL(incoming.url ?? '/', baseUrl), {
    method,
    headers,
    ...(hasBody && { body: new Uint8Array(body) }),
  })
}

function problem(status: number, detail: string): Response {
  return Response.json({ status, detail }, { status, headers: { 'content-type': 'application/problem+json' } })
}

async function send(outgoing: ServerResponse, response: Response): Promise<number> {
  outgoing.statusCode = response.status
  for (const [name, value] of response.headers) if (name !== 'set-cookie') outgoing.setHeader(name, value)
  // Cookies must not be joined into one line.
  const cookies = response.headers.getSetCookie()
  if (cookies.length > 0) outgoing.setHeader('set-cookie', cookies)
  if (response.body === null) outgoing.end()
  else Readable.fromWeb(response.body as import('node:stream/web').ReadableStream).pipe(outgoing)
  return response.status
}
