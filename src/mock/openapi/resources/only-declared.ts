import { isJsonObject, type Json, type JsonObject } from '../../../core/json.ts'
import { wholeSchema } from './item-schema.ts'

/** The item without what an answer must not have: properties that are for requests only, or that its schema leaves no room for. */
export function onlyDeclared(item: JsonObject, root: Json, schema: Json | undefined): JsonObject {
  const { properties, additionalProperties } = wholeSchema(root, schema)
  const known = isJsonObject(properties) ? properties : {}
  const shown = Object.entries(item).filter(([name]) => {
    if (known[name] === undefined) return additionalProperties !== false
    return wholeSchema(root, known[name]).writeOnly !== true
  })
  return Object.fromEntries(shown)
}
