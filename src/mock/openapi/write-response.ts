import { isJsonObject, type Json } from '../../core/json.ts'
import { dereferenced, pointerTo } from '../../openapi/pointer.ts'
import { acceptedMedia, isJson, type Media } from './accepted-media.ts'
import type { DeclaredResponse } from './declared-response.ts'
import { examplesOf } from './examples.ts'
import type { ValueMaker } from './make-value.ts'
import type { MockedRequest } from './mocked-request.ts'
import type { Preference } from './preference.ts'
import { problem } from './problem.ts'

export interface Writing {
  root: Json
  maker: ValueMaker
  request: MockedRequest
  preference: Preference
}

/** The declared answer with the body and headers of its examples, or made-up ones. */
export async function writeResponse(declared: DeclaredResponse, writing: Writing): Promise<Response> {
  const media = acceptedMedia(declared.value.content, writing.request.headers.accept)
  if (media === undefined) {
    const types = Object.keys(isJsonObject(declared.value.content) ? declared.value.content : {})
    return problem(406, `the answer can be ${types.join(', ')}, and the request accepts none of it`)
  }
  if (media === 'none') return sent(declared, writing)
  const body = await bodyFor(declared, media, writing)
  if (body instanceof Response) return body
  return sent(declared, writing, { type: media.type, body })
}

/** Success where the document describes failures only. */
export function undescribed(method: string): Response {
  return new Response(null, { status: method === 'DELETE' ? 204 : 200 })
}

/** The declared answer with this body. */
export async function sent(
  { status, value, pointer }: DeclaredResponse,
  writing: Writing,
  content?: { type: string; body: Json },
): Promise<Response> {
  const headers = new Headers(await headersOf(value.headers, `${pointer}/headers`, writing))
  if (content === undefined || bodiless.has(status)) return new Response(null, { status: sendable(status), headers })
  const type = content.type.includes('*') ? 'application/json' : content.type
  if (!headers.has('content-type')) headers.set('content-type', type)
  const text = isJson(type) || typeof content.body !== 'string' ? JSON.stringify(content.body) : content.body
  return new Response(text, { status: sendable(status), headers })
}

const bodiless = new Set([204, 205, 304])

function sendable(status: number): number {
  return status >= 200 && status <= 599 ? status : 200
}

/** The value of an example, or a made-up one; an answer of its own when the client asked for an example that is not there. */
export async function bodyFor(
  { pointer }: DeclaredResponse,
  { type, value }: Media,
  { root, maker, request, preference }: Writing,
): Promise<Json | Response> {
  const examples = examplesOf(root, value)
  if (preference.example !== undefined) {
    const chosen = examples.get(preference.example)
    if (chosen !== undefined) return chosen
    const names = [...examples.keys()].filter(Boolean).join(', ') || 'none'
    return problem(404, `the answer has no example "${preference.example.slice(0, 60)}"; it has ${names}`)
  }
  const [first] = examples.values()
  if (first !== undefined && !preference.dynamic) return first
  const at = `${pointer}/content${pointerTo(type).slice(1)}/schema`
  const made = await maker.make(value.schema ?? {}, at, purposeOf(request))
  if (isJson(type) || typeof made === 'string') return made
  return problem(406, `the document has no example of ${type}, and what is made up is JSON`)
}

/** The same for the same request. */
function purposeOf({ method, url, body }: MockedRequest): string {
  return `${method} ${url.pathname}${url.search} ${JSON.stringify(body ?? null)}`
}

async function headersOf(headers: Json | undefined, pointer: string, { root, maker, request }: Writing) {
  const made: [string, string][] = []
  for (const [name, item] of Object.entries(isJsonObject(headers) ? headers : {})) {
    const { value, at } = dereferenced(root, item, `${pointer}${pointerTo(name).slice(1)}`)
    if (!isJsonObject(value) || !/^[\w!#$%&'*+.^`|~-]+$/.test(name) || /^content-(type|length)$/i.test(name)) continue
    const [first] = examplesOf(root, value).values()
    const given = first ?? (await maker.make(value.schema ?? {}, `${at}/schema`, `${purposeOf(request)} ${name}`))
    const text = Array.isArray(given)
      ? given.join(',')
      : typeof given === 'object'
        ? JSON.stringify(given)
        : String(given)
    made.push([name, text.replace(/[^\t\x20-\x7e]/g, '?')])
  }
  return made
}
