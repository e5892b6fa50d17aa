import { isJsonObject, type Json, type JsonObject } from '../../../core/json.ts'
import { seededRandom } from '../../../core/random.ts'
import type { Operation } from '../../../openapi/openapi-document.ts'
import { dereferenced, pointerTo } from '../../../openapi/pointer.ts'
import { isJson } from '../accepted-media.ts'
import { usualResponse } from '../declared-response.ts'
import { mergedSchema } from '../values/merged-schema.ts'
import type { Collection } from './collections.ts'

export interface LocatedSchema {
  schema: Json
  pointer: string
}

/** The schema of the JSON body of an operation's usual answer. */
export function answerSchema(root: Json, operation: Operation | undefined): LocatedSchema | undefined {
  const declared = operation && usualResponse(root, operation)
  if (declared === undefined) return undefined
  return jsonSchemaIn(declared.value.content, `${declared.pointer}/content`)
}

/** The schema of what one item is: of the answer to reading it, changing or making it, or of what makes it. */
export function itemSchema(root: Json, collection: Collection): LocatedSchema | undefined {
  const { read, replace, change, create } = collection
  for (const operation of [read, replace, change, create]) {
    const found = answerSchema(root, operation)
    if (found !== undefined) return found
  }
  return requestSchema(root, create)
}

/** The schema of the JSON body that an operation takes. */
export function requestSchema(root: Json, operation: Operation | undefined): LocatedSchema | undefined {
  const { value, at } = dereferenced(root, operation?.value.requestBody, `${operation?.pointer ?? ''}/requestBody`)
  return isJsonObject(value) ? jsonSchemaIn(value.content, `${at}/content`) : undefined
}

function jsonSchemaIn(content: Json | undefined, pointer: string): LocatedSchema | undefined {
  const all: JsonObject = isJsonObject(content) ? content : {}
  const type = Object.keys(all).find(isJson)
  const media = type === undefined ? undefined : all[type]
  if (type === undefined || !isJsonObject(media) || media.schema === undefined) return undefined
  return { schema: media.schema, pointer: `${pointer}${pointerTo(type).slice(1)}/schema` }
}

/** The schema as one object, always with the same alternatives. */
export function wholeSchema(root: Json, schema: Json | undefined): JsonObject {
  return mergedSchema(schema, { root, random: seededRandom(''), plainest: false })
}

/** The schema of what stands under a key; the schema itself without one. */
export function innerSchema(root: Json, schema: Json | undefined, key: string | undefined): Json | undefined {
  if (key === undefined) return schema
  const { properties } = wholeSchema(root, schema)
  return isJsonObject(properties) ? properties[key] : undefined
}

export function itemsOf(root: Json, schema: Json | undefined): Json | undefined {
  return wholeSchema(root, schema).items
}
