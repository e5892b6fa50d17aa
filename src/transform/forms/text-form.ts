import { appendText, type ByteSink, byteSink } from '../../core/rows/byte-sink.ts'
import type { RowView } from '../../core/rows/row-view.ts'
import { type ColumnTransform, type Outcome, wroteNull, wroteValue } from '../../core/rows/table-transform.ts'
import type { BuildContext } from '../strategy.ts'
import { canonicalText } from './canonical-text.ts'
import { fallbackOf } from './fallback.ts'
import { textOf } from './utf8.ts'

/** Appends the replacement of the text `bytes[start, end)`. The row is there for what else it holds. */
export type ReplaceText = (bytes: Uint8Array, start: number, end: number, out: ByteSink, row: RowView) => Outcome

/** A transform whose form for values is made of the one for text. Values that are no text are invalid. */
export function textTransform(context: BuildContext, replace: ReplaceText): ColumnTransform {
  const input = byteSink(256)
  const output = byteSink(256)
  const fallback = fallbackOf(context)
  return {
    text: (row, field, out) => replace(row.bytes, row.starts[field] as number, row.ends[field] as number, out, row),
    value(row, _field, value) {
      if (typeof value !== 'string') return fallback.value(value, 'it is not text')
      input.length = 0
      output.length = 0
      appendText(input, value)
      const outcome = replace(input.bytes, 0, input.length, output, row)
      return outcome === wroteNull ? null : textOf(output.bytes, 0, output.length)
    },
  }
}

/** The same for a replacement that works on strings; `undefined` stands for a value that cannot be handled. */
export function stringTransform(
  context: BuildContext,
  replace: (text: string, row: RowView, field: number) => string | undefined,
  reason: string,
): ColumnTransform {
  const fallback = fallbackOf(context)
  return {
    text(row, field, out) {
      const start = row.starts[field] as number
      const end = row.ends[field] as number
      const replacement = replace(textOf(row.bytes, start, end), row, field)
      if (replacement === undefined) return fallback.text(row.bytes, start, end, out, reason)
      appendText(out, replacement)
      return wroteValue
    },
    value(row, field, value) {
      const replacement = typeof value === 'string' ? replace(value, row, field) : undefined
      return replacement === undefined ? fallback.value(value, reason) : replacement
    },
  }
}

/** A transform that takes values of any form, as text; `replace` gives a value of the column's kind. */
export function valueTransform(
  context: BuildContext,
  replace: (text: string, row: RowView, value: unknown) => unknown,
  reason: string,
): ColumnTransform {
  const fallback = fallbackOf(context)
  const isText = context.column.kind === 'text'
  const value: ColumnTransform['value'] = (row, _field, original) => {
    const replacement = replace(canonicalText(original), row, original)
    return replacement === undefined ? fallback.value(original, reason) : replacement
  }
  if (!isText) return { value }
  return {
    value,
    text(row, field, out) {
      const start = row.starts[field] as number
      const end = row.ends[field] as number
      const text = textOf(row.bytes, start, end)
      const replacement = replace(text, row, text)
      if (replacement === undefined) return fallback.text(row.bytes, start, end, out, reason)
      if (replacement === null) return wroteNull
      appendText(out, canonicalText(replacement))
      return wroteValue
    },
  }
}
