import type { Json } from '../../core/json.ts'
import { maskedRequestHeaders, maskedResponseHeaders } from './mask-headers.ts'
import type { RecordedBody, RecordedExchange } from './recorded-exchange.ts'
import { maskedXml, xmlFields } from './xml-fields.ts'

/** Replaces what is personal or secret, the same by the same. What it has learnt is known in every text. */
export interface ExchangeMasking {
  learn(name: string, value: Json): void
  value(name: string, value: Json): Json
  text(text: string): string
  isPersonal(name: string): boolean
  secret(text: string): string
}

/** Tells the masking of everything that stands under a name. To be done for all exchanges before the first is masked. */
export function learnExchange({ request, response }: RecordedExchange, masking: ExchangeMasking): void {
  for (const [name, value] of request.query) masking.learn(name, value)
  for (const body of [request.body, response.body]) learnBody(body, nounOf(request.path), masking)
}

/** The exchange as it may be written down. */
export function maskedExchange({ request, response }: RecordedExchange, masking: ExchangeMasking): RecordedExchange {
  return {
    request: {
      ...maskedRequest(request, masking),
      headers: maskedRequestHeaders(request.headers, masking),
    },
    response: {
      status: response.status,
      headers: maskedResponseHeaders(response.headers, masking),
      ...withBody(response.body, nounOf(request.path), masking),
    },
  }
}

/** What a request is known by when it is replayed. */
export type KnownRequest = Pick<RecordedExchange['request'], 'method' | 'path' | 'query' | 'body'>

export function maskedRequest({ method, path, query, body }: KnownRequest, masking: ExchangeMasking): KnownRequest {
  return {
    method,
    path: maskedPath(path, masking),
    query: query.map(([name, value]) => [masking.text(name), String(masking.value(name, value))] as const),
    ...withBody(body, nounOf(path), masking),
  }
}

/** Each part of a path for itself. */
export function maskedPath(path: string, masking: ExchangeMasking): string {
  return path
    .split('/')
    .map((part) => {
      const plain = decoded(part)
      const shown = masking.text(plain)
      return shown === plain ? part : encodeURIComponent(shown)
    })
    .join('/')
}

/** What a path is about, so that the `name` of a product is told from that of a customer: `/products/17` is about `products`. */
function nounOf(path: string): string {
  return path.split('/').findLast((part) => /^[a-z][a-z_-]{2,40}$/i.test(part)) ?? ''
}

/** A part of a path without its escapes. */
export function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

function learnBody(body: RecordedBody | undefined, noun: string, masking: ExchangeMasking): void {
  if (body === undefined) return
  if ('json' in body) masking.learn(noun, body.json)
  else if ('lines' in body) for (const line of body.lines) masking.learn(noun, line)
  else if ('form' in body) for (const [name, value] of body.form) masking.learn(name, value)
  else if ('xml' in body) for (const { name, text } of xmlFields(body.xml)) masking.learn(name, text)
}

function withBody(body: RecordedBody | undefined, noun: string, masking: ExchangeMasking): { body?: RecordedBody } {
  return body === undefined ? {} : { body: maskedBody(body, noun, masking) }
}

function maskedBody(body: RecordedBody, noun: string, masking: ExchangeMasking): RecordedBody {
  if ('json' in body) return { json: masking.value(noun, body.json) }
  if ('lines' in body) return { lines: body.lines.map((line) => masking.value(noun, line)) }
  if ('form' in body)
    return { form: body.form.map(([name, value]) => [masking.text(name), String(masking.value(name, value))]) }
  if ('xml' in body) return { xml: maskedXml(body.xml, masking) }
  return 'text' in body ? { text: masking.text(body.text) } : body
}
