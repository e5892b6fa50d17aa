import type { ColumnType, Value } from '../../core/rows/column-type.ts'
import type { RowView } from '../../core/rows/row-view.ts'
import type { ColumnTransform } from '../../core/rows/table-transform.ts'
import { readTreatment, treatmentObjection } from '../../core/treatment/read-treatment.ts'
import type { WrittenTreatment } from '../../core/treatment/settings.ts'
import { fallbackOf } from '../forms/fallback.ts'
import type { BuildContext } from '../strategy.ts'
import { numberText, rawNumber } from './exact-json.ts'

/** What becomes of the values at a path. */
export interface Leaf {
  /** Whether it also holds for everything below a container. */
  deep: boolean
  strategy: string
  /** Replaces one value that holds no others, and is not null. */
  replace(row: RowView, field: number, value: Value): Value
}

/** Strategies that hold for all that is below. */
const deep: ReadonlySet<string> = new Set(['keep', 'null', 'constant', 'redact', 'scrub'])

const types = {
  string: { kind: 'text', name: 'JSON string' },
  integer: { kind: 'integer', name: 'JSON number' },
  number: { kind: 'decimal', name: 'JSON number' },
  boolean: { kind: 'boolean', name: 'JSON boolean' },
} as const satisfies Record<string, ColumnType>

/** What is wrong with a rule: its treatment has to fit at least one type of JSON. */
export function checkLeaf(written: WrittenTreatment, context: BuildContext): readonly string[] {
  const objection = treatmentObjection(written)
  if (objection !== undefined) return [`the treatment ${objection}`]
  const treatment = readTreatment(written, context.onInvalid)
  const sentences = Object.values(types).map((type) => context.checkNested(treatment, type))
  const fits = sentences.some((list) => list.length === 0)
  return fits ? [] : (sentences.find((list) => !list[0]?.includes(' cannot be used on ')) ?? sentences[0] ?? [])
}

export function leafOf(written: WrittenTreatment, context: BuildContext): Leaf {
  const treatment = readTreatment(written, context.onInvalid)
  const inner = { ...context, onInvalid: treatment.onInvalid, nullable: true }
  const replaceText = replacing('string')
  const replaceInteger = replacing('integer')
  const replaceNumber = replacing('number')
  const replaceBoolean = replacing('boolean')
  return { deep: deep.has(treatment.strategy), strategy: treatment.strategy, replace }

  function replacing(name: keyof typeof types): Pick<ColumnTransform, 'value'> {
    const type = types[name]
    const fallback = fallbackOf({ ...inner, column: type })
    if (context.checkNested(treatment, type).length === 0)
      return context.nested(treatment, type) ?? { value: (_row, _field, value) => value }
    return {
      value: (_row, _field, value) => fallback.value(value, `${treatment.strategy} does not fit a ${type.name}`),
    }
  }

  function replace(row: RowView, field: number, value: Value): Value {
    if (treatment.strategy === 'keep') return value
    if (typeof value === 'string') return replaceText.value(row, field, value)
    if (typeof value === 'boolean') return replaceBoolean.value(row, field, value)
    const text = numberText(value)
    if (text === undefined) return null
    // Numbers may be telephone numbers, too: one that scrubbing would change says nothing afterwards.
    if (treatment.strategy === 'scrub') return replaceText.value(row, field, text) === text ? value : 0
    const whole = /^-?\d+$/.test(text)
    const exact = whole ? wholeNumber(text) : text
    const result = (whole ? replaceInteger : replaceNumber).value(row, field, exact)
    return writable(result, whole)
  }
}

function wholeNumber(text: string): number | bigint {
  return Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text)
}

/** Whole numbers and decimals in the form that JSON.stringify writes exactly. */
function writable(result: Value, whole: boolean): Value {
  if (typeof result === 'bigint') return rawNumber(String(result))
  return typeof result === 'string' && !whole ? rawNumber(result) : result
}
