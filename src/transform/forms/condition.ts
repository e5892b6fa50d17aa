import { costOfPattern, patternObjection } from '../../core/pattern.ts'
import { byteSink } from '../../core/rows/byte-sink.ts'
import type { ColumnType } from '../../core/rows/column-type.ts'
import type { RowView } from '../../core/rows/row-view.ts'
import type { ConstantValue, WhenBranch } from '../../core/treatment/settings.ts'
import type { BuildContext } from '../strategy.ts'
import { asColumnValue } from './column-value.ts'
import { formatDecimal, parseDecimal } from './decimal.ts'
import { textOf } from './utf8.ts'

/** Whether a row is one of those that a branch is for. */
export type Condition = (row: RowView) => boolean

/** What is wrong with a branch's conditions. */
export function checkCondition(branch: WhenBranch, context: BuildContext): string[] {
  const field = context.field(branch.column)
  if (field === undefined) return [`there is no column "${branch.column}" in the table`]
  const sentences: string[] = []
  const { matches } = branch
  if (wantedOf(branch) === undefined && matches === undefined && branch.isNull === undefined)
    sentences.push('a branch needs one of equals, in, matches and isNull')
  for (const value of wantedOf(branch) ?? [])
    if (asColumnValue(field.type, value) === undefined && asColumnValue(field.type, String(value)) === undefined)
      sentences.push(`${JSON.stringify(value)} is not a value of ${branch.column}, which is ${field.type.name}`)
  const objection = matches === undefined ? undefined : (patternObjection(matches) ?? costOfPattern(matches))
  if (objection !== undefined) sentences.push(`the pattern ${objection}`)
  return sentences
}

/** Text and whole numbers are compared as bytes, without allocating anything. */
export function conditionOf(branch: WhenBranch, context: BuildContext): Condition {
  const field = context.field(branch.column)
  if (field === undefined) throw new TypeError(`there is no column ${branch.column}`)
  const { number, type } = field
  const conditions: Condition[] = []
  const { isNull } = branch
  if (isNull !== undefined) conditions.push((row) => (row.starts[number] as number) < 0 === isNull)
  const wanted = wantedOf(branch)
  if (wanted !== undefined) conditions.push(equality(number, type, wanted))
  if (branch.matches !== undefined) {
    const pattern = new RegExp(branch.matches, 'u')
    const sink = byteSink(256)
    conditions.push((row) => {
      sink.length = 0
      return row.appendText(number, sink) && pattern.test(textOf(sink.bytes, 0, sink.length))
    })
  }
  return (row) => {
    for (let index = 0; index < conditions.length; index++) if (!(conditions[index] as Condition)(row)) return false
    return true
  }
}

function wantedOf({ equals, in: list }: WhenBranch): readonly ConstantValue[] | undefined {
  if (equals === undefined) return list
  return list === undefined ? [equals] : list.filter((one) => one === equals)
}

function equality(number: number, type: ColumnType, wanted: readonly ConstantValue[]): Condition {
  if (type.kind === 'text' || type.kind === 'integer' || type.kind === 'uuid') return sameText(number, wanted)
  const texts = new Set(wanted.map((value) => comparable(value)))
  return (row) => texts.has(comparable(row.value(number)))
}

function sameText(number: number, wanted: readonly ConstantValue[]): Condition {
  const texts = wanted.map((value) => new TextEncoder().encode(String(value)))
  const sink = byteSink(256)
  return (row) => {
    sink.length = 0
    if (!row.appendText(number, sink)) return false
    for (let index = 0; index < texts.length; index++) {
      const text = texts[index] as Uint8Array
      if (text.length !== sink.length) continue
      let at = 0
      while (at < text.length && text[at] === sink.bytes[at]) at++
      if (at === text.length) return true
    }
    return false
  }
}

/** `5`, `5.0` and `"5.00"` are one number. */
function comparable(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined
  const text = String(value)
  const decimal = parseDecimal(text)
  if (decimal === undefined) return text
  return decimal.scale === 0 ? formatDecimal(decimal) : formatDecimal(decimal).replace(/\.?0+$/, '')
}
