import { appendBytes, type ByteSink, ensureRoom } from '../../../core/rows/byte-sink.ts'
import type { RowView } from '../../../core/rows/row-view.ts'
import { type ColumnTransform, type TableTransform, wroteNull } from '../../../core/rows/table-transform.ts'
import { binaryRows } from './binary-row.ts'
import type { FastForm } from './codecs/codec-table.ts'
import { epochDays, epochMicroseconds } from './codecs/dates.ts'
import { appendInt16, appendInt32, readInt16, readInt32, readInt64, writeInt64 } from './codecs/words.ts'
import { fitting, isJsonNull, misfit, type ReadColumn, unreadable } from './column-codec.ts'
import { copyRun, type Rewrite } from './rewriter.ts'

/** A column that is replaced: appends the content of the field, behind its length; false for NULL. */
type Replace = (row: RowView, out: ByteSink) => boolean

/** Copies what lies between replaced fields as blocks, and puts the replacements in between. */
export function rewriteBinary(table: string, columns: readonly ReadColumn[], transform: TableTransform): Rewrite {
  const { row, locate } = binaryRows(table, columns)
  const { starts, ends } = row
  const masked = columns.flatMap((_, field) => (transform.columns[field] === undefined ? [] : [field]))
  const fields = Int32Array.from(masked)
  const fills = masked.map((field) => transform.columns[field]?.fillsNull === true)
  const replacements = masked.map((field) =>
    replacement(table, columns[field] as ReadColumn, field, transform.columns[field] as ColumnTransform),
  )
  // Most replaced fields are text: their transforms are called without anything in between.
  const texts = masked.map((field) => {
    const column = transform.columns[field] as ColumnTransform
    return columns[field]?.type.fast === 'text' && hasText(column) ? column : undefined
  })
  const count = fields.length

  return (incoming, start, end, out) => {
    locate(incoming, start, end)
    transform.beginRow(row)
    let runStart = start
    let at = start + 2
    let passed = 0
    for (let index = 0; index < count; index += 1) {
      const field = fields[index] as number
      let fieldEnd = ends[field] as number
      if (fieldEnd < 0) {
        if (!fills[index]) continue
        // Where the length of a NULL stands follows from the field before that holds something.
        for (; passed < field; passed += 1) at = (ends[passed] as number) < 0 ? at + 4 : (ends[passed] as number)
        fieldEnd = at + 4
        copyRun(incoming, runStart, at, out)
      } else {
        const head = (starts[field] as number) - 4
        // Replaced fields often stand beside each other.
        if (head > runStart) copyRun(incoming, runStart, head, out)
      }
      ensureRoom(out, 4)
      const lengthAt = out.length
      out.length += 4
      const text = texts[index]
      const isThere =
        text === undefined ? (replacements[index] as Replace)(row, out) : text.text(row, field, out) !== wroteNull
      const length = isThere ? out.length - lengthAt - 4 : -1
      if (!isThere) out.length = lengthAt + 4
      out.view.setInt32(lengthAt, length)
      runStart = fieldEnd
    }
    copyRun(incoming, runStart, end, out)
  }
}

function hasText(transform: ColumnTransform): transform is ColumnTransform & Required<Pick<ColumnTransform, 'text'>> {
  return transform.text !== undefined
}

function replacement(table: string, column: ReadColumn, field: number, transform: ColumnTransform): Replace {
  const { fast } = column.type
  const byValue = valueReplacement(table, column, field, transform)
  if (fast === undefined || fast === 'text' || fast === 'uuid' || transform.number === undefined) return byValue
  return numberReplacement(table, column.name, field, transform, fast, byValue)
}

function valueReplacement(
  table: string,
  { name, type }: ReadColumn,
  field: number,
  transform: ColumnTransform,
): Replace {
  const codec = type.binary
  if (codec === undefined) throw unreadable(table, name)
  return (row, out) => {
    const start = row.starts[field] as number
    const before = row.value(field)
    if (isJsonNull(before, start, transform)) {
      appendBytes(out, row.bytes, start, row.ends[field] as number)
      return true
    }
    const value = transform.value(row, field, before)
    if (value === null || value === undefined) return false
    const was = start < 0 ? undefined : { bytes: row.bytes, start, end: row.ends[field] as number }
    fitting(table, name, () => codec.encode(value, out, was))
    return true
  }
}

const limits: Readonly<Record<string, readonly [number, number]>> = {
  int2: [-0x8000, 0x7fff],
  int4: [-0x80000000, 0x7fffffff],
  oid: [0, 0xffffffff],
  int8: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  // 4713 BC and the years 5874897 and 294276.
  date: [-2_440_588, 2_145_031_948],
  timestamp: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
}

/** Days and microseconds are counted from 1970 by transforms, and from 2000 on the wire. */
const offsets: Readonly<Record<string, number>> = { date: epochDays, timestamp: epochMicroseconds }

function numberReplacement(
  table: string,
  name: string,
  field: number,
  transform: ColumnTransform,
  form: FastForm,
  byValue: Replace,
): Replace {
  const number = transform.number?.bind(transform)
  if (number === undefined) return byValue
  const [low, high] = limits[form] as readonly [number, number]
  const offset = offsets[form] ?? 0
  const size = form === 'int2' ? 2 : form === 'int8' || form === 'timestamp' ? 8 : 4
  return (row, out) => {
    const start = row.starts[field] as number
    // NULL, infinite dates and what a double cannot hold.
    if (start < 0) return byValue(row, out)
    const { bytes } = row
    const read =
      size === 8
        ? readInt64(bytes, start)
        : size === 2
          ? readInt16(bytes, start)
          : form === 'oid'
            ? readInt32(bytes, start) >>> 0
            : readInt32(bytes, start)
    const value = read + offset
    if (!(value >= low && value <= high)) return byValue(row, out)
    const replaced = number(row, field, value)
    if (Number.isNaN(replaced)) return false
    if (!(replaced >= low && replaced <= high && Number.isInteger(replaced)))
      throw misfit(table, name, `expected an integer from ${low} to ${high}`)
    const written = replaced - offset
    if (size === 8) {
      ensureRoom(out, 8)
      writeInt64(out.bytes, out.length, written)
      out.length += 8
    } else if (size === 2) appendInt16(out, written)
    else appendInt32(out, written)
    return true
  }
}
