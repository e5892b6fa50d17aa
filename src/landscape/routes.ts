import { type HttpHandler, http } from 'msw'
import { codeOf, StandinError } from '../core/error.ts'
import { isJsonObject, type JsonObject } from '../core/json.ts'
import { Refusal } from './refusal.ts'

/** One request to a mirror, read once. */
export interface ApiCall {
  request: Request
  url: URL
  /** Path parameters, decoded. */
  params: Readonly<Record<string, string>>
  correlationId?: string
  /** The body as a JSON object; `{}` when there is none. Refused with 400 when it is anything else. */
  json(): Promise<JsonObject>
}

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

export type Route = (method: Method, path: string, serve: (call: ApiCall) => Promise<Response>) => HttpHandler

/** Makes handlers that answer a `Refusal` in the mirror's own format. */
export function routesWith(format: (refusal: Refusal) => Response): Route {
  return (method, path, serve) =>
    http[method](path, async ({ request, params }) => {
      try {
        return await serve(readCall(request, params))
      } catch (thrown) {
        const refusal = refusalOf(thrown)
        if (refusal !== undefined) return format(refusal)
        throw thrown
      }
    })
}

/**
 * What the database refuses for its content (SQLSTATE classes 21, 22 and 23) is the client's mistake; a database or a log
 * that is not there is nobody's, and may be there again; anything else is ours.
 */
export function refusalOf(thrown: unknown): Refusal | undefined {
  if (thrown instanceof Refusal) return thrown
  if (thrown instanceof StandinError && thrown.kind === 'environment')
    return new Refusal(503, 'unavailable', 'the service is not available at the moment, try again')
  const refusedByDatabase = thrown instanceof StandinError && /^2[123]/.test(String(codeOf(thrown.cause)))
  return refusedByDatabase ? new Refusal(400, 'invalid', 'the data does not fit') : undefined
}

function readCall(request: Request, params: Readonly<Record<string, string | readonly string[] | undefined>>): ApiCall {
  const correlationId = request.headers.get('x-correlation-id')
  return {
    request,
    url: new URL(request.url),
    params: Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value ?? '')])),
    ...(correlationId !== null && { correlationId }),
    async json() {
      const text = await request.text()
      if (text.trim() === '') return {}
      let body: unknown
      try {
        body = JSON.parse(text)
      } catch {
        throw new Refusal(400, 'malformed', 'the request body is not valid JSON')
      }
      if (!isJsonObject(body)) throw new Refusal(400, 'malformed', 'the request body must be a JSON object')
      return body as JsonObject
    },
  }
}
