import { isJsonObject, type Json, type JsonObject } from '../core/json.ts'

export interface ClientOptions {
  /** Base of every path. */
  url: string
  headers?: Readonly<Record<string, string>>
}

export interface CallOptions {
  correlationId?: string
  headers?: Readonly<Record<string, string>>
  body?: unknown
  /** Statuses besides 2xx that the caller deals with. */
  accept?: readonly number[]
}

export interface Answer {
  status: number
  body: JsonObject
  headers: Headers
}

/** Calls the API of one system. Throws with method, path and status when the answer is not one that was expected. */
export type ApiClient = (method: string, path: string, options?: CallOptions) => Promise<Answer>

const patience = 15_000

export function apiClient({ url, headers = {} }: ClientOptions): ApiClient {
  return async (method, path, { correlationId, headers: more = {}, body, accept = [] } = {}) => {
    const response = await fetch(url + path, {
      method,
      headers: {
        accept: 'application/json',
        ...headers,
        ...more,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(correlationId !== undefined && { 'x-correlation-id': correlationId }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(patience),
    })
    const text = await response.text()
    if (!response.ok && !accept.includes(response.status)) {
      throw new Error(`${method} ${path.split('?')[0]} answered ${response.status}`)
    }
    return { status: response.status, body: readObject(text), headers: response.headers }
  }
}

function readObject(text: string): JsonObject {
  if (text === '') return {}
  const value = JSON.parse(text) as Json
  return isJsonObject(value) ? (value as JsonObject) : { value }
}
