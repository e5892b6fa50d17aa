import type { Milliseconds } from '../../core/duration.ts'
import { environmentError, messageOf, StandinError } from '../../core/error.ts'
import { masked } from '../../core/masking.ts'
import type { Place } from '../../core/place.ts'
import type { HttpSettings } from '../model/http.ts'
import { besideScenario } from './directories.ts'
import { authorize } from './http-authorization.ts'
import { type Decoded, decodeBody, readBytes } from './http-body.ts'
import { type HttpReceived, sendHttp } from './http-connection.ts'
import { mostRedirects, redirected, tooManyRedirects } from './http-redirect.ts'
import type { HttpAgents } from './http-session.ts'
import { renderText } from './rendered-text.ts'
import type { StepContext } from './step-context.ts'
import { systemOfUrl } from './system-of-url.ts'
import { tellHttp } from './tell-http.ts'

/** A request, as far as the step itself says. */
export interface HttpRequest {
  method: string
  url: URL
  headers: Headers
  body?: string | Uint8Array
}

/** What came back for it, the body unpacked. */
export interface HttpAnswer {
  status: number
  /** In lower case; `set-cookie` is a list. */
  headers: Record<string, string | string[]>
  bytes: Uint8Array
  /** Where the answer came from in the end. */
  url: URL
  /** The redirects that were followed. */
  redirects: { status: number; url: string; location: string }[]
  /** Wall time. */
  duration: Milliseconds
}

/**
 * Sends a request with a step's settings: authorization, cookies, certificates, redirects. Throws `system.unreachable`,
 * `http.body-too-large`, `http.too-many-redirects`, and what authorization throws.
 */
export async function exchange(
  request: HttpRequest,
  settings: HttpSettings,
  context: StepContext,
  place: Place,
): Promise<HttpAnswer> {
  const started = context.wallClock.now()
  const redirects: HttpAnswer['redirects'] = []
  let current = request
  for (;;) {
    const response = await authorized(current, settings, context, place, redirects).catch((thrown: unknown) => {
      if (thrown instanceof StandinError)
        tellHttp(context, { ...current, started, answer: { failure: thrown.message } })
      throw thrown
    })
    const next = settings.followRedirects ? redirected(current, response) : undefined
    if (next === undefined) {
      const bytes = await readBytes(response, settings.maxBody, context.signal)
      const duration = context.wallClock.now() - started
      const answer = { status: response.status, headers: headersOf(response), bytes }
      if (context.tell !== undefined)
        tellHttp(context, { ...current, started, answer: { ...answer, ...decoded(answer) } })
      return { ...answer, url: current.url, redirects, duration }
    }
    response.discard()
    redirects.push({ status: response.status, url: current.url.href, location: next.url.href })
    if (redirects.length > mostRedirects) throw tooManyRedirects(request, place)
    current = next
  }
}

/** Sends it, and once more with a new token when the first was refused. Another host is not told who we are. */
async function authorized(
  request: HttpRequest,
  settings: HttpSettings,
  context: StepContext,
  place: Place,
  redirects: HttpAnswer['redirects'],
): Promise<HttpReceived> {
  const [first] = redirects
  const isOwn = first === undefined || URL.parse(first.url)?.origin === request.url.origin
  const auth = isOwn && !request.headers.has('authorization') ? settings.auth : undefined
  if (auth === undefined) return send(request, settings, context, place)
  const ask = (token: HttpRequest): Promise<HttpReceived> =>
    send(token, { ...settings, cookies: false }, context, place)
  const headers = new Headers(request.headers)
  headers.set('authorization', await authorize(auth, { context, ask, place }))
  const response = await send({ ...request, headers }, settings, context, place)
  if (response.status !== 401 || auth.kind !== 'oauth') return response
  response.discard()
  headers.set('authorization', await authorize(auth, { context, ask, place, refused: headers.get('authorization') }))
  return send({ ...request, headers }, settings, context, place)
}

async function send(
  { method, url, headers, body }: HttpRequest,
  settings: HttpSettings,
  context: StepContext,
  place: Place,
): Promise<HttpReceived> {
  const now = (): number =>
    systemOfUrl(context.landscape, url) !== undefined ? context.time.now() : context.wallClock.now()
  const cookie = settings.cookies ? context.cookies.header(url, now()) : undefined
  const sent = new Headers(headers)
  if (cookie !== undefined && !sent.has('cookie')) sent.set('cookie', cookie)
  try {
    const agents = await agentsFor(settings, context, place)
    const response = await sendHttp(
      { method, url, headers: sent, ...(body !== undefined && { body }) },
      agents,
      context.signal,
    )
    if (settings.cookies) context.cookies.set(url, response.headers.getSetCookie(), now())
    return response
  } catch (thrown) {
    context.signal.throwIfAborted()
    if (thrown instanceof StandinError) throw thrown
    throw environmentError(
      {
        code: 'system.unreachable',
        message: `${method} ${url.origin}${masked(url.pathname)} was not answered: ${messageOf(thrown)}`,
        place,
      },
      thrown,
    )
  }
}

/** The run's connections, or those with certificates of their own. */
async function agentsFor(
  { tls }: HttpSettings,
  { session, scope, directories }: StepContext,
  place: Place,
): Promise<HttpAgents> {
  if (tls === undefined) return session.agents
  const beside = besideScenario(directories, place)
  const { resolve } = await import('node:path')
  const files = Object.fromEntries(
    Object.entries(tls).map(([kind, path]) => [kind, resolve(beside, renderText(path, scope, `the file "${kind}"`))]),
  )
  return session.agentsWith(files, place)
}

function headersOf({ headers }: HttpReceived): HttpAnswer['headers'] {
  const all: HttpAnswer['headers'] = {}
  for (const [name, value] of headers) if (name !== 'set-cookie') all[name] = value
  const cookies = headers.getSetCookie()
  return cookies.length === 0 ? all : { ...all, 'set-cookie': cookies }
}

/** An answer's body as a step sees it. */
export function decoded({ headers, bytes }: Pick<HttpAnswer, 'headers' | 'bytes'>): Decoded {
  return decodeBody(bytes, String(headers['content-type'] ?? ''))
}
