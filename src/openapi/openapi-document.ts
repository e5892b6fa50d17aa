import { type Problem, usageError } from '../core/error.ts'
import { isJsonObject, type Json, type JsonObject } from '../core/json.ts'
import { dereferenced, pointerTo } from './pointer.ts'

/** One operation of a contract. */
export interface Operation {
  /** In upper case. */
  method: string
  /** As the contract has it: `/orders/{id}`. */
  path: string
  operationId?: string
  /** Where it is: `#/paths/~1orders~1{id}/get`. */
  pointer: string
  value: JsonObject
  /** Its own and those of its path. */
  parameters: readonly Parameter[]
}

export interface Parameter {
  name: string
  in: string
  required: boolean
  pointer: string
  value: JsonObject
}

export interface OpenApiDocument {
  /** As it was named, for messages. */
  file: string
  version: '3.0' | '3.1'
  root: JsonObject
  operations: readonly Operation[]
  /** The paths of its servers, which requests may begin with: `/api`. */
  basePaths: readonly string[]
}

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const

/** Reads an OpenAPI 3.0 or 3.1 document. Throws the usage error `contract.document` for anything else. */
export function openApiDocument(file: string, root: Json): OpenApiDocument {
  const stated = isJsonObject(root) ? root.openapi : undefined
  const version = typeof stated === 'string' ? /^3\.[01](?=\.|$)/.exec(stated)?.[0] : undefined
  if (!isJsonObject(root) || (version !== '3.0' && version !== '3.1')) {
    const found = isJsonObject(root) && root.swagger !== undefined ? ', found Swagger 2.0' : ''
    throw refused(file, `expected an OpenAPI document with "openapi: 3.0.…" or "3.1.…"${found}`)
  }
  const external = externalReference(root)
  if (external !== undefined)
    throw refused(file, `it refers to another file, ${external.slice(0, 100)}; expected everything in one document`)
  const paths = isJsonObject(root.paths) ? root.paths : {}
  const operations = Object.keys(paths).flatMap((path) => operationsAt(root, paths, path))
  return { file, version, root, operations, basePaths: basePathsOf(root) }
}

function operationsAt(root: JsonObject, paths: JsonObject, path: string): Operation[] {
  const { value: item, at } = dereferenced(root, paths[path], pointerTo('paths', path))
  if (!isJsonObject(item)) return []
  const shared = parametersOf(root, item.parameters, `${at}/parameters`)
  return methods.flatMap((method): Operation[] => {
    const value = item[method]
    if (!isJsonObject(value)) return []
    const pointer = `${at}/${method}`
    const own = parametersOf(root, value.parameters, `${pointer}/parameters`)
    const inherited = shared.filter((one) => !own.some((other) => other.name === one.name && other.in === one.in))
    const named = typeof value.operationId === 'string' ? { operationId: value.operationId } : {}
    return [{ method: method.toUpperCase(), path, ...named, pointer, value, parameters: [...own, ...inherited] }]
  })
}

function parametersOf(root: JsonObject, list: Json | undefined, at: string): Parameter[] {
  if (!Array.isArray(list)) return []
  return list.flatMap((item, index): Parameter[] => {
    const { value, at: pointer } = dereferenced(root, item, `${at}/${index}`)
    if (!isJsonObject(value) || typeof value.name !== 'string' || typeof value.in !== 'string') return []
    return [
      { name: value.name, in: value.in, required: value.required === true || value.in === 'path', pointer, value },
    ]
  })
}

function basePathsOf({ servers }: JsonObject): string[] {
  const urls = Array.isArray(servers) ? servers.flatMap((server) => (isJsonObject(server) ? [server.url] : [])) : []
  return urls
    .filter((url) => typeof url === 'string')
    .map((url) => (URL.parse(url, 'http://relative')?.pathname ?? '').replace(/\/$/, ''))
    .filter((path) => path !== '')
}

function externalReference(value: Json): string | undefined {
  if (Array.isArray(value)) return value.map(externalReference).find((found) => found !== undefined)
  if (!isJsonObject(value)) return undefined
  if (typeof value.$ref === 'string' && !value.$ref.startsWith('#')) return value.$ref
  return Object.values(value)
    .map(externalReference)
    .find((found) => found !== undefined)
}

function refused(file: string, message: string): Error {
  const problem: Problem = { code: 'contract.document', message: `${file} is no contract: ${message}` }
  return usageError(problem)
}
