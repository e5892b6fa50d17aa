import { isJsonObject, type Json } from './json.ts'
import { hidden, isSensitive, maskedText } from './masked-text.ts'

/** A copy for people to look at: secrets and personal data replaced by `***`, structure and business keys kept. */
export function masked(value: unknown): Json {
  if (value === null || value === undefined) return null
  if (typeof value === 'string') return maskedText(value)
  if (typeof value === 'number' || typeof value === 'boolean') return value
  if (typeof value === 'bigint') return value.toString()
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  if (Array.isArray(value)) return value.map(masked)
  if (isJsonObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, isSensitive(key) && isPrinted(inner) ? hidden : masked(inner)]),
    )
  }
  return String(value)
}

function isPrinted(value: unknown): boolean {
  return value !== null && value !== undefined && typeof value !== 'boolean'
}
