import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Clock } from '../../core/clock.ts'
import { readPageAssets } from '../../page/page-assets.ts'
import type { MockedApi } from '../mocked-api.ts'
import type { Traffic } from '../traffic/traffic.ts'
import { eventStream } from './event-stream.ts'
import { refusalOf } from './guard.ts'
import { pageOf } from './page.ts'

const modules = ['dom', 'exchanges', 'detail', 'state', 'keyboard', 'page']
const directives = ["connect-src 'self'", 'img-src data:', "frame-ancestors 'none'"]

export interface LivePageOptions {
  apis: readonly MockedApi[]
  traffic: Traffic
  wallClock: Clock
}

export interface LivePage extends AsyncDisposable {
  /** `http://127.0.0.1:PORT/` */
  url: string
}

/** A page on a port of the loopback address that shows what mocks are asked and what they hold, as it happens. It changes nothing. */
export async function serveLivePage({ apis, traffic, wallClock }: LivePageOptions): Promise<LivePage> {
  const { style, script, policy } = readPageAssets('mock/page/assets', modules, directives)
  const page = pageOf({ style, script })
  const stream = eventStream(apis, traffic, wallClock)
  let authority = ''

  const server = createServer((incoming, outgoing) => {
    incoming.resume()
    const refusal = refusalOf(incoming, authority)
    if (refusal !== undefined) return plain(outgoing, refusal.status, refusal.reason)
    const { pathname } = new URL(incoming.url ?? '/', 'http://localhost')
    if (pathname === '/') return sendPage(incoming, outgoing)
    if (pathname === '/events') return stream.attach(outgoing)
    return plain(outgoing, 404, 'there is nothing here')
  })

  const sendPage = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    outgoing.writeHead(200, {
      ...closed,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
    })
    outgoing.end(incoming.method === 'HEAD' ? undefined : page)
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new TypeError('a TCP server has a port')
  authority = `127.0.0.1:${address.port}`
  return {
    url: `http://${authority}/`,
    async [Symbol.asyncDispose]() {
      stream.close()
      const ended = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await ended
    },
  }
}

/** No other page may embed it, read it or keep it. */
const closed = {
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}

function plain(outgoing: ServerResponse, status: number, text: string): void {
  const allow = status === 405 ? { allow: 'GET, HEAD' } : {}
  outgoing.writeHead(status, { ...closed, ...allow, 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`)
}
