import { Decimal } from './decimal.ts'

/**
 * What CEL computed as what the rest of the program works with: whole numbers as numbers while they are exact and as
 * text beyond, decimals and times as text, records as plain objects.
 */
export function fromCel(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString()
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Decimal) return value.toString()
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (Array.isArray(value)) return value.map(fromCel)
  if (value instanceof Set) return [...value].map(fromCel)
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, inner]) => [String(key), fromCel(inner)]))
  if (!isPlain(value)) return fromInstance(value)
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fromCel(inner)]))
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** CEL's own classes: unsigned numbers hold a bigint; durations and types have a text. */
function fromInstance(value: object): unknown {
  const primitive: unknown = value.valueOf()
  return typeof primitive === 'bigint' ? fromCel(primitive) : String(value)
}
