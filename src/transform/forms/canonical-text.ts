import type { Value } from '../../core/rows/column-type.ts'

/** A value as text, the same for equal values, whatever their form. For digests and for text made of values. Allocates. */
export function canonicalText(value: Value): string {
  if (typeof value === 'string') return value
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.length).toString('hex')
  if (typeof value === 'object' && value !== null) return JSON.stringify(value, bigintsAsText)
  return String(value)
}

function bigintsAsText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}
