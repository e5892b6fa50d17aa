import { isJsonObject, type Json, type JsonObject } from '../core/json.ts'
import type { OpenApiDocument } from './openapi-document.ts'
import { atPointer, pointerTo } from './pointer.ts'

/** Something that is wrong within a document. */
export interface DocumentProblem {
  pointer: string
  message: string
}

/** What would keep a document from being served: references that lead nowhere, and paths and statuses that are none. */
export function documentProblems({ root }: OpenApiDocument): DocumentProblem[] {
  const problems: DocumentProblem[] = []
  if (root.paths !== undefined && !isJsonObject(root.paths))
    problems.push({ pointer: '#/paths', message: 'expected paths and what they serve' })
  for (const [path, item] of Object.entries(isJsonObject(root.paths) ? root.paths : {})) {
    const pointer = pointerTo('paths', path)
    if (!path.startsWith('/') && !path.startsWith('x-'))
      problems.push({ pointer, message: `a path begins with a slash, and "${path.slice(0, 60)}" does not` })
    if (isJsonObject(item)) problems.push(...statusProblems(item, pointer))
  }
  return [...problems, ...lostReferences(root, root, '#')]
}

const methods = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'])

function statusProblems(item: JsonObject, pointer: string): DocumentProblem[] {
  return Object.entries(item).flatMap(([method, operation]) => {
    if (!methods.has(method)) return []
    const at = `${pointer}/${method}`
    if (!isJsonObject(operation)) return [{ pointer: at, message: 'expected an operation' }]
    return Object.keys(isJsonObject(operation.responses) ? operation.responses : {})
      .filter((status) => !/^([1-5](\d\d|xx)|default|x-.*)$/i.test(status))
      .map((status) => ({
        pointer: `${at}/responses${pointerTo(status).slice(1)}`,
        message: `expected a status such as 200, 4XX or default, found "${status.slice(0, 60)}"`,
      }))
  })
}

/** Keys below which everything is a value, and no part of the document. */
const values = new Set(['example', 'examples', 'default', 'enum', 'const'])

function lostReferences(root: Json, value: Json, pointer: string): DocumentProblem[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => lostReferences(root, item, `${pointer}/${index}`))
  if (!isJsonObject(value)) return []
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = `${pointer}${pointerTo(key).slice(1)}`
    if (key === '$ref' && typeof inner === 'string')
      return atPointer(root, inner) === undefined
        ? [{ pointer: at, message: `the document has nothing at ${inner.slice(0, 100)}` }]
        : []
    return values.has(key) ? [] : lostReferences(root, inner, at)
  })
}
