import { isJsonObject } from '../../core/json.ts'
import { isDate, isDateTime } from './scalar.ts'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const email = /^[^\s@]{1,64}@[^\s@.]+(\.[^\s@.]+)+$/
const longestEmail = 254

/** What `type` can ask for. */
export const valueTypes = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number' || typeof value === 'bigint',
  integer: (value) => typeof value === 'bigint' || Number.isInteger(value),
  boolean: (value) => typeof value === 'boolean',
  list: (value) => Array.isArray(value),
  object: (value) => isJsonObject(value) && !(value instanceof Date),
  null: (value) => value === null,
  uuid: (value) => typeof value === 'string' && uuid.test(value),
  date: (value) => typeof value === 'string' && isDate(value),
  datetime: (value) => value instanceof Date || (typeof value === 'string' && isDateTime(value)),
  email: (value) => typeof value === 'string' && value.length <= longestEmail && email.test(value),
} as const satisfies Record<string, (value: unknown) => boolean>

export type ValueType = keyof typeof valueTypes

export function isValueType(name: unknown): name is ValueType {
  return typeof name === 'string' && Object.hasOwn(valueTypes, name)
}
