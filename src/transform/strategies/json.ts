import { appendText } from '../../core/rows/byte-sink.ts'
import type { RowView } from '../../core/rows/row-view.ts'
import type { ColumnTransform } from '../../core/rows/table-transform.ts'
import { wroteValue } from '../../core/rows/table-transform.ts'
import type { WrittenTreatment } from '../../core/treatment/settings.ts'
import { fallbackOf } from '../forms/fallback.ts'
import { textOf } from '../forms/utf8.ts'
import { prepareWritten, readable } from '../forms/written.ts'
import { exactJson, textOfJson } from '../json/exact-json.ts'
import { checkLeaf, leafOf } from '../json/leaf.ts'
import { type RuleNode, readJsonPath, ruleTree } from '../json/rule-tree.ts'
import { jsonWalk } from '../json/walk.ts'
import type { BuildContext, StrategyDefinition } from '../strategy.ts'

type PathRules = Readonly<Record<string, WrittenTreatment>>

/** The parts of a JSON value, each by its path. What no path covers is invalid, and so is text that is not JSON. */
export const json: StrategyDefinition = {
  keepsUnique: () => false,
  fits: ['json', 'text', 'document'],
  within: (settings, onInvalid) => readable(Object.values(settings as PathRules), onInvalid),
  check(settings, context) {
    const rules = Object.entries(settings as PathRules)
    if (rules.length === 0) return ['json names no path']
    return rules.flatMap(([path, written]) => {
      if (readJsonPath(path) === undefined) return [`"${path}" is not a path, such as address.city or phones[].number`]
      return checkLeaf(written, context).map((sentence) => `path "${path}": ${sentence}`)
    })
  },
  prepare: (settings, context) =>
    Object.values(settings as PathRules).flatMap((written) =>
      prepareWritten(written, context, { kind: 'text', name: 'JSON string' }),
    ),
  build: (settings, context) => jsonTransform(settings as PathRules, context),
}

function jsonTransform(rules: PathRules, context: BuildContext): ColumnTransform {
  const root: RuleNode = ruleTree(
    Object.entries(rules).map(([path, written]) => ({ path, leaf: leafOf(written, context) })),
  )
  const walk = jsonWalk(root, context)
  const fallback = fallbackOf(context)
  const isText = context.column.kind === 'text'
  const { maxLength = Number.POSITIVE_INFINITY } = context.column
  const notJson = 'it is not JSON'
  const tooLong = 'it became too long, or is nested too deeply'
  const replaced = (row: RowView, field: number, parsed: { value: unknown }): string | undefined => {
    const text = textOfJson(walk(row, field, parsed.value))
    return text !== undefined && text.length <= maxLength ? text : undefined
  }
  return {
    value(row, field, value) {
      if (!isText) return walk(row, field, value)
      const parsed = typeof value === 'string' ? exactJson(value) : undefined
      if (parsed === undefined) return fallback.value(value, notJson)
      return replaced(row, field, parsed) ?? fallback.value(value, tooLong)
    },
    text(row, field, out) {
      const start = row.starts[field] as number
      const end = row.ends[field] as number
      const parsed = exactJson(textOf(row.bytes, start, end))
      if (parsed === undefined) return fallback.text(row.bytes, start, end, out, notJson)
      const text = replaced(row, field, parsed)
      if (text === undefined) return fallback.text(row.bytes, start, end, out, tooLong)
      appendText(out, text)
      return wroteValue
    },
  }
}
