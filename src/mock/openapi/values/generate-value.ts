import { isJsonObject, type Json, type JsonObject } from '../../../core/json.ts'
import type { Random } from '../../../core/random.ts'
import { generateNumber } from './generate-number.ts'
import { generateText } from './generate-text.ts'
import { mergedSchema } from './merged-schema.ts'

export interface Generation {
  /** The document that references lead into. */
  root: Json
  random: Random
  /** How many more values may be made; from 0 on, only what has to be there is. */
  room: { left: number }
  /** The schemas that are being made, by their references. */
  open?: ReadonlySet<string>
}

/** Below so many levels, only what has to be there is made. */
const richLevels = 4
const deepest = 24

/** About how many values one answer has at most. */
export function usualRoom(): Generation['room'] {
  return { left: 2_000 }
}

/** A made-up value that fits a schema. The same generator gives the same value. `name` is the property that it stands under. */
export function generateValue(schema: Json | undefined, around: Generation, name = '', depth = 0): Json {
  const reference = referenceOf(schema)
  const { root, random, open = new Set() } = around
  const generation = reference === undefined ? around : { ...around, open: new Set([...open, reference]) }
  const poor = depth > richLevels || generation.room.left <= 0
  generation.room.left--
  if (depth > deepest) return null
  const merged = mergedSchema(schema, { root, random, plainest: poor })
  const given = givenBy(merged, random)
  if (given !== undefined) return given
  const type = typeOf(merged)
  if (type === 'object') return generateObject(merged, generation, depth, poor)
  if (type === 'array') return generateArray(merged, generation, name, depth, poor)
  if (type === 'integer' || type === 'number') return generateNumber(merged, type, random)
  if (type === 'boolean') return random.next() < 0.5
  return type === 'null' ? null : generateText(merged, name, random)
}

function referenceOf(schema: Json | undefined): string | undefined {
  return isJsonObject(schema) && typeof schema.$ref === 'string' ? schema.$ref : undefined
}

/** What refers to something that it is a part of would go on for ever. */
function isWithinItself(property: Json, { open }: Generation): boolean {
  const items = isJsonObject(property) ? property.items : undefined
  return [referenceOf(property), referenceOf(items)].some((one) => one !== undefined && open?.has(one) === true)
}

/** What the document's author has written down for it. */
function givenBy({ const: fixed, example, examples, default: usual, enum: allowed }: JsonObject, random: Random) {
  const [first] = Array.isArray(examples) ? examples : []
  const given = fixed ?? example ?? first ?? usual
  if (given !== undefined) return given
  return Array.isArray(allowed) && allowed.length > 0 ? allowed[random.below(allowed.length)] : undefined
}

function typeOf({ type, properties, additionalProperties, required, items, prefixItems, ...rest }: JsonObject): string {
  const stated = Array.isArray(type) ? (type.find((one) => one !== 'null') ?? 'null') : type
  if (typeof stated === 'string') return stated
  if (properties !== undefined || additionalProperties !== undefined || required !== undefined) return 'object'
  if (items !== undefined || prefixItems !== undefined) return 'array'
  const isNumber = ['minimum', 'maximum', 'multipleOf', 'exclusiveMinimum', 'exclusiveMaximum']
  return isNumber.some((key) => rest[key] !== undefined) ? 'number' : 'string'
}

function generateObject(schema: JsonObject, generation: Generation, depth: number, poor: boolean): JsonObject {
  const needed = new Set(Array.isArray(schema.required) ? schema.required : [])
  const properties = Object.entries(isJsonObject(schema.properties) ? schema.properties : {})
  const made = properties.filter(
    ([name, property]) =>
      !(isJsonObject(property) && property.writeOnly === true) &&
      (needed.has(name) || (!poor && !isWithinItself(property, generation))),
  )
  const object: JsonObject = Object.fromEntries(
    made.map(([name, property]) => [name, generateValue(property, generation, name, depth + 1)]),
  )
  for (const name of needed) {
    const key = String(name)
    const known = isJsonObject(schema.properties) && schema.properties[key] !== undefined
    if (!known) object[key] = generateValue(schema.additionalProperties, generation, key, depth + 1)
  }
  const least = typeof schema.minProperties === 'number' ? schema.minProperties : 0
  const free = isJsonObject(schema.additionalProperties) && properties.length === 0 && !poor ? 2 : 0
  for (let count = Object.keys(object).length; count < Math.max(least, free); count++)
    object[`key${count + 1}`] = generateValue(schema.additionalProperties, generation, '', depth + 1)
  return object
}

function generateArray(schema: JsonObject, generation: Generation, name: string, depth: number, poor: boolean): Json[] {
  const { random } = generation
  const first = Array.isArray(schema.prefixItems) ? schema.prefixItems : []
  const least = Math.max(typeof schema.minItems === 'number' ? schema.minItems : 0, poor ? 0 : first.length)
  const usual = schema.items === false ? first.length : Math.max(least, 3)
  const most = typeof schema.maxItems === 'number' ? schema.maxItems : usual
  const length = poor ? least : Math.max(least, Math.min(most, 2 + random.below(2)))
  const items: Json[] = []
  const seen = new Set<string>()
  for (let tries = 0; items.length < length && tries < 4 * length + 8; tries++) {
    const item = generateValue(first[items.length] ?? schema.items, generation, singular(name), depth + 1)
    const text = JSON.stringify(item)
    if (schema.uniqueItems === true && seen.has(text)) continue
    seen.add(text)
    items.push(item)
  }
  return items
}

function singular(name: string): string {
  return name.replace(/ies$/, 'y').replace(/s$/, '')
}
