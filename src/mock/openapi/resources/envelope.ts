import { isJsonObject, type Json, type JsonObject } from '../../../core/json.ts'

/** A body that holds something within it, under one key, or is it itself. */
export interface Envelope {
  body: Json
  key?: string
}

/** Where the list is in the body of a collection: the body, or its first property that is a list. */
export function listEnvelope(body: Json): Envelope | undefined {
  if (Array.isArray(body)) return { body }
  if (!isJsonObject(body)) return undefined
  const key = Object.keys(body).find((name) => Array.isArray(body[name]))
  return key === undefined ? undefined : { body, key }
}

/** Where the item is in the body of an answer: the body when it has the item's own key, else its only object that has it. */
export function itemEnvelope(body: Json, idKey: string): Envelope {
  if (!isJsonObject(body) || Object.hasOwn(body, idKey)) return { body }
  const inner = Object.entries(body).filter(([, value]) => isJsonObject(value) && Object.hasOwn(value, idKey))
  const [only] = inner
  return inner.length === 1 && only !== undefined ? { body, key: only[0] } : { body }
}

export function contentOf({ body, key }: Envelope): Json {
  return key === undefined ? body : ((body as JsonObject)[key] ?? null)
}

/** The body with something else within it; of a list, what is counted beside it follows. */
export function withContent({ body, key }: Envelope, content: Json, total?: number): Json {
  if (key === undefined || !isJsonObject(body)) return content
  const counted = total === undefined ? [] : Object.keys(body).filter((name) => isCount(name, body[name]))
  return { ...body, ...Object.fromEntries(counted.map((name) => [name, total ?? 0])), [key]: content }
}

function isCount(name: string, value: Json | undefined): boolean {
  return typeof value === 'number' && /^(total|count|size|total_?(count|items|elements|size|results))$/i.test(name)
}
