import { createHash } from 'node:crypto'
import type { Json } from '../core/json.ts'

/**
 * The SHA-256 of what a policy says, in hexadecimal: of its JSON with the keys of every object sorted, except where the
 * order has a meaning (lists). Comments, quotes and layout do not change it.
 */
export function policyHash(policy: Json): string {
  return createHash('sha256').update(canonical(policy)).digest('hex')
}

/** JSON with sorted keys and without blanks: the same text for the same value. */
export function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const keys = Object.keys(value).sort()
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key] ?? null)}`).join(',')}}`
}
