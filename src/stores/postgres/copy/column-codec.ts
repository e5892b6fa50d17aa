import { StandinError } from '../../../core/error.ts'
import type { Value } from '../../../core/rows/column-type.ts'
import type { ColumnTransform } from '../../../core/rows/table-transform.ts'
import { Misfit } from './codecs/codec.ts'
import type { WireType } from './wire-types.ts'

/** A column as a reader knows it. */
export interface ReadColumn {
  name: string
  type: WireType
}

/** Runs what makes bytes of a replacement; a replacement that does not fit is an error that names the column. */
export function fitting<T>(table: string, column: string, encode: () => T): T {
  try {
    return encode()
  } catch (thrown) {
    if (thrown instanceof Misfit) throw misfit(table, column, thrown.message)
    throw thrown
  }
}

/**
 * Whether there is a value, and it is JSON's `null`. It tells nothing of anybody and stays what it is: in JavaScript, it
 * could not be told from NULL.
 */
export function isJsonNull(value: Value, start: number, { fillsNull }: ColumnTransform): boolean {
  return value === null && start >= 0 && fillsNull !== true
}

/** The replacement of a value cannot be stored in its column. */
export function misfit(table: string, column: string, reason: string): StandinError {
  return new StandinError('finding', {
    code: 'clone.misfit',
    message: `the replacement of a value does not fit into ${table}.${column}: ${reason}`,
    remedy: 'treat the column by a strategy that fits its type',
  })
}

/** A value of this type cannot be looked at here. */
export function unreadable(table: string, column: string): StandinError {
  return new StandinError('usage', {
    code: 'source.unreadable-type',
    message: `standin does not know what values of the type of ${table}.${column} mean`,
    remedy: 'do not let other columns depend on it; `keep`, or replace, the whole column',
  })
}

/** Any value as text, for those who ask for text. */
export function textOf(value: Value): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
