import type { ColumnType, Value } from '../../core/rows/column-type.ts'
import type { RedactSettings } from '../../core/treatment/settings.ts'
import { blankOf } from '../forms/blank.ts'
import { fixedTransform } from '../forms/fixed.ts'
import type { StrategyDefinition } from '../strategy.ts'

/** Something of the same type that says nothing, the same for every row. */
export const redact: StrategyDefinition = {
  keepsUnique: () => false,
  fits: 'all',
  check(settings, { column }) {
    const { with: word } = settings as RedactSettings
    if (word !== undefined && (column.kind !== 'text' || column.labels !== undefined))
      return [`\`with\` is for text, and ${column.name} is none`]
    return blankOf(column) === undefined ? [`nothing is known that says nothing in ${column.name}`] : []
  },
  build: (settings, { column }) => fixedTransform(column, redacted(settings as RedactSettings, column), false),
}

function redacted({ with: word }: RedactSettings, column: ColumnType): Value {
  return word === undefined ? blankOf(column) : [...word].slice(0, column.maxLength ?? word.length).join('')
}
