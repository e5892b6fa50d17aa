import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'

/** The part of JSON Schema that the schemas of topics may use. */
export interface TopicSchema {
  type?: string | readonly string[]
  properties?: Readonly<Record<string, TopicSchema>>
  required?: readonly string[]
  additionalProperties?: boolean
  items?: TopicSchema
  enum?: readonly Json[]
  minimum?: number
  maximum?: number
}

const types = ['object', 'array', 'string', 'number', 'integer', 'boolean', 'null']
const annotations = ['$schema', '$id', 'title', 'description', 'examples', 'default']
const keywords = ['type', 'properties', 'required', 'additionalProperties', 'items', 'enum', 'minimum', 'maximum']

/** Reads a schema. Throws with the keyword that is not one, or that this registry cannot hold messages against. */
export function readTopicSchema(value: Json, at = '#'): TopicSchema {
  if (!isJsonObject(value)) throw new Error(`${at} must be an object`)
  const schema = value as JsonObject
  for (const name of Object.keys(schema)) {
    if (!keywords.includes(name) && !annotations.includes(name)) throw new Error(`${at}/${name} is not supported`)
  }
  for (const type of typesOf(schema as TopicSchema) ?? [])
    if (!types.includes(type)) throw new Error(`${at}/type must be one of ${types.join(', ')}`)
  if (schema.required !== undefined && !isListOfTexts(schema.required))
    throw new Error(`${at}/required must be a list of names`)
  if (schema.properties !== undefined) {
    if (!isJsonObject(schema.properties)) throw new Error(`${at}/properties must be an object`)
    for (const [name, inner] of Object.entries(schema.properties)) readTopicSchema(inner, `${at}/properties/${name}`)
  }
  if (schema.items !== undefined) readTopicSchema(schema.items, `${at}/items`)
  if (schema.enum !== undefined && !Array.isArray(schema.enum)) throw new Error(`${at}/enum must be a list`)
  return schema as TopicSchema
}

/** In what a value differs from a schema: places and what must be there, never what is. */
export function violations(value: Json, schema: TopicSchema, at = '$'): string[] {
  const allowed = typesOf(schema)
  if (allowed !== undefined && !allowed.some((type) => isOfType(value, type)))
    return [`${at} must be ${allowed.join(' or ')}`]
  const found: string[] = []
  if (schema.enum !== undefined && !schema.enum.some((one) => JSON.stringify(one) === JSON.stringify(value)))
    found.push(`${at} must be one of the values that the schema names`)
  if (typeof value === 'number' && schema.minimum !== undefined && value < schema.minimum)
    found.push(`${at} must be at least ${schema.minimum}`)
  if (typeof value === 'number' && schema.maximum !== undefined && value > schema.maximum)
    found.push(`${at} must be at most ${schema.maximum}`)
  if (Array.isArray(value) && schema.items !== undefined)
    for (const [index, item] of value.entries()) found.push(...violations(item, schema.items, `${at}[${index}]`))
  if (isJsonObject(value)) found.push(...objectViolations(value as JsonObject, schema, at))
  return found
}

function objectViolations(value: JsonObject, schema: TopicSchema, at: string): string[] {
  const found: string[] = []
  for (const name of schema.required ?? []) if (value[name] === undefined) found.push(`${at}.${name} is missing`)
  for (const [name, inner] of Object.entries(value)) {
    const own = schema.properties?.[name]
    if (own !== undefined && inner !== undefined) found.push(...violations(inner, own, `${at}.${name}`))
    if (own === undefined && schema.additionalProperties === false) found.push(`${at}.${name} is not known`)
  }
  return found
}

/** The types that a value may have; any when nothing is said. */
export function typesOf({ type }: TopicSchema): readonly string[] | undefined {
  return type === undefined ? undefined : typeof type === 'string' ? [type] : type
}

function isOfType(value: Json, type: string): boolean {
  if (type === 'object') return isJsonObject(value)
  if (type === 'array') return Array.isArray(value)
  if (type === 'null') return value === null
  if (type === 'integer') return typeof value === 'number' && Number.isInteger(value)
  return typeof value === type
}

function isListOfTexts(value: Json): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === 'string')
}
