import { isJsonObject, type Json } from '../../core/json.ts'
import { mediaTypeIn } from './media-type.ts'
import type { OpenApiDocument, Operation, Parameter } from './openapi-document.ts'
import { dereferenced } from './pointer.ts'
import type { SchemaChecker, SchemaViolation } from './schema-checker.ts'

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

/** In which an exchange differs from the contract. */
export interface ContractViolation extends SchemaViolation {
  /** `the request's body`, `the query parameter "limit"`, `the answer's body`. */
  part: string
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
  const asked = refused
    ? []
    : [
        ...(await checkParameters(exchange, operation, variables, checkers.request)),
        ...(await checkRequestBody(exchange, operation, root, checkers.request)),
      ]
  return [...asked, ...(await checkResponse(exchange, operation, root, checkers.response))]
}

/** Described by the specification itself, wherever they are listed. */
const ignoredHeaders = new Set(['accept', 'content-type', 'authorization'])

async function checkParameters(
  { url, requestHeaders }: ContractExchange,
  { parameters, pointer }: Operation,
  variables: Readonly<Record<string, string>>,
  checker: SchemaChecker,
): Promise<ContractViolation[]> {
  const violations: ContractViolation[] = []
  for (const parameter of parameters) {
    const { name, in: place, required, value } = parameter
    if (place === 'header' && ignoredHeaders.has(name.toLowerCase())) continue
    const given = givenFor(parameter, url, requestHeaders, variables)
    const part = `the ${place} parameter "${name}"`
    if (given === undefined) {
      if (required && place !== 'cookie')
        violations.push({ part, path: '$', message: 'is missing', pointer: parameter.pointer })
      continue
    }
    if (!isJsonObject(value.schema) || value.style === 'deepObject') continue
    const found = await checker.check(`${parameter.pointer}/schema`, given, { text: true })
    violations.push(...found.map((violation) => ({ part, ...violation })))
  }
  const deep = parameters.filter(({ value }) => value.style === 'deepObject').map(({ name }) => `${name}[`)
  for (const name of new Set(url.searchParams.keys())) {
    const known = parameters.some((one) => one.in === 'query' && one.name === name)
    if (!known && !deep.some((prefix) => name.startsWith(prefix)))
      violations.push({
        part: `the query parameter "${name.slice(0, 60)}"`,
        path: '$',
        message: 'is not in the contract',
        pointer: `${pointer}/parameters`,
      })
  }
  return violations
}

function givenFor(
  { name, in: place, value }: Parameter,
  url: URL,
  headers: Readonly<Record<string, string>>,
  variables: Readonly<Record<string, string>>,
): Json | undefined {
  if (place === 'path') return variables[name]
  if (place === 'header') return headers[name.toLowerCase()]
  if (place !== 'query' || !url.searchParams.has(name)) return undefined
  const all = url.searchParams.getAll(name)
  if (!isJsonObject(value.schema) || value.schema.type !== 'array') return all[0]
  return value.explode === false ? (all[0] ?? '').split(',') : all
}

async function checkRequestBody(
  { requestHeaders, requestBody }: ContractExchange,
  operation: Operation,
  root: Json,
  checker: SchemaChecker,
): Promise<ContractViolation[]> {
  const part = "the request's body"
  const pointer = `${operation.pointer}/requestBody`
  const { value: declared, at } = dereferenced(root, operation.value.requestBody, pointer)
  if (!isJsonObject(declared)) {
    if (requestBody === undefined) return []
    return [{ part, path: '$', message: 'is sent, and the contract has none', pointer: operation.pointer }]
  }
  if (requestBody === undefined) {
    return declared.required === true ? [{ part, path: '$', message: 'is missing', pointer: at }] : []
  }
  return checkContent(part, declared.content, `${at}/content`, requestHeaders['content-type'], requestBody, checker)
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

async function checkContent(
  part: string,
  content: Json | undefined,
  pointer: string,
  type: string | undefined,
  body: Json,
  checker: SchemaChecker,
): Promise<ContractViolation[]> {
  if (!isJsonObject(content)) return []
  const key = mediaTypeIn(type ?? '', Object.keys(content))
  if (key === undefined) {
    const shown = (type ?? '').slice(0, 60)
    const message =
      type === undefined || type === ''
        ? 'has no content type'
        : `has the content type ${shown}, which is not in the contract`
    return [{ part, path: '$', message, pointer }]
  }
  const media = content[key]
  if (!isJsonObject(media) || media.schema === undefined || !/[/+]json\b/i.test(type ?? '')) return []
  const found = await checker.check(`${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}/schema`, body)
  return found.map((violation) => ({ part, ...violation }))
}
