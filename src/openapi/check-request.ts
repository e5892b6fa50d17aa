import { isJsonObject, type Json } from '../core/json.ts'
import { type ContractViolation, checkContent } from './check-content.ts'
import type { FoundOperation } from './find-operation.ts'
import type { Operation, Parameter } from './openapi-document.ts'
import { dereferenced } from './pointer.ts'
import type { SchemaChecker } from './schema-checker.ts'

/** A request over HTTP. Names of headers are in lower case; a body that is not JSON is text. */
export interface ContractRequest {
  url: URL
  requestHeaders: Readonly<Record<string, string>>
  /** Nothing when there is none. */
  requestBody?: Json
}

/** Everything in which a request differs from what its operation asks for. */
export async function checkRequest(
  request: ContractRequest,
  { operation, variables }: FoundOperation,
  root: Json,
  checker: SchemaChecker,
): Promise<ContractViolation[]> {
  return [
    ...(await checkParameters(request, operation, variables, checker)),
    ...(await checkRequestBody(request, operation, root, checker)),
  ]
}

/** Described by the specification itself, wherever they are listed. */
const ignoredHeaders = new Set(['accept', 'content-type', 'authorization'])

async function checkParameters(
  { url, requestHeaders }: ContractRequest,
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
  { requestHeaders, requestBody }: ContractRequest,
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
