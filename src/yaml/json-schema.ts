import { readFileSync } from 'node:fs'

/** The part of JSON Schema (draft 7) that the generated schemas use. */
export interface JsonSchema {
  $schema?: string
  $ref?: string
  definitions?: Readonly<Record<string, JsonSchema>>
  description?: string
  type?: JsonType | readonly JsonType[]
  enum?: readonly (string | number | boolean | null)[]
  const?: string | number | boolean | null
  anyOf?: readonly JsonSchema[]
  properties?: Readonly<Record<string, JsonSchema>>
  required?: readonly string[]
  additionalProperties?: boolean | JsonSchema
  items?: JsonSchema
  minItems?: number
  minimum?: number
  maximum?: number
  pattern?: string
}

export type JsonType = 'string' | 'number' | 'integer' | 'boolean' | 'null' | 'array' | 'object'

const read = new Map<string, JsonSchema>()

/** Reads one of the package's schemas; the folder lies two levels up both from src/ and from dist/. */
export function packagedSchema(name: 'scenario' | 'fragment' | 'standin' | 'pack' | 'policy'): JsonSchema {
  const known = read.get(name)
  if (known !== undefined) return known
  const url = new URL(`../../schemas/${name}.schema.json`, import.meta.url)
  const schema = JSON.parse(readFileSync(url, 'utf8')) as JsonSchema
  read.set(name, schema)
  return schema
}

/** Follows references to the schema itself. Throws when a reference leads nowhere, which is a defect of the schema. */
export function resolved(schema: JsonSchema, root: JsonSchema): JsonSchema {
  let current = schema
  while (current.$ref !== undefined) {
    const name = current.$ref.replace('#/definitions/', '')
    const target: JsonSchema | undefined = root.definitions?.[name]
    if (target === undefined) throw new Error(`the schema has no definition ${name}`)
    current = target
  }
  return current
}

/** The types that a schema allows; none when it allows everything. */
export function typesOf(schema: JsonSchema): readonly JsonType[] {
  if (schema.type !== undefined) return typeof schema.type === 'string' ? [schema.type] : schema.type
  const values = schema.enum ?? (schema.const === undefined ? [] : [schema.const])
  return values.length === 0 ? [] : [typeof values[0] as JsonType]
}
