import type { ServerResponse } from 'node:http'
import type { Clock } from '../../core/clock.ts'
import type { MockedApi } from '../mocked-api.ts'
import type { Traffic } from '../traffic/traffic.ts'

export interface EventStream {
  /** Sends what there is, and then everything as it happens (server-sent events, WHATWG HTML 9.2). */
  attach(outgoing: ServerResponse): void
  close(): void
}

const beat = 1_000
/** A reader that has fallen behind by so many bytes is let go; its browser comes again. */
const mostBuffered = 8 * 1024 * 1024

export function eventStream(apis: readonly MockedApi[], traffic: Traffic, wallClock: Clock): EventStream {
  const started = wallClock.now()
  const readers = new Set<ServerResponse>()
  let last = ''
  let busy = false

  const send = (reader: ServerResponse, event: string, data: string): void => {
    if (reader.writableLength > mostBuffered) reader.destroy()
    else reader.write(`event: ${event}\ndata: ${data}\n\n`)
  }

  /** Looks at what the APIs hold, while somebody is there to see it, and tells of it when it has changed. */
  const look = async (): Promise<void> => {
    if (busy || readers.size === 0) return
    busy = true
    const contents = await Promise.all(
      apis.map(async ({ name, contents: read }) => [name, await read().catch(() => [])] as const),
    )
    busy = false
    const state = JSON.stringify(Object.fromEntries(contents))
    if (state !== last) for (const reader of readers) send(reader, 'state', state)
    last = state
  }
  const timer = setInterval(() => void look(), beat)
  const stop = traffic.onExchange((exchange) => {
    const data = JSON.stringify(exchange)
    for (const reader of readers) send(reader, 'exchange', data)
  })

  return {
    attach(outgoing) {
      outgoing.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'cross-origin-resource-policy': 'same-origin',
        'x-content-type-options': 'nosniff',
      })
      const known = apis.map(({ name, kind, title, url }) => ({ name, kind, title, url }))
      send(
        outgoing,
        'begin',
        JSON.stringify({ started, apis: known, exchanges: traffic.recent(), total: traffic.total() }),
      )
      if (last !== '') send(outgoing, 'state', last)
      readers.add(outgoing)
      outgoing.on('close', () => readers.delete(outgoing))
      void look()
    },
    close() {
      clearInterval(timer)
      stop()
      for (const reader of readers) reader.end()
    },
  }
}
