import { environmentError, messageOf, usageError } from '../../core/error.ts'
import { masked } from '../../core/masking.ts'
import type { HttpRequestStep, Scope } from '../model.ts'
import { readBody } from './http-body.ts'
import { renderText, renderTexts } from './rendered-text.ts'
import type { Attempt, StepContext } from './step-context.ts'
import { toJson } from './to-json.ts'

/**
 * One HTTP request. The answer is `{ status, headers, body, duration }`: names of headers in lower case, a JSON body as
 * its value and any other as text, wall milliseconds. Redirects are answers. Throws `system.unreachable`.
 */
export async function askHttp(step: HttpRequestStep, context: StepContext): Promise<Attempt> {
  const url = urlOf(step, context.scope)
  const request = requestOf(step, context)
  const started = context.wallClock.now()
  try {
    const response = await fetch(url, { ...request, redirect: 'manual', signal: context.signal })
    const body = await readBody(response)
    const headers = Object.fromEntries([...response.headers.keys()].map((name) => [name, response.headers.get(name)]))
    return { answer: { status: response.status, headers, body, duration: context.wallClock.now() - started } }
  } catch (thrown) {
    context.signal.throwIfAborted()
    if (!(thrown instanceof TypeError)) throw thrown
    throw environmentError(
      {
        code: 'system.unreachable',
        message: `${step.method} ${url.origin}${masked(url.pathname)} was not answered: ${messageOf(thrown.cause ?? thrown)}`,
        place: step.place,
      },
      thrown,
    )
  }
}

function urlOf(step: HttpRequestStep, scope: Scope): URL {
  const url = URL.parse(renderText(step.url, scope, 'the URL'))
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw usageError({
      code: 'scenario.invalid-url',
      message: `the URL of "${step.name}" is not one that begins with http:// or https://`,
      place: step.url.place,
    })
  }
  for (const [name, value] of Object.entries(renderTexts(step.query, scope, 'the query parameter'))) {
    url.searchParams.append(name, value)
  }
  return url
}

function requestOf(step: HttpRequestStep, { scope, correlationId }: StepContext): RequestInit {
  const body = step.body?.render(scope)
  const isText = typeof body === 'string'
  const headers = headersOf(step, renderTexts(step.headers, scope, 'the header'))
  headers.set('x-correlation-id', correlationId)
  if (body === undefined) return { method: step.method, headers }
  if (!headers.has('content-type')) {
    headers.set('content-type', isText ? 'text/plain; charset=utf-8' : 'application/json')
  }
  return { method: step.method, headers, body: isText ? body : JSON.stringify(toJson(body)) }
}

function headersOf(step: HttpRequestStep, texts: Record<string, string>): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(texts)) {
    try {
      headers.set(name, value)
    } catch {
      const place = step.headers[name]?.place ?? step.place
      throw usageError({ code: 'scenario.invalid-header', message: `the header "${name}" cannot be sent`, place })
    }
  }
  return headers
}
