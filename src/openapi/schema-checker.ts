import type { Options, ValidateFunction } from 'ajv'
import type { FormatsPlugin } from 'ajv-formats'
import { isJsonObject, type Json, type JsonObject } from '../core/json.ts'
import { jsonPathOf, pointerTo } from './pointer.ts'

/** In which a value differs from a schema. No values in it. */
export interface SchemaViolation {
  /** JSONPath in the value. */
  path: string
  /** `must be number`. */
  message: string
  /** The place of the keyword that does not hold: `#/components/schemas/Order/properties/total/type`. */
  pointer: string
}

/** Checks values against the schemas that are in one document. */
export interface SchemaChecker {
  /** `text` values, such as parameters, are read as the schema's type. */
  check(pointer: string, value: Json, options?: { text?: boolean }): Promise<SchemaViolation[]>
}

/** Which properties a side does not have to give: those that only the other side writes. */
export type Side = 'request' | 'response' | 'message'

const documentId = 'document'

/** Loads the validator when something is checked for the first time. Every schema is compiled once. */
export function schemaChecker(root: Json, dialect: 'openapi-3.0' | '2020-12' | 'draft-07', side: Side): SchemaChecker {
  const compiled = new Map<string, ValidateFunction>()
  const places = new Map<object, string>()
  let validators: Promise<{ strict: Validator; text: Validator }> | undefined

  const compile = async (pointer: string, text: boolean): Promise<ValidateFunction> => {
    validators ??= openValidators(adapted(root, dialect, side), dialect, places)
    const key = `${text} ${pointer}`
    const known = compiled.get(key)
    if (known !== undefined) return known
    const validator = (await validators)[text ? 'text' : 'strict']
    const validate = validator.compile({ type: 'object', properties: { value: { $ref: `${documentId}${pointer}` } } })
    compiled.set(key, validate)
    return validate
  }

  return {
    async check(pointer, value, { text = false } = {}) {
      const validate = await compile(pointer, text)
      if (validate({ value })) return []
      return (validate.errors ?? []).map((error) => ({
        path: jsonPathOf(error.instancePath.replace(/^\/value/, '')),
        message: wordsOf(error.keyword, error.message ?? 'does not fit', error.params),
        pointer: `${places.get(error.parentSchema as object) ?? pointer}/${error.keyword}`,
      }))
    },
  }
}

interface Validator {
  compile(schema: object): ValidateFunction
}

async function openValidators(
  root: Json,
  dialect: Parameters<typeof schemaChecker>[1],
  places: Map<object, string>,
): Promise<{ strict: Validator; text: Validator }> {
  const { Ajv2020 } = await import('ajv/dist/2020.js')
  const { Ajv } = await import('ajv')
  const loaded: unknown = (await import('ajv-formats')).default
  const formats = (isJsonObject(loaded) ? loaded.default : loaded) as FormatsPlugin
  const Kind = dialect === '2020-12' ? Ajv2020 : Ajv
  const options: Options = {
    strict: false,
    validateSchema: false,
    allErrors: true,
    logger: false,
    verbose: true,
    // 1.65 is a multiple of 0.05, whatever floating point says.
    multipleOfPrecision: 9,
  }
  notePlaces(root, '#', places)
  const open = (more: Options): Validator => {
    const validator = new Kind({ ...options, ...more })
    formats(validator as Parameters<FormatsPlugin>[0])
    validator.addSchema(root as object, documentId)
    return validator
  }
  return { strict: open({}), text: open({ coerceTypes: 'array' }) }
}

/** The schema as the validator reads it: 3.0's own keywords in the words of JSON Schema, and only this side's duties. */
function adapted(value: Json, dialect: Parameters<typeof schemaChecker>[1], side: Side): Json {
  if (Array.isArray(value)) return value.map((item) => adapted(item, dialect, side))
  if (!isJsonObject(value)) return value
  const copy: JsonObject = Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, adapted(inner, dialect, side)]),
  )
  if (dialect === 'openapi-3.0') inWordsOfJsonSchema(copy)
  const others = side === 'request' ? 'readOnly' : 'writeOnly'
  const { required, properties } = copy
  if (side !== 'message' && Array.isArray(required) && isJsonObject(properties)) {
    copy.required = required.filter((name) => {
      const property = properties[String(name)]
      return !(isJsonObject(property) && property[others] === true)
    })
  }
  return copy
}

function inWordsOfJsonSchema(schema: JsonObject): void {
  for (const [exclusive, bound] of [
    ['exclusiveMinimum', 'minimum'],
    ['exclusiveMaximum', 'maximum'],
  ] as const) {
    if (schema[exclusive] === true && typeof schema[bound] === 'number') {
      schema[exclusive] = schema[bound]
      delete schema[bound]
    } else if (typeof schema[exclusive] === 'boolean') delete schema[exclusive]
  }
  if (schema.nullable === true && typeof schema.type === 'string') {
    schema.type = [schema.type, 'null']
    if (Array.isArray(schema.enum) && !schema.enum.includes(null)) schema.enum = [...schema.enum, null]
  }
  if (typeof schema.nullable === 'boolean') delete schema.nullable
}

function wordsOf(keyword: string, message: string, params: Record<string, unknown>): string {
  if (keyword === 'additionalProperties' || keyword === 'unevaluatedProperties')
    return `must not have the property "${String(params.additionalProperty ?? params.unevaluatedProperty).slice(0, 60)}"`
  if (keyword === 'enum') return `must be one of ${JSON.stringify(params.allowedValues).slice(0, 200)}`
  return message
}

/** Errors name the schema that does not hold as an object; where it is in the document is noted here. */
function notePlaces(value: Json, pointer: string, places: Map<object, string>): void {
  if (value === null || typeof value !== 'object') return
  places.set(value, pointer)
  for (const [key, inner] of Object.entries(value)) notePlaces(inner, `${pointer}${pointerTo(key).slice(1)}`, places)
}
