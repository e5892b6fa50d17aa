import { environmentError, StandinError } from '../../core/error.ts'
import { isJsonObject } from '../../core/json.ts'
import type { Place } from '../../core/place.ts'
import type { HttpAuth } from '../model/http.ts'
import { readBytes } from './http-body.ts'
import type { HttpReceived } from './http-connection.ts'
import type { HttpRequest } from './http-exchange.ts'
import type { AccessToken } from './http-session.ts'
import { renderText } from './rendered-text.ts'
import type { StepContext } from './step-context.ts'
import { urlOf } from './url.ts'

interface Asking {
  context: StepContext
  /** Sends the request for a token. */
  ask(request: HttpRequest): Promise<HttpReceived>
  place: Place
  /** The header that was refused, so that another token is needed. */
  refused?: string | null
}

const largestToken = 1024 * 1024
/** A token that is about to expire is not used any more. */
const margin = 5_000

/** The header `Authorization`. Throws `oauth.refused` when the authority gives no token. */
export async function authorize(auth: HttpAuth, asking: Asking): Promise<string> {
  const { scope } = asking.context
  switch (auth.kind) {
    case 'basic': {
      const user = renderText(auth.user, scope, 'the user')
      const password = renderText(auth.password, scope, 'the password')
      return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
    }
    case 'bearer':
      return `Bearer ${renderText(auth.token, scope, 'the token')}`
    case 'oauth':
      return `Bearer ${await clientToken(auth, asking)}`
  }
}

/** The run's token for these credentials; a new one when there is none, or it expired or was refused. */
async function clientToken(auth: Extract<HttpAuth, { kind: 'oauth' }>, asking: Asking): Promise<string> {
  const { context, place, refused } = asking
  const { scope, session, wallClock } = context
  const url = urlOf(auth.tokenUrl, scope, 'the URL of the token')
  const id = renderText(auth.clientId, scope, 'the client id')
  const secret = renderText(auth.clientSecret, scope, 'the client secret')
  const wanted = auth.scope === undefined ? '' : renderText(auth.scope, scope, 'the scope')
  const key = JSON.stringify([url.href, id, secret, wanted])
  const known = session.tokens.get(key)
  if (known !== undefined) {
    const { value, expires } = await known
    if (expires - margin > wallClock.now() && refused !== `Bearer ${value}`) return value
  }
  // Somebody else may have fetched one in the meantime.
  const current = session.tokens.get(key)
  if (current !== undefined && current !== known) return (await current).value
  const fetching = fetchToken(url, { id, secret, wanted }, asking)
  session.tokens.set(key, fetching)
  try {
    return (await fetching).value
  } catch (thrown) {
    session.tokens.delete(key)
    throw thrown instanceof StandinError ? thrown : environmentError(noToken(url, place, 'the answer is none'), thrown)
  }
}

/** The client credentials grant (RFC 6749, 4.4), the client named in the header (2.3.1). */
async function fetchToken(
  url: URL,
  { id, secret, wanted }: { id: string; secret: string; wanted: string },
  { context, ask, place }: Asking,
): Promise<AccessToken> {
  const credentials = [id, secret].map(encodeURIComponent).join(':')
  const body = new URLSearchParams({ grant_type: 'client_credentials', ...(wanted !== '' && { scope: wanted }) })
  const headers = new Headers({
    authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
    'content-type': 'application/x-www-form-urlencoded',
    accept: 'application/json',
  })
  const response = await ask({ method: 'POST', url, headers, body: body.toString() })
  const answer: unknown = JSON.parse(new TextDecoder().decode(await readBytes(response, largestToken, context.signal)))
  const { access_token: value, expires_in: lasts } = isJsonObject(answer) ? answer : {}
  if (response.status >= 300 || typeof value !== 'string')
    throw environmentError(noToken(url, place, `it answered ${response.status}`))
  const seconds = Number(lasts ?? 3600)
  return { value, expires: context.wallClock.now() + (Number.isFinite(seconds) ? seconds : 3600) * 1_000 }
}

function noToken(url: URL, place: Place, why: string): { code: string; message: string; place: Place } {
  return { code: 'oauth.refused', message: `${url.origin}${url.pathname} gave no access token: ${why}`, place }
}
