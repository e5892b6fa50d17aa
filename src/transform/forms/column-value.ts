import type { ColumnType, Value } from '../../core/rows/column-type.ts'
import { formatDecimal, parseDecimal } from './decimal.ts'
import { parseMoment } from './moment.ts'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const time = /^([01]\d|2[0-4]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?([+-]\d\d(:?\d\d)?)?$/

/**
 * Something that settings, Faker or a user's function gave, in the form of the column's kind; `undefined` where the
 * column cannot hold it. Nothing is cut or rounded.
 */
export function asColumnValue(column: ColumnType, value: unknown): Value | undefined {
  if (column.labels !== undefined) return column.labels.includes(value as string) ? value : undefined
  switch (column.kind) {
    case 'text':
      return asText(column, value)
    case 'uuid':
      return typeof value === 'string' && uuid.test(value) ? value.toLowerCase() : undefined
    case 'integer':
      return asInteger(column, value)
    case 'float':
      return typeof value === 'number' ? value : undefined
    case 'decimal':
      return asDecimal(column, value)
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined
    case 'date':
    case 'timestamp':
      return asMoment(column, value)
    case 'time':
      return typeof value === 'string' && time.test(value) ? value : undefined
    case 'bytes':
      return value instanceof Uint8Array ? value : undefined
    case 'array':
      return Array.isArray(value) ? value : undefined
    case 'composite':
    case 'document':
      return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
    case 'json':
      return isJson(value) ? value : undefined
    case 'other':
      return typeof value === 'string' ? value : undefined
  }
}

function asText({ maxLength }: ColumnType, value: unknown): string | undefined {
  const text = typeof value === 'number' || typeof value === 'bigint' ? String(value) : value
  if (typeof text !== 'string' || text.includes('\0') || !text.isWellFormed()) return undefined
  return maxLength === undefined || text.length <= maxLength || [...text].length <= maxLength ? text : undefined
}

function asInteger({ range }: ColumnType, value: unknown): number | bigint | undefined {
  if (!Number.isSafeInteger(value) && typeof value !== 'bigint') return undefined
  const exact = BigInt(value as number | bigint)
  if (range !== undefined && (exact < range[0] || exact > range[1])) return undefined
  return value as number | bigint
}

function asDecimal({ precision, scale }: ColumnType, value: unknown): string | undefined {
  const decimal =
    typeof value === 'number' || typeof value === 'bigint' || typeof value === 'string'
      ? parseDecimal(String(value))
      : undefined
  if (decimal === undefined) return undefined
  if (precision === undefined) return formatDecimal(decimal)
  const most = scale ?? 0
  if (decimal.scale > most) return undefined
  const text = formatDecimal(decimal)
  return text.replace(/^-?0*|\..*$/g, '').length <= precision - most ? text : undefined
}

function asMoment({ kind, zoned }: ColumnType, value: unknown): string | undefined {
  const text = value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString() : value
  if (typeof text !== 'string') return undefined
  const moment = parseMoment(text)
  if (moment === undefined) return undefined
  if (kind === 'date') return text.slice(0, text.indexOf('-', 1) + 6)
  const local = moment.shows === 'date' ? `${text}T00:00:00` : text.replace(' ', 'T').replace(/Z$/, '')
  return zoned === true && moment.zone === ''
    ? `${local}Z`
    : zoned === true && moment.zone === 'Z'
      ? `${local}Z`
      : local
}

function isJson(value: unknown): boolean {
  if (value === undefined) return false
  try {
    return JSON.stringify(value) !== undefined
  } catch {
    return false
  }
}
