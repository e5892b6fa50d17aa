import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'
import type { OpenApiDocument, Operation } from '../../openapi/openapi-document.ts'
import { dereferenced, pointerTo } from '../../openapi/pointer.ts'
import type { MockedRequest } from './mocked-request.ts'

/**
 * What a request lacks of the credentials that its operation asks for, as one sentence; nothing when it has them. Any
 * value will do, as nobody checks them.
 */
export function missingCredentials(
  { root }: OpenApiDocument,
  { value }: Operation,
  request: MockedRequest,
): string | undefined {
  const security = value.security ?? root.security
  if (!Array.isArray(security) || security.length === 0) return undefined
  const lacking = security.map((requirement) =>
    Object.keys(isJsonObject(requirement) ? requirement : {}).flatMap((name) => lacks(root, name, request) ?? []),
  )
  return lacking.some((one) => one.length === 0) ? undefined : `the request has no ${lacking[0]?.join(' and no ')}`
}

function lacks(root: Json, name: string, { headers, url }: MockedRequest): string | undefined {
  const at = pointerTo('components', 'securitySchemes', name)
  const { value: scheme } = dereferenced(root, { $ref: at }, at)
  if (!isJsonObject(scheme)) return undefined
  const authorization = headers.authorization ?? ''
  if (scheme.type === 'apiKey') return lacksKey(scheme, headers, url)
  if (scheme.type === 'mutualTLS') return undefined
  const kind = scheme.type === 'http' ? String(scheme.scheme) : 'bearer'
  return authorization.toLowerCase().startsWith(`${kind.toLowerCase()} `) ? undefined : `header authorization: ${kind}`
}

function lacksKey({ in: place, name }: JsonObject, headers: MockedRequest['headers'], url: URL): string | undefined {
  const key = String(name)
  if (place === 'query') return url.searchParams.has(key) ? undefined : `query parameter ${key}`
  if (place === 'header') return headers[key.toLowerCase()] === undefined ? `header ${key}` : undefined
  const cookies = (headers.cookie ?? '').split(';').map((cookie) => cookie.split('=')[0]?.trim())
  return cookies.includes(key) ? undefined : `cookie ${key}`
}
