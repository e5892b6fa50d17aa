import { isJsonObject, type Json, type JsonObject } from '../../../core/json.ts'
import type { ValueMaker } from '../make-value.ts'
import { generateValue, usualRoom } from '../values/generate-value.ts'
import { wholeSchema } from './item-schema.ts'
import type { Shelf } from './shelf.ts'

/** What a new item has that nobody sent; `sent` is the schema of what makes it: what only the server writes, defaults, and what has to be there. */
export function madeByServer(
  { schema, readOnly }: Shelf,
  sent: Json | undefined,
  root: Json,
  { random }: ValueMaker,
  purpose: string,
): JsonObject {
  const { properties, required } = wholeSchema(root, schema)
  const needed = new Set(Array.isArray(required) ? required : [])
  const made = Object.entries(isJsonObject(properties) ? properties : {}).flatMap(
    ([name, property]): [string, Json][] => {
      const { default: usual, writeOnly } = wholeSchema(root, property)
      if (usual !== undefined) return [[name, usual]]
      if (writeOnly === true || !(readOnly.has(name) || needed.has(name))) return []
      return [[name, generateValue(property, { root, random: random(`${purpose} ${name}`), room: usualRoom() }, name)]]
    },
  )
  return { ...Object.fromEntries(made), ...defaultsOf(root, sent) }
}

/** What is taken of a body that does not say it. */
export function defaultsOf(root: Json, schema: Json | undefined): JsonObject {
  const { properties } = wholeSchema(root, schema)
  const all = Object.entries(isJsonObject(properties) ? properties : {})
  const usual = all.map(([name, property]) => [name, wholeSchema(root, property).default] as const)
  return Object.fromEntries(usual.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
}
