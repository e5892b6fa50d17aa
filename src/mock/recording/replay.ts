import { isJsonObject, type Json } from '../../core/json.ts'
import { problem } from '../openapi/problem.ts'
import { bytesOf, recordedBody } from './body-forms.ts'
import { decoded, type ExchangeMasking, type KnownRequest, maskedRequest } from './mask-exchange.ts'
import { ownOrigin, type RecordedExchange } from './recorded-exchange.ts'

export interface Replay {
  answer(request: Request): Promise<Response>
  /** How many different requests are known, and how many of them have been asked. */
  counts(): { known: number; asked: number }
}

/**
 * Answers as it was recorded, by method, path, query and body. The answers to the same request come in their order, and the
 * last one from then on. `masking` is there where the key of the recording is: a request with the values that were
 * masked in it is then known, too.
 */
export function replayOf(exchanges: readonly RecordedExchange[], masking: ExchangeMasking | undefined): Replay {
  const known = Map.groupBy(exchanges, ({ request }) => keyOf(request))
  const asked = new Map<string, number>()
  return {
    async answer(request) {
      const { origin, pathname, searchParams } = new URL(request.url)
      const bytes = new Uint8Array(await request.arrayBuffer())
      const body = recordedBody(bytes, request.headers.get('content-type') ?? '')
      const given: KnownRequest = {
        method: request.method,
        path: pathname,
        query: [...searchParams],
        ...(body !== undefined && { body }),
      }
      const masked = masking === undefined ? undefined : maskedRequest(given, masking)
      const key = [given, masked]
        .flatMap((one) => (one === undefined ? [] : [keyOf(one)]))
        .find((one) => known.has(one))
      if (key === undefined) return unrecorded(masked ?? given, exchanges)
      const count = asked.get(key) ?? 0
      asked.set(key, count + 1)
      const answers = known.get(key) ?? []
      const { response } = answers[Math.min(count, answers.length - 1)] as RecordedExchange
      return sent(response, origin)
    },
    counts: () => ({ known: known.size, asked: asked.size }),
  }
}

function keyOf({ method, path, query, body }: KnownRequest): string {
  const sorted = query.map((pair) => JSON.stringify(pair)).sort()
  return JSON.stringify([method, plainPath(path), sorted, body === undefined ? null : ordered(body as unknown as Json)])
}

/** However its signs are escaped. */
function plainPath(path: string): string {
  return path.split('/').map(decoded).map(encodeURIComponent).join('/')
}

/** The order of keys is no difference. */
function ordered(value: Json): Json {
  if (Array.isArray(value)) return value.map(ordered)
  if (!isJsonObject(value)) return value
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, ordered(value[key] ?? null)]),
  )
}

function sent({ status, headers, body }: RecordedExchange['response'], origin: string): Response {
  const all = new Headers()
  for (const [name, value] of headers) all.append(name, value.replaceAll(ownOrigin, origin))
  const bytes = bytesOf(body)
  const bodiless = status === 204 || status === 205 || status === 304
  return new Response(bodiless ? null : typeof bytes === 'string' ? bytes.replaceAll(ownOrigin, origin) : bytes, {
    status,
    headers: all,
  })
}

/** One sentence that says how near the recording comes. */
function unrecorded({ method, path, query, body }: KnownRequest, exchanges: readonly RecordedExchange[]): Response {
  const ofPath = exchanges.filter(({ request }) => plainPath(request.path) === plainPath(path))
  const ofMethod = ofPath.filter(({ request }) => request.method === method)
  const sameQuery = ofMethod.filter(
    ({ request }) => keyOf({ ...request, body: { text: '' } }) === keyOf({ method, path, query, body: { text: '' } }),
  )
  const nearest =
    ofPath.length === 0
      ? 'the recording has nothing at this path'
      : ofMethod.length === 0
        ? `at this path it has ${[...new Set(ofPath.map(({ request }) => request.method))].join(', ')}`
        : sameQuery.length === 0
          ? 'it has this method and path with another query'
          : `it has this request with another body${body === undefined ? ', and not without one' : ''}`
  return problem(404, `this was not recorded: ${nearest}`)
}
