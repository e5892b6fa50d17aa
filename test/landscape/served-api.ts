import { serveApi } from '../../src/environment/embedded/api-server.ts'
import type { Mirror } from '../../src/landscape/mirror.ts'

export interface ApiAnswer {
  status: number
  body: Record<string, unknown>
}

/** A mirror behind a real socket, and what its handlers threw. */
export interface ServedMirror extends AsyncDisposable {
  url: string
  bugs: unknown[]
  /** A body that is text is sent as it is. */
  call(method: string, path: string, body?: unknown, key?: string): Promise<ApiAnswer>
}

export const testKey = 'test-key'

/** Serves a mirror whose credential is the bearer key `test-key`. */
export async function servedMirror(mirror: Mirror): Promise<ServedMirror> {
  const bugs: unknown[] = []
  const api = await serveApi({
    system: 'test',
    handlers: mirror.handlers,
    onExchange: () => undefined,
    onBug: (thrown) => bugs.push(thrown),
  })
  return {
    url: api.url,
    bugs,
    async call(method, path, body, key = testKey) {
      const response = await fetch(api.url + path, {
        method,
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'x-correlation-id': 'test' },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      })
      const text = await response.text()
      return { status: response.status, body: text === '' ? {} : JSON.parse(text) }
    },
    async [Symbol.asyncDispose]() {
      mirror.schedules?.forEach((schedule) => void schedule.cancel())
      await api[Symbol.asyncDispose]()
    },
  }
}
