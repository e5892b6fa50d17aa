import { type HttpHandler, http, matchRequestUrl, RequestHandler } from 'msw'
import type { Mirror } from './mirror.ts'
import { Refusal } from './refusal.ts'

/**
 * The handlers of a mirror, and one behind them for all that it does not serve: 405 for another method of a path that is
 * there, else 501, so that nobody takes a gap of the mirror for an answer of the system.
 */
export function servingAll({ handlers, refuse }: Mirror): readonly HttpHandler[] {
  if (refuse === undefined) return handlers
  const routes = handlers.flatMap((handler) => (handler instanceof RequestHandler ? [handler.info] : []))
  return [
    ...handlers,
    http.all('*', ({ request }) => {
      const url = new URL(request.url)
      const methods = routes
        .filter(({ path }) => typeof path === 'string' && matchRequestUrl(url, path, url.origin).matches)
        .map(({ method }) => String(method).toUpperCase())
      if (methods.length === 0)
        return refuse(
          new Refusal(501, '501', `this mirror does not serve ${request.method} ${url.pathname.slice(0, 200)}`),
        )
      const response = refuse(new Refusal(405, '405', `Method Not Allowed: ${request.method}`))
      response.headers.set('allow', [...new Set(methods)].join(', '))
      return response
    }),
  ]
}
