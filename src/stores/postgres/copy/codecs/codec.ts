import type { ByteSink } from '../../../../core/rows/byte-sink.ts'
import type { Value } from '../../../../core/rows/column-type.ts'

/**
 * Between the binary form of a type and the form of its kind in JavaScript (see `ColumnType`). `encode` throws
 * `Misfit` for what the type cannot hold.
 */
export interface BinaryCodec {
  decode(bytes: Uint8Array, start: number, end: number): Value
  /** Appends `value`, which is not null; `was` is what it replaces, for what the form in JavaScript does not tell. */
  encode(value: Value, out: ByteSink, was?: EncodedValue): void
}

/** A value within a row. */
export interface EncodedValue {
  bytes: Uint8Array
  start: number
  end: number
}

/** The same for the text that the server prints. */
export interface TextCodec {
  parse(text: string): Value
  format(value: Value, was?: string): string
}

/** A replacement that its column cannot hold. Says what was expected, never the value. */
export class Misfit extends Error {
  constructor(expected: string) {
    super(`expected ${expected}`)
    this.name = 'Misfit'
  }
}

export function expectString(value: Value, expected: string): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  throw new Misfit(expected)
}
