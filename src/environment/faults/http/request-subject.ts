import type { IncomingMessage } from 'node:http'
import type { Json } from '../../../core/json.ts'
import type { RequestSubject } from './answer-under-faults.ts'

/** A request that has come in, for conditions to look at. */
export function requestSubject(incoming: IncomingMessage, body: Buffer): RequestSubject {
  const url = new URL(incoming.url ?? '/', 'http://localhost')
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, [value].flat().join(', ')] as const)
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: Object.fromEntries(headers),
    body: readBody(body),
  }
}

function readBody(body: Buffer): Json {
  if (body.length === 0) return null
  const text = body.toString()
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}
