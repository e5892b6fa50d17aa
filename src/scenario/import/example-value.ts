import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'
import { dereferenced } from '../../openapi/pointer.ts'

const deepest = 8

/** A value that fits a schema of this document: its example or default where it has one, else the plainest. */
export function exampleOf(root: Json, schema: Json | undefined, depth = 0): Json {
  const { value } = dereferenced(root, schema, '#')
  if (!isJsonObject(value) || depth > deepest) return null
  const [first] = Array.isArray(value.examples) ? value.examples : []
  const given =
    value.example ?? first ?? value.default ?? value.const ?? (Array.isArray(value.enum) ? value.enum[0] : undefined)
  if (given !== undefined) return given
  for (const key of ['allOf', 'oneOf', 'anyOf'] as const) {
    const [...parts] = Array.isArray(value[key]) ? value[key] : []
    if (parts.length > 0)
      return combined(
        parts.map((part) => exampleOf(root, part, depth + 1)),
        key === 'allOf',
      )
  }
  const type = Array.isArray(value.type)
    ? value.type[0]
    : (value.type ?? (value.properties === undefined ? 'string' : 'object'))
  if (type === 'object') return exampleObject(root, value, depth)
  if (type === 'array') return [exampleOf(root, value.items, depth + 1)]
  if (type === 'integer' || type === 'number') return typeof value.minimum === 'number' ? value.minimum : 1
  if (type === 'boolean') return true
  return type === 'null' ? null : textFor(String(value.format ?? ''))
}

function exampleObject(root: Json, { properties, required }: JsonObject, depth: number): JsonObject {
  const needed = Array.isArray(required) ? required : []
  const all = Object.entries(isJsonObject(properties) ? properties : {}).filter(
    ([name, property]) => needed.includes(name) && !(isJsonObject(property) && property.readOnly === true),
  )
  return Object.fromEntries(all.map(([name, property]) => [name, exampleOf(root, property, depth + 1)]))
}

function combined(values: readonly Json[], all: boolean): Json {
  return all && values.every(isJsonObject) ? Object.assign({}, ...values) : (values[0] ?? null)
}

function textFor(format: string): string {
  const known: Record<string, string> = {
    date: '2026-01-31',
    'date-time': '2026-01-31T12:00:00Z',
    email: 'someone@example.com',
    uri: 'https://example.com/',
    uuid: '00000000-0000-4000-8000-000000000000',
  }
  return known[format] ?? 'example'
}

/** What an answer of this schema looks like, as a tree of matchers that looks at types only; nothing when it is unknown. */
export function shapeOf(root: Json, schema: Json | undefined, depth = 0): Json | undefined {
  const { value } = dereferenced(root, schema, '#')
  if (!isJsonObject(value) || depth > 3) return undefined
  const type = Array.isArray(value.type) ? undefined : value.type
  if (type === 'object' || (type === undefined && isJsonObject(value.properties))) {
    const needed = Array.isArray(value.required) ? value.required : []
    const parts = Object.entries(isJsonObject(value.properties) ? value.properties : {})
      .filter(([name, property]) => needed.includes(name) && !(isJsonObject(property) && property.writeOnly === true))
      .map(([name, property]) => [name, shapeOf(root, property, depth + 1)] as const)
      .filter(([, shape]) => shape !== undefined)
    return Object.fromEntries(parts) as JsonObject
  }
  const types: Record<string, string> = {
    string: 'string',
    integer: 'integer',
    number: 'number',
    boolean: 'boolean',
    array: 'list',
  }
  return typeof type === 'string' && types[type] !== undefined ? { type: types[type] } : undefined
}
