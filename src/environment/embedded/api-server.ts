import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { getResponse, type HttpHandler } from 'msw'
import type { Milliseconds } from '../../core/duration.ts'
import { codeOf, environmentError } from '../../core/error.ts'
import type { FaultBoard } from '../../core/faults.ts'
import { answerUnderFaults } from '../faults/http/answer-under-faults.ts'
import { type WholeAnswer, withoutFraming } from '../faults/http/exchange.ts'
import { requestSubject } from '../faults/http/request-subject.ts'
import type { Admission } from './admission.ts'

export interface ApiServerOptions {
  /** Named in messages. */
  system: string
  handlers: readonly HttpHandler[]
  /** A fixed port; any free one when nothing is said. */
  port?: number
  /** The address to listen on, instead of the loopback address. */
  host?: string
  /** Asked before and after each request is processed. */
  faults?: FaultBoard
  /** Asked before a request is looked at. */
  admission?: Admission
  onExchange(exchange: Exchange): void
  /** Told of each request as it comes in. Its number goes into the exchange, and what was sent is kept for it. */
  onRequest?(request: Arrival): number
  /** Told of what a handler threw: a bug of ours. */
  onBug(thrown: unknown): void
}

/** A request that has come in. */
export interface Arrival {
  method: string
  path: string
  correlationId?: string
  /** By its header `x-standin-caller`. */
  from?: string
}

/** One request and what became of it. */
export interface Exchange extends Arrival {
  /** 0 when a fault cut the connection before there was an answer. */
  status: number
  duration: Milliseconds
  /** With `onRequest` only: the number that it gave, and what was sent. It may hold personal data. */
  exchange?: number
  sent?: { query: string; request: WireMessage; response: WireMessage }
}

/** Headers and bytes as they were sent. */
export interface WireMessage {
  headers: Readonly<Record<string, string>>
  body: Uint8Array
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
    const arrival = arrivalOf(incoming)
    const leave = await options.admission?.enter(arrival.from !== undefined)
    const exchange = options.onRequest?.(arrival)
    const kept: { request?: WireMessage; response?: WireMessage } | undefined = exchange === undefined ? undefined : {}
    const status = await answer(incoming, outgoing, options, url, kept)
    leave?.()
    options.onExchange({
      ...arrival,
      status,
      duration: performance.now() - started,
      ...(exchange !== undefined && {
        exchange,
        sent: {
          query: (incoming.url ?? '').split('?')[1] ?? '',
          request: kept?.request ?? unsent,
          response: kept?.response ?? unsent,
        },
      }),
    })
  })
  server.keepAliveTimeout = 60_000
  server.listen(options.port ?? 0, options.host ?? '127.0.0.1')
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

const unsent: WireMessage = { headers: {}, body: new Uint8Array() }

function arrivalOf({ method = '', url = '', headers }: IncomingMessage): Arrival {
  const correlationId = headers['x-correlation-id']
  const from = headers['x-standin-caller']
  return {
    method,
    path: url.split('?')[0] ?? '',
    ...(typeof correlationId === 'string' && { correlationId }),
    ...(typeof from === 'string' && { from }),
  }
}

function listenError(thrown: unknown, { system, port, host }: ApiServerOptions): unknown {
  if (host !== undefined && /^(EADDRNOTAVAIL|ENOTFOUND|EAI_AGAIN)$/.test(String(codeOf(thrown)))) {
    return environmentError(
      {
        code: 'host.not-here',
        message: `the APIs cannot be served on ${host}: it is no address of this machine`,
        remedy: 'give --host an address of this machine, 0.0.0.0 for all of them, or leave it out',
      },
      thrown,
    )
  }
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
  { system, handlers, faults, onBug }: ApiServerOptions,
  baseUrl: string,
  kept?: { request?: WireMessage; response?: WireMessage },
): Promise<number> {
  try {
    const body = await readBody(incoming)
    if (body === undefined) return send(outgoing, problem(413, 'the request body is larger than 10 MB'))
    const request = toRequest(incoming, body, baseUrl)
    if (kept !== undefined) kept.request = { headers: Object.fromEntries(request.headers), body }
    const proceed = async (): Promise<Response> => {
      const response = await getResponse([...handlers], request, { baseUrl })
      const given =
        response ?? problem(501, `this mirror does not serve ${request.method} ${new URL(request.url).pathname}`)
      if (kept !== undefined) {
        const copy = await given.clone().bytes()
        kept.response = { headers: Object.fromEntries(given.headers), body: copy }
      }
      return given
    }
    if (faults?.concerns('system', system) !== true) return await send(outgoing, await proceed())
    return await answerUnderFaults({
      board: faults,
      system,
      request: requestSubject(incoming, body),
      outgoing,
      proceed: async () => wholeAnswer(await proceed()),
    })
  } catch (thrown) {
    if (incoming.destroyed && !incoming.complete) return 499
    onBug(thrown)
    return send(outgoing, problem(500, 'the mirror failed; its log says why'))
  }
}

async function wholeAnswer(response: Response): Promise<WholeAnswer> {
  const body = Buffer.from(await response.arrayBuffer())
  return { status: response.status, headers: withoutFraming(response.headers), body }
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
