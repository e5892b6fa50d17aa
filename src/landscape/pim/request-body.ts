import { isJsonObject, type JsonObject } from '../../core/json.ts'
import { Refusal } from '../refusal.ts'
import type { ApiCall } from '../routes.ts'

export const bulkType = 'application/vnd.akeneo.collection+json'

/** Refuses another content type than the one a route takes: 415. */
export function requireType({ request }: ApiCall, expected: string): void {
  const given = request.headers.get('content-type')
  if (given === null) {
    const message = `The "Content-Type" header is missing. "${expected}" has to be specified as value.`
    throw new Refusal(415, '415', message)
  }
  if (given.split(';')[0]?.trim().toLowerCase() !== expected) {
    const message = `"${given.slice(0, 80)}" in "Content-Type" header is not valid. Only "${expected}" is allowed.`
    throw new Refusal(415, '415', message)
  }
}

/** The body as an object: 415 for another content type than JSON, 400 for anything else that is no JSON object. */
export async function readObject(call: ApiCall): Promise<JsonObject> {
  requireType(call, 'application/json')
  return parseObject(await call.request.text())
}

export function parseObject(text: string): JsonObject {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw invalidJson()
  }
  if (!isJsonObject(value)) throw invalidJson()
  return value as JsonObject
}

function invalidJson(): Refusal {
  return new Refusal(400, '400', 'Invalid json message received')
}
