import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'
import type { WorkflowAction, WorkflowExchange, WorkflowMoment, WorkflowOperation } from '../model/workflow.ts'
import type { HttpRequestStep, Template } from '../model.ts'
import { payloadValue } from './payload.ts'
import { evaluated, textOf } from './runtime-expression.ts'

/** A request that is ready to be sent, and what runtime expressions read of it. */
export interface WorkflowRequest {
  step: HttpRequestStep
  exchange: Omit<WorkflowExchange, 'status' | 'response'>
}

/** The request of a step at this moment, with every expression evaluated. */
export function workflowRequest(
  { id, place, parameters, requestBody }: WorkflowAction,
  { source, method, path }: WorkflowOperation,
  moment: WorkflowMoment,
): WorkflowRequest {
  const fixed = (value: Json): Template => ({ place, render: () => value })
  const given = (kind: string): JsonObject =>
    Object.fromEntries(
      parameters.filter((one) => one.in === kind).map(({ name, value }) => [name, evaluated(value, moment)]),
    )
  const inPath = given('path')
  const query = given('query')
  const headers = { ...given('header') }
  const cookies = Object.entries(given('cookie')).map(([name, value]) => `${name}=${textOf(value)}`)
  if (cookies.length > 0) headers.cookie = cookies.join('; ')
  if (requestBody !== undefined) headers['content-type'] ??= requestBody.contentType
  const filled = path.replace(/\{([^}]*)\}/g, (_all, name: string) => encodeURIComponent(textOf(inPath[name])))
  const url = `${moment.sources[source]?.url ?? ''}${filled}`
  const payload = requestBody && payloadValue(requestBody.payload, requestBody.contentType, moment)
  const body = payload === undefined ? undefined : replaced(payload, requestBody?.replacements ?? [], moment)
  const templates = (values: JsonObject): Record<string, Template> =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, fixed(textOf(value))]))
  const sent = body !== undefined && isForm(requestBody?.contentType) ? formText(body) : body
  const header = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  return {
    exchange: { url, method, request: { header, query, path: inPath, body: body ?? null } },
    step: {
      kind: 'http',
      name: id,
      verb: method.toLowerCase(),
      place,
      timeout: 30_000,
      method,
      url: fixed(url),
      headers: templates(headers),
      query: templates(query),
      ...(sent !== undefined && { body: fixed(sent) }),
      assert: [],
      capture: [],
    },
  }
}

function isForm(contentType: string | undefined): boolean {
  return contentType?.startsWith('application/x-www-form-urlencoded') === true
}

function formText(body: Json): string {
  const fields = isJsonObject(body) ? Object.entries(body).map(([name, value]) => [name, textOf(value)] as const) : []
  return new URLSearchParams(Object.fromEntries(fields)).toString()
}

function replaced(
  payload: Json,
  replacements: readonly { target: string; value: Json }[],
  moment: WorkflowMoment,
): Json {
  return replacements.reduce((whole, { target, value }) => {
    const parts = target
      .slice(1)
      .split('/')
      .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    return withValue(whole, parts, evaluated(value, moment))
  }, payload)
}

function withValue(whole: Json, [first, ...rest]: readonly string[], value: Json): Json {
  if (first === undefined) return value
  if (Array.isArray(whole)) {
    const copy = [...whole]
    const index = first === '-' ? copy.length : Number(first)
    copy[index] = withValue(copy[index] ?? null, rest, value)
    return copy
  }
  const object = isJsonObject(whole) ? whole : {}
  return { ...object, [first]: withValue(object[first] ?? null, rest, value) }
}
