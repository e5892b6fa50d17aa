import { once } from 'node:events'
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import type { Milliseconds } from '../../core/duration.ts'
import { messageOf } from '../../core/error.ts'
import type { FaultBoard } from '../../core/faults.ts'
import { answerUnderFaults } from '../faults/http/answer-under-faults.ts'
import { sendWhole, type WholeAnswer, withoutFraming } from '../faults/http/exchange.ts'
import { requestSubject } from '../faults/http/request-subject.ts'
import { listenLocally } from './listen.ts'

export interface HttpProxyOptions {
  /** Named in messages and on the board. */
  system: string
  /** Where the system really is; a path in it is put before every path that is asked for. */
  target: string
  board: FaultBoard
  onExchange(exchange: ProxiedExchange): void
}

export interface ProxiedExchange {
  method: string
  path: string
  /** 0 when the connection was cut before there was an answer. */
  status: number
  duration: Milliseconds
  correlationId?: string
}

export interface StartedProxy extends AsyncDisposable {
  /** Where it listens, in the form of the target's URL. */
  url: string
}

/**
 * Stands in front of a system that somebody else runs, on a port of the loopback address, so that faults can strike it.
 * A system that cannot be reached is answered for with 502.
 */
export async function startHttpProxy({ system, target, board, onExchange }: HttpProxyOptions): Promise<StartedProxy> {
  const base = new URL(target)
  const server = createServer(async (incoming, outgoing) => {
    const started = performance.now()
    const status = await handle(incoming, outgoing).catch((thrown: unknown) => badGateway(outgoing, thrown))
    const correlationId = incoming.headers['x-correlation-id']
    onExchange({
      method: incoming.method ?? '',
      path: (incoming.url ?? '').split('?')[0] ?? '',
      status,
      duration: performance.now() - started,
      ...(typeof correlationId === 'string' && { correlationId }),
    })
  })

  const handle = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<number> => {
    if (!board.concerns('system', system)) return passOn(incoming, outgoing, base)
    const body = await buffer(incoming)
    const proceed = async (): Promise<WholeAnswer> => whole(await ask(incoming, base, body))
    return answerUnderFaults({ board, system, request: requestSubject(incoming, body), outgoing, proceed })
  }

  const port = await listenLocally(server, system)
  return {
    url: `http://127.0.0.1:${port}${base.pathname.replace(/\/$/, '')}`,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }

  function badGateway(outgoing: ServerResponse, thrown: unknown): number {
    if (outgoing.headersSent || outgoing.destroyed) {
      outgoing.destroy()
      return 0
    }
    const detail = `${system} cannot be reached: ${messageOf(thrown)}`
    const body = Buffer.from(JSON.stringify({ status: 502, detail }))
    return sendWhole(outgoing, { status: 502, headers: [['content-type', 'application/problem+json']], body })
  }
}

/** Bytes go through as they come. */
async function passOn(incoming: IncomingMessage, outgoing: ServerResponse, base: URL): Promise<number> {
  const answer = await ask(incoming, base)
  outgoing.writeHead(answer.statusCode ?? 502, withoutHopByHop(answer.rawHeaders).flat())
  await pipeline(answer, outgoing)
  return outgoing.statusCode
}

async function whole(answer: IncomingMessage): Promise<WholeAnswer> {
  const body = await buffer(answer)
  return { status: answer.statusCode ?? 502, headers: withoutFraming(pairs(answer.rawHeaders)), body }
}

/** Sends a request on, with its body as it was read or as it comes. */
async function ask(incoming: IncomingMessage, base: URL, body?: Buffer): Promise<IncomingMessage> {
  const send = base.protocol === 'https:' ? httpsRequest : httpRequest
  const path = `${base.pathname.replace(/\/$/, '')}${pathBelow(incoming.url ?? '/', base)}`
  const headers = withoutHopByHop(incoming.rawHeaders).filter(([name]) => name.toLowerCase() !== 'host')
  const outgoing = send(base, {
    method: incoming.method ?? 'GET',
    path,
    headers: [...headers.flat(), 'host', base.host],
  })
  const answered = once(outgoing, 'response') as Promise<[IncomingMessage]>
  if (body === undefined) await Promise.race([pipeline(incoming, outgoing), answered])
  else outgoing.end(body)
  const [answer] = await answered
  return answer
}

/** The proxy's own URL has the target's path in it, so that a client may use either end of it. */
function pathBelow(path: string, base: URL): string {
  const prefix = base.pathname.replace(/\/$/, '')
  return prefix !== '' && path.startsWith(prefix) ? path.slice(prefix.length) : path
}

/** Of this connection, and not of the request. */
const hopByHop = /^(connection|keep-alive|proxy-connection|transfer-encoding|upgrade|te|trailer)$/i

function withoutHopByHop(raw: readonly string[]): [string, string][] {
  return pairs(raw).filter(([name]) => !hopByHop.test(name))
}

function pairs(raw: readonly string[]): [string, string][] {
  return Array.from({ length: raw.length / 2 }, (_, index) => [raw[2 * index] ?? '', raw[2 * index + 1] ?? ''])
}
