import { usageError } from '../../core/error.ts'
import type { Failure } from '../../core/events.ts'
import { isJsonObject, type JsonObject } from '../../core/json.ts'
import { isMatcher } from '../match/match.ts'
import type { HttpRequestStep, Scope, Template } from '../model.ts'
import { usualHttpSettings } from '../parse/read-http-settings.ts'
import { brokenContract } from './check-contract.ts'
import { decoded, exchange, type HttpRequest } from './http-exchange.ts'
import { encodeForm } from './http-form.ts'
import { renderText, renderTexts } from './rendered-text.ts'
import type { Attempt, StepContext } from './step-context.ts'
import { toJson } from './to-json.ts'
import { urlOf } from './url.ts'

/**
 * One HTTP request. The answer is `{ status, headers, body, duration }`: names of headers in lower case, the body as
 * JSON, text or `{ base64, size }`, wall milliseconds; with `url` and `redirects` when they are followed. Throws
 * `system.unreachable`.
 */
export async function askHttp(step: HttpRequestStep, context: StepContext): Promise<Attempt> {
  const settings = step.settings ?? usualHttpSettings
  const request = await requestOf(step, context)
  const received = await exchange(request, settings, context, step.place)
  const { status, headers, duration, url, redirects } = received
  const { body, notJson } = decoded(received)
  const way: JsonObject = settings.followRedirects ? { url: url.href, redirects } : {}
  const answer = { status, headers, body, duration, ...way }
  const missed = notJson === undefined ? undefined : jsonMissed(step, notJson, { ...context.scope, answer })
  const failure = missed ?? (await brokenContract({ ...request, url: received.url }, received, context, step.place))
  return failure === undefined ? { answer } : { answer, failure }
}

async function requestOf(step: HttpRequestStep, context: StepContext): Promise<HttpRequest> {
  const { scope, correlationId } = context
  const url = urlOf(step.url, scope, `the URL of "${step.name}"`)
  for (const [name, value] of Object.entries(renderTexts(step.query, scope, 'the query parameter')))
    url.searchParams.append(name, value)
  const headers = headersOf({ ...step.settings?.headers, ...step.headers }, scope, correlationId)
  const { method } = step
  if (step.form !== undefined) {
    const { type, bytes } = await encodeForm(step.form, context, step.place)
    if (!headers.has('content-type') || step.form.kind === 'multipart') headers.set('content-type', type)
    return { method, url, headers, body: bytes }
  }
  const body = step.body?.render(scope)
  if (body === undefined) return { method, url, headers }
  const isText = typeof body === 'string'
  if (!headers.has('content-type'))
    headers.set('content-type', isText ? 'text/plain; charset=utf-8' : 'application/json')
  return { method, url, headers, body: isText ? body : JSON.stringify(toJson(body)) }
}

/** The headers of a request, with the run's correlation id. Throws `scenario.invalid-header`, which names no value. */
export function headersOf(templates: Readonly<Record<string, Template>>, scope: Scope, correlationId: string): Headers {
  const headers = new Headers()
  for (const [name, template] of Object.entries(templates)) {
    const value = renderText(template, scope, `the header "${name}"`)
    try {
      headers.set(name, value)
    } catch {
      const why = /[\r\n]/.test(value) ? ': its value holds a line break' : ''
      const message = `the header "${name}" cannot be sent${why}`
      throw usageError({ code: 'scenario.invalid-header', message, place: template.place })
    }
  }
  headers.set('x-correlation-id', correlationId)
  headers.set('x-standin-caller', 'scenario')
  return headers
}

/** What looks into a body finds nothing in one that is not JSON, which is said instead of each difference. */
function jsonMissed(step: HttpRequestStep, notJson: string, scope: Scope): Failure | undefined {
  const place = looksInto(step, scope)
  return place && { message: `the answer is not JSON, which the step looks into: ${notJson}`, place }
}

function looksInto({ expect, capture }: HttpRequestStep, scope: Scope): Failure['place'] {
  const path = capture.find(({ select, source }) => select !== undefined && source !== '$')
  const expected = expectedBody(expect, scope)
  const isTree = Array.isArray(expected) || (isJsonObject(expected) && !isMatcher(expected))
  const isBinary = isJsonObject(expected) && ('base64' in expected || 'size' in expected)
  return isTree && !isBinary ? expect?.place : path?.place
}

/** Nothing when it cannot be told yet; the step's checks say why. */
function expectedBody(expect: Template | undefined, scope: Scope): unknown {
  try {
    const expected = expect?.render(scope)
    return isJsonObject(expected) ? expected.body : undefined
  } catch {
    return undefined
  }
}
