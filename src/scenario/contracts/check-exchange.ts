import { isJsonObject, type Json } from '../../core/json.ts'
import { type ContractViolation, checkContent } from '../../openapi/check-content.ts'
import { checkRequest } from '../../openapi/check-request.ts'
import type { OpenApiDocument, Operation } from '../../openapi/openapi-document.ts'
import { dereferenced } from '../../openapi/pointer.ts'
import type { SchemaChecker } from '../../openapi/schema-checker.ts'

/** A request over HTTP and its answer. Names of headers are in lower case; bodies that are not JSON are text. */
export interface ContractExchange {
  method: string
  /** Below the system's URL, with the query. */
  url: URL
  requestHeaders: Readonly<Record<string, string>>
  /** Nothing when there is none. */
  requestBody?: Json
  status: number
  responseHeaders: Readonly<Record<string, string | string[]>>
  responseBody: Json
}

export interface Checkers {
  request: SchemaChecker
  response: SchemaChecker
}

/** Everything in which the exchange differs. A request that was refused (4xx) may be as wrong as it was meant to be. */
export async function checkExchange(
  exchange: ContractExchange,
  { operation, variables }: { operation: Operation; variables: Readonly<Record<string, string>> },
  { root }: OpenApiDocument,
  checkers: Checkers,
): Promise<ContractViolation[]> {
  const refused = exchange.status >= 400 && exchange.status < 500
  const asked = refused ? [] : await checkRequest(exchange, { operation, variables }, root, checkers.request)
  return [...asked, ...(await checkResponse(exchange, operation, root, checkers.response))]
}

async function checkResponse(
  { status, responseHeaders, responseBody }: ContractExchange,
  operation: Operation,
  root: Json,
  checker: SchemaChecker,
): Promise<ContractViolation[]> {
  const pointer = `${operation.pointer}/responses`
  const responses = isJsonObject(operation.value.responses) ? operation.value.responses : {}
  const key = [String(status), `${Math.floor(status / 100)}XX`, 'default'].find((one) => responses[one] !== undefined)
  if (key === undefined)
    return [{ part: 'the status', path: '$', message: `${status} is not in the contract`, pointer }]
  const { value: declared, at } = dereferenced(root, responses[key], `${pointer}/${key}`)
  if (!isJsonObject(declared)) return []
  const headers = await checkHeaders(declared.headers, `${at}/headers`, responseHeaders, root, checker)
  if (responseBody === null || !isJsonObject(declared.content)) return headers
  const type = responseHeaders['content-type']
  const part = "the answer's body"
  return [
    ...headers,
    ...(await checkContent(part, declared.content, `${at}/content`, String(type ?? ''), responseBody, checker)),
  ]
}

async function checkHeaders(
  declared: Json | undefined,
  pointer: string,
  headers: ContractExchange['responseHeaders'],
  root: Json,
  checker: SchemaChecker,
): Promise<ContractViolation[]> {
  const violations: ContractViolation[] = []
  for (const [name, item] of Object.entries(isJsonObject(declared) ? declared : {})) {
    const { value, at } = dereferenced(root, item, `${pointer}/${name}`)
    const given = headers[name.toLowerCase()]
    const part = `the answer's header "${name}"`
    if (!isJsonObject(value) || name.toLowerCase() === 'content-type') continue
    if (given === undefined && value.required === true)
      violations.push({ part, path: '$', message: 'is missing', pointer: at })
    else if (given !== undefined && isJsonObject(value.schema)) {
      const found = await checker.check(`${at}/schema`, given, { text: true })
      violations.push(...found.map((violation) => ({ part, ...violation })))
    }
  }
  return violations
}
