import { appendText, type ByteSink, byteSink, ensureRoom } from '../../../core/rows/byte-sink.ts'
import type { RowView } from '../../../core/rows/row-view.ts'
import { type ColumnTransform, type TableTransform, wroteNull } from '../../../core/rows/table-transform.ts'
import { utf8 } from './codecs/plain.ts'
import { fitting, isJsonNull, type ReadColumn } from './column-codec.ts'
import { copyRun, type Rewrite } from './rewriter.ts'
import { textRows } from './text-row.ts'

/** Puts replacements into lines of COPY's text format. Fields that are kept stay as they were written. */
export function rewriteText(table: string, columns: readonly ReadColumn[], transform: TableTransform): Rewrite {
  const { row, locate, rawStarts, rawEnds } = textRows(table, columns)
  const masked = columns.flatMap((column, field) => {
    const own = transform.columns[field]
    return own === undefined ? [] : [{ column, field, transform: own }]
  })
  const plain = byteSink()

  return (incoming, start, end, out) => {
    locate(incoming, start, end)
    transform.beginRow(row)
    let runStart = start
    for (const { column, field, transform: own } of masked) {
      if ((row.starts[field] as number) < 0 && own.fillsNull !== true) continue
      copyRun(incoming, runStart, rawStarts[field] as number, out)
      plain.length = 0
      if (replace(table, column, row, field, own, plain)) escapeInto(out, plain)
      else appendText(out, '\\N')
      runStart = rawEnds[field] as number
    }
    copyRun(incoming, runStart, end, out)
  }
}

/** Appends the replacement as the server would print it; false for NULL. */
function replace(
  table: string,
  { name, type }: ReadColumn,
  row: RowView,
  field: number,
  transform: ColumnTransform,
  out: ByteSink,
): boolean {
  if (type.fast === 'text' && transform.text !== undefined) return transform.text(row, field, out) !== wroteNull
  const start = row.starts[field] as number
  const before = row.value(field)
  if (isJsonNull(before, start, transform)) return row.appendText(field, out)
  const value = transform.value(row, field, before)
  if (value === null || value === undefined) return false
  const was = start < 0 ? undefined : utf8(row.bytes, start, row.ends[field] as number)
  appendText(
    out,
    fitting(table, name, () => type.text.format(value, was)),
  )
  return true
}

/** The letters that stand behind a backslash for characters that would end a field or a line. */
const letters = new Map([
  [8, 'b'],
  [9, 't'],
  [10, 'n'],
  [11, 'v'],
  [12, 'f'],
  [13, 'r'],
  [92, '\\'],
])
const escaped = new Uint8Array(256)
for (const [code, letter] of letters) escaped[code] = letter.charCodeAt(0)

function escapeInto(out: ByteSink, { bytes, length }: ByteSink): void {
  ensureRoom(out, length * 2)
  for (let index = 0; index < length; index += 1) {
    const byte = bytes[index] as number
    const letter = escaped[byte] as number
    if (letter !== 0) out.bytes[out.length++] = 92 // backslash
    out.bytes[out.length++] = letter === 0 ? byte : letter
  }
}
