import type { ColumnType, Value } from '../../core/rows/column-type.ts'
import type { ConstantSettings, ConstantValue } from '../../core/treatment/settings.ts'
import { asColumnValue } from '../forms/column-value.ts'
import { fixedTransform } from '../forms/fixed.ts'
import type { StrategyDefinition } from '../strategy.ts'

/** Always the same value. */
export const constant: StrategyDefinition = {
  keepsUnique: () => false,
  fits: ['text', 'uuid', 'integer', 'float', 'decimal', 'boolean', 'date', 'timestamp', 'time', 'json', 'other'],
  check(settings, { column }) {
    const { value } = read(settings)
    return valueFor(value, column) === undefined ? [`the constant is not a value of ${column.name}`] : []
  },
  build(settings, { column }) {
    const { value, fillNull } = read(settings)
    return fixedTransform(column, valueFor(value, column), fillNull ?? false)
  },
}

function read(settings: unknown): ConstantSettings {
  return typeof settings === 'object' ? (settings as ConstantSettings) : { value: settings as ConstantValue }
}

/** Numbers and truth values may stand for text, but text that is too long, or no number, is refused. */
function valueFor(value: ConstantValue, column: ColumnType): Value | undefined {
  return asColumnValue(
    column,
    column.kind === 'json' || typeof value !== 'boolean' ? value : column.kind === 'text' ? String(value) : value,
  )
}
