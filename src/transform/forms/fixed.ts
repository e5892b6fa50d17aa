import { appendBytes } from '../../core/rows/byte-sink.ts'
import type { ColumnType, Value } from '../../core/rows/column-type.ts'
import { type ColumnTransform, wroteValue } from '../../core/rows/table-transform.ts'
import { canonicalText } from './canonical-text.ts'
import { numberOfMoment } from './moment.ts'

/** Writes one and the same value of the column's kind. */
export function fixedTransform(column: ColumnType, fixed: Value, fillsNull: boolean): ColumnTransform {
  const bytes = new TextEncoder().encode(column.kind === 'json' ? JSON.stringify(fixed) : canonicalText(fixed))
  const number = numberForm(column, fixed)
  return {
    fillsNull,
    text(_row, _field, out) {
      appendBytes(out, bytes, 0, bytes.length)
      return wroteValue
    },
    ...(number === undefined ? {} : { number: () => number }),
    value: () => fixed,
  }
}

function numberForm({ kind }: ColumnType, fixed: Value): number | undefined {
  if (kind === 'integer' && Number.isSafeInteger(fixed)) return fixed as number
  if ((kind === 'date' || kind === 'timestamp') && typeof fixed === 'string') return numberOfMoment(kind, fixed)
  return undefined
}
