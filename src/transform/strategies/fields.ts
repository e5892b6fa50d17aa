import { suggestion } from '../../core/nearest.ts'
import type { ColumnType, Value } from '../../core/rows/column-type.ts'
import type { ColumnTransform } from '../../core/rows/table-transform.ts'
import type { WrittenTreatment } from '../../core/treatment/settings.ts'
import { fallbackOf } from '../forms/fallback.ts'
import { buildWritten, checkWritten, prepareWritten, readable } from '../forms/written.ts'
import type { BuildContext, StrategyDefinition } from '../strategy.ts'

type FieldRules = Readonly<Record<string, WrittenTreatment>>

/** The fields of a composite value. Each has to be covered, by its name or by `*`. */
export const fields: StrategyDefinition = {
  keepsUnique: () => false,
  fits: ['composite'],
  within: (settings, onInvalid) => readable(Object.values(settings as FieldRules), onInvalid),
  check(settings, context) {
    const rules = settings as FieldRules
    const known = (context.column.fields ?? []).map(({ name }) => name)
    const unknown = Object.keys(rules).filter((name) => name !== '*' && !known.includes(name))
    return [
      ...unknown.map((name) => `${context.column.name} has no field "${name}"; ${suggestion(name, known)}`),
      ...(context.column.fields ?? []).flatMap(({ name, type }) => {
        const rule = ruleFor(rules, name)
        if (rule === undefined) return [`no rule covers the field "${name}"`]
        return checkWritten(rule, context, type, `field "${name}"`)
      }),
    ]
  },
  prepare: (settings, context) =>
    (context.column.fields ?? []).flatMap(({ name, type }) =>
      prepareWritten(ruleFor(settings as FieldRules, name) ?? 'redact', context, type),
    ),
  build(settings, context) {
    const transforms = transformsOf(settings as FieldRules, context)
    const fallback = fallbackOf(context)
    return {
      value(row, field, value) {
        if (typeof value !== 'object' || value === null || Array.isArray(value))
          return fallback.value(value, 'it is not a composite value')
        return Object.fromEntries(
          Object.entries(value).map(([name, own]: [string, Value]) => {
            if (!transforms.has(name)) return [name, null]
            const inner = transforms.get(name)
            const isNull = own === null || own === undefined
            return [
              name,
              inner === undefined || (isNull && inner.fillsNull !== true) ? own : inner.value(row, field, own),
            ]
          }),
        )
      },
    }
  },
}

function ruleFor(rules: FieldRules, name: string): WrittenTreatment | undefined {
  return Object.hasOwn(rules, name) ? rules[name] : rules['*']
}

function transformsOf(rules: FieldRules, context: BuildContext): ReadonlyMap<string, ColumnTransform | undefined> {
  const { column }: { column: ColumnType } = context
  return new Map(
    (column.fields ?? []).map(({ name, type }) => [
      name,
      buildWritten(ruleFor(rules, name) ?? 'redact', context, type),
    ]),
  )
}
