import { isJsonObject, type Json, type JsonObject } from '../../../core/json.ts'
import type { Random } from '../../../core/random.ts'
import { mergedSchema } from '../values/merged-schema.ts'
import { uuid } from '../values/text-formats.ts'

/** The property of an item that stands in its path, and what its values are. */
export interface ItemKey {
  name: string
  schema: JsonObject
}

/**
 * The property that an item of a collection is known by: the one with the name of the path's variable, else `id`, else
 * one whose name the variable ends with or ends in, else the first that only the server writes.
 */
export function itemKey(root: Json, itemSchema: Json | undefined, variable: string, random: Random): ItemKey {
  const merged = mergedSchema(itemSchema, { root, random, plainest: false })
  const properties = isJsonObject(merged.properties) ? merged.properties : {}
  const names = Object.keys(properties)
  const same = (one: string, other: string): boolean => plain(one) === plain(other)
  const name =
    names.find((one) => same(one, variable)) ??
    names.find((one) => same(one, 'id')) ??
    names.find((one) => plain(variable).endsWith(plain(one)) || plain(one).endsWith(plain(variable))) ??
    names.find((one) => isJsonObject(properties[one]) && properties[one].readOnly === true) ??
    'id'
  return { name, schema: mergedSchema(properties[name], { root, random, plainest: false }) }
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '')
}

/** A value of the key that is not taken yet. */
export function newKey({ schema }: ItemKey, taken: Iterable<string>, random: Random): string | number {
  const known = new Set(taken)
  const type = Array.isArray(schema.type) ? schema.type.find((one) => one !== 'null') : schema.type
  if (type === 'integer' || type === 'number') {
    const largest = Math.max(0, ...[...known].map(Number).filter(Number.isFinite))
    return largest + 1
  }
  if (schema.format === 'uuid') {
    for (;;) {
      const drawn = uuid(random)
      if (!known.has(drawn)) return drawn
    }
  }
  let number = known.size + 1
  while (known.has(String(number))) number++
  return String(number)
}
