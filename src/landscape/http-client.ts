import { environmentError, messageOf, type StandinError } from '../core/error.ts'
import { isJsonObject, type Json, type JsonObject } from '../core/json.ts'

export interface ClientOptions {
  /** Who calls, for reports: sent as `x-standin-caller`. */
  caller?: string
  /** Base of every path. */
  url: string
  headers?: Readonly<Record<string, string>>
}

export interface CallOptions {
  correlationId?: string
  headers?: Readonly<Record<string, string>>
  /** Sent as JSON. */
  body?: unknown
  /** Sent as it is, in the place of `body`. */
  content?: { type: string; text: string }
  /** The answer is no JSON: it is told as `text` only. */
  plain?: boolean
  /** Statuses besides 2xx that the caller deals with. */
  accept?: readonly number[]
}

export interface Answer {
  status: number
  body: JsonObject
  text: string
  headers: Headers
}

/**
 * Calls the API of one system. Throws `system.unreachable` when it does not answer, answers with 5xx, that it is busy or
 * lets nobody in, or with what is no JSON; with method, path and status when it refuses what it should not refuse.
 */
export type ApiClient = (method: string, path: string, options?: CallOptions) => Promise<Answer>

const patience = 25_000

/** Refusals that say nothing about what was sent: who sent it, or when. */
const notOfTheContent = new Set([401, 403, 408, 429])

export function apiClient({ caller, url, headers = {} }: ClientOptions): ApiClient {
  return async (
    method,
    path,
    { correlationId, headers: more = {}, body, content, plain = false, accept = [] } = {},
  ) => {
    const what = `${method} ${path.split('?')[0]}`
    const sent = content ?? (body === undefined ? undefined : { type: 'application/json', text: JSON.stringify(body) })
    const request: RequestInit = {
      method,
      headers: {
        accept: 'application/json',
        ...(caller !== undefined && { 'x-standin-caller': caller }),
        ...headers,
        ...more,
        ...(sent && { 'content-type': sent.type }),
        ...(correlationId !== undefined && { 'x-correlation-id': correlationId }),
      },
      ...(sent && { body: sent.text }),
      signal: AbortSignal.timeout(patience),
    }
    const { response, text } = await exchange(url + path, request, what)
    if (!response.ok && !accept.includes(response.status)) {
      if (response.status >= 500 || notOfTheContent.has(response.status))
        throw outage(`${what} answered ${response.status}`)
      throw new Error(`${what} answered ${response.status}`, { cause: saidIn(text) })
    }
    const { status, headers: given } = response
    return { status, body: plain ? {} : readObject(text, what), text, headers: given }
  }
}

async function exchange(
  url: string,
  request: RequestInit,
  what: string,
): Promise<{ response: Response; text: string }> {
  try {
    const response = await fetch(url, request)
    return { response, text: await response.text() }
  } catch (thrown) {
    throw outage(`${what} was not answered: ${messageOf((thrown as Error).cause ?? thrown)}`, thrown)
  }
}

/** The other side is not there, or not well: trying again may help. */
export function outage(message: string, thrown?: unknown): StandinError {
  return environmentError({ code: 'system.unreachable', message }, thrown)
}

function readObject(text: string, what: string): JsonObject {
  if (text === '') return {}
  let value: Json
  try {
    value = JSON.parse(text) as Json
  } catch (thrown) {
    throw outage(`${what} answered with a body that is no JSON`, thrown)
  }
  return isJsonObject(value) ? (value as JsonObject) : { value }
}

/** What an answer that says no has to say, where it says so in one of the usual ways. */
function saidIn(text: string): string | undefined {
  try {
    const said = JSON.stringify(JSON.parse(text)).match(/"(?:message|detail|title)":("(?:[^"\\]|\\.)*")/)?.[1]
    return said === undefined ? undefined : (JSON.parse(said) as string).slice(0, 200)
  } catch {
    return undefined
  }
}
