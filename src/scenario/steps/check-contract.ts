import type { Failure } from '../../core/events.ts'
import type { Json } from '../../core/json.ts'
import type { Place } from '../../core/place.ts'
import { decoded, type HttpAnswer, type HttpRequest } from './http-exchange.ts'
import type { StepContext } from './step-context.ts'
import { systemOfUrl } from './system-of-url.ts'

/** In what a request and its answer break the contract of the system that was asked; nothing when there is none. */
export async function brokenContract(
  { method, url, headers, body }: HttpRequest,
  answer: HttpAnswer,
  { contracts, landscape }: StepContext,
  place: Place,
): Promise<Failure | undefined> {
  const system = contracts && systemOfUrl(landscape, url)
  if (system === undefined) return undefined
  const base = URL.parse(landscape.systems.get(system)?.url ?? '')?.pathname.replace(/\/$/, '') ?? ''
  const below = new URL(url)
  below.pathname = url.pathname.slice(base.length)
  const failure = await contracts?.exchange(system, {
    method,
    url: below,
    requestHeaders: Object.fromEntries(headers),
    ...(body !== undefined && { requestBody: sentBody(body, headers.get('content-type') ?? '') }),
    status: answer.status,
    responseHeaders: answer.headers,
    responseBody: decoded(answer).body,
  })
  return failure && { ...failure, place }
}

function sentBody(body: string | Uint8Array, type: string): Json {
  if (typeof body !== 'string') return ''
  if (!/[/+]json\b/i.test(type)) return body
  try {
    return JSON.parse(body) as Json
  } catch {
    return body
  }
}
