import { isJsonObject, type Json } from '../../core/json.ts'
import { deepestAnswer, tooDeep } from '../../core/json-depth.ts'

/**
 * What drivers give, as JSON: moments as ISO 8601 text, whole numbers beyond ±2^53 and the drivers' own types (object
 * ids, decimals) as text, bytes as hexadecimal text, `undefined` left out. Throws `answer.too-deep` beyond 500 levels.
 */
export function toJson(value: unknown): Json {
  return convert(value, 0)
}

function convert(value: unknown, depth: number): Json {
  if (depth > deepestAnswer) throw tooDeep()
  if (value === null || value === undefined) return null
  if (typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString()
  if (Array.isArray(value)) return value.map((item) => convert(item, depth + 1))
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  if (value instanceof Map)
    return fromEntries(
      [...value].map(([key, inner]) => [String(key), inner]),
      depth,
    )
  if (isJsonObject(value) && value.toString === Object.prototype.toString)
    return fromEntries(Object.entries(value), depth)
  return isJsonObject(value) && !isClassInstance(value) ? fromEntries(Object.entries(value), depth) : String(value)
}

function fromEntries(entries: readonly (readonly [string, unknown])[], depth: number): Json {
  return Object.fromEntries(
    entries.filter(([, inner]) => inner !== undefined).map(([key, inner]) => [key, convert(inner, depth + 1)]),
  )
}

function isClassInstance(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype !== null && prototype !== Object.prototype
}
