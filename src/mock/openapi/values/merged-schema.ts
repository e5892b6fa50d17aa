import { isJsonObject, type Json, type JsonObject } from '../../../core/json.ts'
import type { Random } from '../../../core/random.ts'
import { dereferenced } from '../../../openapi/pointer.ts'

const mostNested = 20

export interface MergeContext {
  root: Json
  random: Random
  /** Take the plainest of several alternatives, so that what refers to itself comes to an end. */
  plainest: boolean
}

/** A schema as one object: references followed, `allOf` put together, one of `oneOf` and `anyOf` chosen. */
export function mergedSchema(schema: Json | undefined, context: MergeContext, nested = 0): JsonObject {
  const { root } = context
  const { value } = dereferenced(root, schema, '#')
  if (!isJsonObject(value) || nested > mostNested) return {}
  const { $ref: _own, ...beside } = isJsonObject(schema) ? schema : {}
  const { allOf, oneOf, anyOf, ...own } = value === schema ? value : { ...value, ...beside }
  let merged: JsonObject = own
  for (const part of Array.isArray(allOf) ? allOf : []) merged = both(merged, mergedSchema(part, context, nested + 1))
  for (const alternatives of [oneOf, anyOf]) {
    if (!Array.isArray(alternatives) || alternatives.length === 0) continue
    const chosen = choose(alternatives, context)
    merged = both(merged, mergedSchema(chosen, context, nested + 1))
    merged = both(merged, discriminated(own.discriminator, chosen))
  }
  return merged
}

function choose(alternatives: readonly Json[], { random, plainest, root }: MergeContext): Json {
  const real = alternatives.filter((one) => !(isJsonObject(one) && one.type === 'null'))
  if (!plainest) return real[random.below(real.length)] ?? alternatives[0] ?? {}
  const sizes = alternatives.map((one) => JSON.stringify(dereferenced(root, one, '#').value ?? null).length)
  return alternatives[sizes.indexOf(Math.min(...sizes))] ?? {}
}

/** The property that tells the alternatives apart, with the name of the one that was chosen. */
function discriminated(discriminator: Json | undefined, chosen: Json): JsonObject {
  if (!isJsonObject(discriminator) || typeof discriminator.propertyName !== 'string') return {}
  if (!isJsonObject(chosen) || typeof chosen.$ref !== 'string') return {}
  const reference = chosen.$ref
  const mapping = isJsonObject(discriminator.mapping) ? discriminator.mapping : {}
  const named = Object.entries(mapping).find(([, to]) => to === reference || `#/components/schemas/${to}` === reference)
  const name = named?.[0] ?? reference.split('/').at(-1) ?? ''
  return {
    properties: { [discriminator.propertyName]: { type: 'string', const: name } },
    required: [discriminator.propertyName],
  }
}

/** What fits both. */
function both(one: JsonObject, other: JsonObject): JsonObject {
  const merged: JsonObject = { ...one, ...other }
  if (isJsonObject(one.properties) && isJsonObject(other.properties)) {
    const shared = Object.fromEntries(
      Object.entries(other.properties).map(([name, schema]) => {
        const before = (one.properties as JsonObject)[name]
        return [name, before === undefined ? schema : { allOf: [before, schema] }]
      }),
    )
    merged.properties = { ...one.properties, ...shared }
  }
  if (Array.isArray(one.required) && Array.isArray(other.required))
    merged.required = [...new Set([...one.required, ...other.required])]
  if (Array.isArray(one.enum) && Array.isArray(other.enum)) {
    const allowed = new Set(other.enum.map((value) => JSON.stringify(value)))
    merged.enum = one.enum.filter((value) => allowed.has(JSON.stringify(value)))
  }
  for (const [key, narrower] of narrowing) {
    const [a, b] = [one[key], other[key]]
    if (typeof a === 'number' && typeof b === 'number') merged[key] = narrower(a, b)
  }
  return merged
}

const narrowing = [
  ...(['minimum', 'exclusiveMinimum', 'minLength', 'minItems'] as const).map((key) => [key, Math.max] as const),
  ...(['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems'] as const).map((key) => [key, Math.min] as const),
]
