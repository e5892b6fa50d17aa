import type { ByteSink } from '../../core/rows/byte-sink.ts'
import { appendBytes } from '../../core/rows/byte-sink.ts'
import type { RowView } from '../../core/rows/row-view.ts'
import { type ColumnTransform, wroteNull, wroteValue } from '../../core/rows/table-transform.ts'
import type { WhenBranch, WhenElse, WhenItem, WrittenTreatment } from '../../core/treatment/settings.ts'
import { type Condition, checkCondition, conditionOf } from '../forms/condition.ts'
import { buildWritten, checkWritten, prepareWritten, readable } from '../forms/written.ts'
import type { BuildContext, StrategyDefinition } from '../strategy.ts'

/** What becomes of a value depends on other columns of its row. The last item says what becomes of all others. */
export const when: StrategyDefinition = {
  keepsUnique: () => false,
  fits: 'all',
  within: (settings, onInvalid) => readable((settings as WhenItem[]).map(treatmentOf), onInvalid),
  check(settings, context) {
    const items = settings as WhenItem[]
    const sentences = items.flatMap((item, index) => {
      const where = `branch ${index + 1}`
      const condition = isElse(item) ? [] : checkCondition(item, context).map((one) => `${where}: ${one}`)
      return [...condition, ...checkWritten(treatmentOf(item), context, context.column, isElse(item) ? 'else' : where)]
    })
    const last = items.findIndex(isElse)
    if (last < 0) sentences.push('`when` needs an `else` at its end: what no branch fits would be let through')
    if (last >= 0 && last < items.length - 1) sentences.push('`else` has to be the last item')
    return sentences
  },
  prepare: (settings, context) =>
    (settings as WhenItem[]).flatMap((item) => prepareWritten(treatmentOf(item), context, context.column)),
  build: (settings, context) => chosenTransform(settings as WhenItem[], context),
}

interface Branch {
  /** Always true for `else`. */
  holds: Condition
  /** `undefined` where the value is kept. */
  transform: ColumnTransform | undefined
}

function chosenTransform(items: readonly WhenItem[], context: BuildContext): ColumnTransform {
  const branches = items.map(
    (item): Branch => ({
      holds: isElse(item) ? () => true : conditionOf(item, context),
      transform: buildWritten(treatmentOf(item), context, context.column),
    }),
  )
  const transforms = branches.flatMap(({ transform }) => transform ?? [])
  const fillsNull = transforms.some((transform) => transform.fillsNull === true)
  const choose = (row: RowView): ColumnTransform | undefined => {
    for (let index = 0; index < branches.length; index++) {
      const branch = branches[index] as Branch
      if (branch.holds(row)) return branch.transform
    }
    return undefined
  }
  const text = (row: RowView, field: number, out: ByteSink): typeof wroteNull | typeof wroteValue => {
    const chosen = choose(row)
    const start = row.starts[field] as number
    if (start < 0 && chosen?.fillsNull !== true) return wroteNull
    if (chosen?.text !== undefined) return chosen.text(row, field, out)
    appendBytes(out, row.bytes, start, row.ends[field] as number)
    return wroteValue
  }
  return {
    fillsNull,
    value(row, field, value) {
      const chosen = choose(row)
      if (chosen === undefined || (value === null && chosen.fillsNull !== true)) return value
      return chosen.value(row, field, value)
    },
    ...(transforms.every((transform) => transform.text !== undefined) ? { text } : {}),
    ...(!fillsNull && transforms.every((transform) => transform.number !== undefined)
      ? { number: (row, field, value) => choose(row)?.number?.(row, field, value) ?? value }
      : {}),
  }
}

function isElse(item: WhenItem): item is WhenElse {
  return 'else' in item
}

function treatmentOf(item: WhenBranch | WhenElse): WrittenTreatment {
  return isElse(item) ? item.else : item.then
}
