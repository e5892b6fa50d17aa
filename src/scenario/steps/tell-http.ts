import type { Instant } from '../../core/clock.ts'
import type { StepContext } from './step-context.ts'
import { systemOfUrl } from './system-of-url.ts'

/** One request over HTTP as it was sent, and its answer; or why there was none. */
export interface HttpExchange {
  method: string
  url: URL
  headers: Headers
  body?: unknown
  started: Instant
  answer: { status: number; headers: Record<string, unknown>; body: unknown } | { failure: string }
}

/** Tells of a request over HTTP. Does nothing when nobody wants to know. */
export function tellHttp(
  { tell, landscape }: StepContext,
  { method, url, headers, body, started, answer }: HttpExchange,
): void {
  if (tell === undefined) return
  const to = systemOfUrl(landscape, url)
  const query = Object.fromEntries(url.searchParams)
  tell({
    kind: 'http',
    to: to ?? url.host,
    summary: `${method} ${url.pathname}`,
    outcome: 'status' in answer ? String(answer.status) : 'no answer',
    started,
    request: {
      url: url.href,
      ...(url.search !== '' && { query }),
      headers: Object.fromEntries(headers),
      ...bodyPart(body),
    },
    response: 'status' in answer ? { headers: answer.headers, ...bodyPart(answer.body) } : { failure: answer.failure },
  })
}

function bodyPart(body: unknown): { body?: unknown } {
  return body === undefined || body === null || body === '' ? {} : { body }
}
