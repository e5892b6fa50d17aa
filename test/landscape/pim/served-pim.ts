import { randomUUID } from 'node:crypto'
import { startPim } from '../../../src/app/hosting/embedded-pim.ts'
import { openAll } from '../../../src/core/disposal.ts'
import type { DocumentStore } from '../../../src/core/document-store.ts'
import { serveApi } from '../../../src/environment/embedded/api-server.ts'
import { readPack } from '../../../src/landscape/pack/read-pack.ts'
import { pimMirror } from '../../../src/landscape/pim/mirror.ts'
import { omnichannel } from '../../fixtures/omnichannel.ts'

export interface PimAnswer {
  status: number
  headers: Headers
  /** A value where it is JSON, else the text. */
  body: unknown
}

/** The PIM's mirror over the shipped pack, behind a real socket. */
export interface ServedPim extends AsyncDisposable {
  url: string
  store: DocumentStore
  credentials: { clientId: string; secret: string; user: string; password: string }
  bugs: unknown[]
  clock: { now(): number }
  /** Moves the mirror's time on, in seconds. */
  wait(seconds: number): void
  /** Asks with a token; a body that is text is sent as it is. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<PimAnswer>
}

export const lines = 'application/vnd.akeneo.collection+json'

export function servedPim(): Promise<ServedPim> {
  return openAll(async (opened) => {
    let now = Date.parse('2026-03-02T08:00:00Z')
    const clock = { now: () => now }
    const newId = (): string => randomUUID().replaceAll('-', '')
    const { store } = opened.use(await startPim(await readPack(omnichannel), newId, clock.now))
    const credentials = { clientId: 'client', secret: 'secret', user: 'user', password: 'password' }
    const bugs: unknown[] = []
    const { handlers } = pimMirror({ store, clock, credentials, newId })
    const { url } = opened.use(
      await serveApi({ system: 'pim', handlers, onExchange: () => undefined, onBug: (thrown) => bugs.push(thrown) }),
    )
    const token = await logIn(url, credentials)
    return {
      url,
      store,
      credentials,
      bugs,
      clock,
      wait(seconds) {
        now += seconds * 1000
      },
      async call(method, path, body, headers = {}) {
        const response = await fetch(`${url}/api/rest/v1/${path}`, {
          method,
          headers: {
            authorization: `Bearer ${token}`,
            ...(body !== undefined && !(body instanceof FormData) && { 'content-type': 'application/json' }),
            ...headers,
          },
          ...(body !== undefined && { body: payload(body) }),
        })
        const text = await response.text()
        const isJson = response.headers.get('content-type')?.startsWith('application/json') === true
        return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text }
      },
      [Symbol.asyncDispose]: opened.dispose,
    }
  })
}

function payload(body: unknown): string | FormData {
  return typeof body === 'string' || body instanceof FormData ? body : JSON.stringify(body)
}

async function logIn(url: string, { clientId, secret, user, password }: ServedPim['credentials']): Promise<string> {
  const response = await fetch(`${url}/api/oauth/v1/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ grant_type: 'password', username: user, password }),
  })
  return ((await response.json()) as { access_token: string }).access_token
}
