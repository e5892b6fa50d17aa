import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'
import type { Operation } from '../../openapi/openapi-document.ts'
import { dereferenced, pointerTo } from '../../openapi/pointer.ts'

/** An answer that the document has for an operation. */
export interface DeclaredResponse {
  status: number
  value: JsonObject
  pointer: string
}

/** The answer of this status, of its class (`4XX`), or the one for everything else; nothing when there is none. */
export function responseOf(root: Json, operation: Operation, status: number): DeclaredResponse | undefined {
  const responses = responsesOf(operation)
  const key = [String(status), `${Math.floor(status / 100)}XX`, `${Math.floor(status / 100)}xx`, 'default'].find(
    (one) => responses[one] !== undefined,
  )
  return key === undefined ? undefined : declared(root, operation, key, status)
}

/** The answer when all goes well: the lowest status of the class 2, else `default`, else one of the class 3. Nothing when there is none. */
export function usualResponse(root: Json, operation: Operation): DeclaredResponse | undefined {
  const keys = Object.keys(responsesOf(operation)).sort()
  const key = [/^2/, /^default$/, /^3/]
    .map((kind) => keys.find((one) => kind.test(one)))
    .find((one) => one !== undefined)
  if (key === undefined) return undefined
  const status = key === 'default' ? 200 : Number(key.replace(/xx$/i, '00'))
  return declared(root, operation, key, status)
}

/** The statuses that the document has for the operation, as it writes them. */
export function statusesOf(operation: Operation): string[] {
  return Object.keys(responsesOf(operation))
}

function responsesOf({ value }: Operation): JsonObject {
  return isJsonObject(value.responses) ? value.responses : {}
}

function declared(root: Json, operation: Operation, key: string, status: number): DeclaredResponse | undefined {
  const at = `${operation.pointer}/responses${pointerTo(key).slice(1)}`
  const { value, at: pointer } = dereferenced(root, responsesOf(operation)[key], at)
  return isJsonObject(value) ? { status, value, pointer } : undefined
}
