import type { CsvColumn } from '../model/files.ts'

/** A value of a file as a step sees it: numbers as decimal text with a point, dates as `yyyy-mm-dd`. `undefined` when it is none. */
export function readValue(text: string, column: CsvColumn | undefined): string | undefined {
  if (column === undefined || text.trim() === '') return text
  if (column.date !== undefined) return readDate(text.trim(), column.date)
  return column.decimal === undefined && column.grouping === undefined ? text : readDecimal(text.trim(), column)
}

/** The reverse of `readValue`. */
export function writeValue(value: string, column: CsvColumn | undefined): string | undefined {
  if (column === undefined || value === '') return value
  if (column.date !== undefined) return writeDate(value, column.date)
  return column.decimal === undefined && column.grouping === undefined ? value : writeDecimal(value, column)
}

/** Digits are never counted in, so that money keeps every one of them. */
function readDecimal(text: string, { decimal = '.', grouping }: CsvColumn): string | undefined {
  const [whole = '', fraction, ...rest] = text.split(decimal)
  const groups = grouping === undefined ? [whole] : whole.split(grouping)
  const isGrouped = groups.length === 1 || groups.slice(1).every((group) => group.length === 3)
  if (rest.length > 0 || !isGrouped) return undefined
  const plain = groups.join('') + (fraction === undefined ? '' : `.${fraction}`)
  return /^[+-]?\d+(\.\d+)?$/.test(plain) ? plain.replace(/^\+/, '') : undefined
}

function writeDecimal(value: string, { decimal = '.', grouping }: CsvColumn): string | undefined {
  const [, sign = '', whole = '', fraction] = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(value) ?? []
  if (whole === '') return undefined
  const grouped = grouping === undefined ? whole : whole.replace(/\B(?=(\d{3})+$)/g, () => grouping)
  return sign + grouped + (fraction === undefined ? '' : decimal + fraction)
}

const parts = /yyyy|yy|mm|dd/g

/** A year of two digits lies between 1970 and 2069. */
function readDate(text: string, form: string): string | undefined {
  const names: readonly string[] = form.match(parts) ?? []
  const pattern = form.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&').replace(parts, (part) => `(\\d{${part.length}})`)
  const found = new RegExp(`^${pattern}$`).exec(text)
  if (found === null) return undefined
  const of = (name: string): string | undefined => {
    const at = names.indexOf(name)
    return at < 0 ? undefined : found[at + 1]
  }
  const short = of('yy') ?? ''
  const year = of('yyyy') ?? `${Number(short) < 70 ? '20' : '19'}${short}`
  const date = `${year}-${of('mm')}-${of('dd')}`
  return isDate(date) ? date : undefined
}

function writeDate(value: string, form: string): string | undefined {
  const date = /^(\d{4}-\d\d-\d\d)(T.*)?$/.exec(value)?.[1]
  if (date === undefined || !isDate(date)) return undefined
  const [year = '', month = '', day = ''] = date.split('-')
  const values: Record<string, string> = { yyyy: year, yy: year.slice(2), mm: month, dd: day }
  return form.replace(parts, (part) => values[part] ?? part)
}

function isDate(date: string): boolean {
  const at = new Date(`${date}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(date)
}
