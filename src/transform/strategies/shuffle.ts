import type { ShuffleSettings } from '../../core/treatment/settings.ts'
import { valueTransform } from '../forms/text-form.ts'
import { type ValuesByGroup, valuesByGroup } from '../forms/values-by-group.ts'
import type { BuildContext, StrategyDefinition } from '../strategy.ts'

/**
 * Values of the column change places within a group of rows. Each distinct value becomes the next one in a keyed order of
 * the group's distinct values, so that equal values stay equal, and no value stays what it is.
 */
export const shuffle: StrategyDefinition = {
  keepsUnique: () => false,
  fits: ['text', 'uuid', 'integer', 'float', 'decimal', 'boolean', 'date', 'timestamp', 'time'],
  check(settings, context) {
    const { within = [] } = settings as ShuffleSettings
    const { column, table } = context.source
    const own = context.field(column)?.type
    if (own?.name !== context.column.name || own.kind !== context.column.kind)
      return ['shuffle is for a whole column, not for a part of it']
    if (within.includes(column)) return ['a column cannot be its own group']
    return within
      .filter((name) => context.field(name) === undefined)
      .map((name) => `there is no column "${name}" in ${table}`)
  },
  prepare(settings, context) {
    const { within = [] } = settings as ShuffleSettings
    const { system, table, column } = context.source
    const values = valuesByGroup(context.keyed.derive('shuffle'), context.place)
    const groupFields = within.map((_, index) => index + 1)
    return [
      {
        key: keyOf(settings as ShuffleSettings, context),
        scans: [
          {
            system,
            table,
            columns: [column, ...within],
            visit(row) {
              if ((row.starts[0] as number) >= 0) values.add(row.value(0), row, groupFields)
            },
          },
        ],
        result: () => values,
      },
    ]
  },
  build(settings, context) {
    const { within = [] } = settings as ShuffleSettings
    const values = context.prepared.get(keyOf(settings as ShuffleSettings, context)) as ValuesByGroup
    const groupFields = within.map((name) => context.field(name)?.number ?? -1)
    return valueTransform(
      context,
      (_text, row, value) => values.next(value, row, groupFields),
      'its group holds no other value',
    )
  },
}

function keyOf({ within = [] }: ShuffleSettings, { source }: BuildContext): string {
  return JSON.stringify(['shuffle', source.system, source.table, source.column, ...within])
}
