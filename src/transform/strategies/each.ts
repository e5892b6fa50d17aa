import type { ColumnType, Value } from '../../core/rows/column-type.ts'
import type { RowView } from '../../core/rows/row-view.ts'
import type { ColumnTransform } from '../../core/rows/table-transform.ts'
import type { WrittenTreatment } from '../../core/treatment/settings.ts'
import { fallbackOf } from '../forms/fallback.ts'
import { buildWritten, checkWritten, prepareWritten, readable } from '../forms/written.ts'
import type { StrategyDefinition } from '../strategy.ts'

/** The elements of an array, of any depth. */
export const each: StrategyDefinition = {
  keepsUnique: () => false,
  fits: ['array'],
  within: (settings, onInvalid) => readable([settings as WrittenTreatment], onInvalid),
  check: (settings, context) =>
    checkWritten(settings as WrittenTreatment, context, elementOf(context.column), 'each element'),
  prepare: (settings, context) => prepareWritten(settings as WrittenTreatment, context, elementOf(context.column)),
  build(settings, context) {
    const inner = buildWritten(settings as WrittenTreatment, context, elementOf(context.column))
    if (inner === undefined) return undefined
    const fallback = fallbackOf(context)
    return {
      value: (row, field, value) =>
        Array.isArray(value) ? replaceElements(inner, row, field, value) : fallback.value(value, 'it is not an array'),
    }
  },
}

function elementOf({ element }: ColumnType): ColumnType {
  return element ?? { kind: 'other', name: 'element' }
}

function replaceElements(inner: ColumnTransform, row: RowView, field: number, elements: readonly Value[]): Value[] {
  return elements.map((element) => {
    if (Array.isArray(element)) return replaceElements(inner, row, field, element)
    if (element === null || element === undefined)
      return inner.fillsNull === true ? inner.value(row, field, null) : null
    return inner.value(row, field, element)
  })
}
