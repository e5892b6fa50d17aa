import { StandinError } from '../../core/error.ts'
import { masked } from '../../core/masking.ts'
import type { Place } from '../../core/place.ts'
import type { HttpReceived } from './http-connection.ts'
import type { HttpRequest } from './http-exchange.ts'

export const mostRedirects = 20

/** Where a redirect leads, and with what (RFC 9110, 15.4); nothing when the answer is none. */
export function redirected(request: HttpRequest, response: HttpReceived): HttpRequest | undefined {
  const location = response.headers.get('location')
  if (location === null || ![301, 302, 303, 307, 308].includes(response.status)) return undefined
  const url = URL.parse(location, request.url.href)
  if (url === null || !/^https?:$/.test(url.protocol)) return undefined
  const headers = new Headers(request.headers)
  if (url.origin !== request.url.origin) for (const name of ['authorization', 'cookie']) headers.delete(name)
  const { method, body } = request
  const becomesGet = response.status === 303 || (response.status < 303 && method === 'POST')
  if (!becomesGet) return { method, url, headers, ...(body !== undefined && { body }) }
  headers.delete('content-type')
  return { method: 'GET', url, headers }
}

export function tooManyRedirects({ method, url }: HttpRequest, place: Place): StandinError {
  const message = `${method} ${url.origin}${masked(url.pathname)} was redirected more than ${mostRedirects} times`
  return new StandinError('finding', { code: 'http.too-many-redirects', message, place })
}
