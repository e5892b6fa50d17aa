import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'
import { dereferenced } from '../../openapi/pointer.ts'

/** The examples of a media type or a header, by their names; one without a name has the empty one. */
export function examplesOf(root: Json, { example, examples }: JsonObject): Map<string, Json> {
  const found = new Map<string, Json>()
  if (example !== undefined) found.set('', example)
  for (const [name, item] of Object.entries(isJsonObject(examples) ? examples : {})) {
    const { value } = dereferenced(root, item, '#')
    if (isJsonObject(value) && value.value !== undefined) found.set(name, value.value)
  }
  return found
}
