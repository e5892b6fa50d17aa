import { suggestion } from '../../core/nearest.ts'
import { asColumnValue } from '../forms/column-value.ts'
import { valueTransform } from '../forms/text-form.ts'
import type { StrategyDefinition } from '../strategy.ts'

/**
 * A function of the user's own. What it throws is dropped, since it may hold the value; what it returns has to fit the
 * column.
 */
export const userFunction: StrategyDefinition = {
  keepsUnique: () => false,
  fits: 'all',
  check(settings, { functions }) {
    const name = settings as string
    if (!/^.+#[A-Za-z_$][\w$]*$/.test(name)) return [`"${name}" is not MODULE#FUNCTION`]
    return functions.has(name) ? [] : [`there is no function "${name}"; ${suggestion(name, [...functions.keys()])}`]
  },
  build(settings, context) {
    const call = context.functions.get(settings as string)
    const about = { column: context.place }
    const replace = (_text: string, _row: unknown, value: unknown): unknown => {
      try {
        const result = call?.(value, about)
        if (result instanceof Promise) return undefined
        return result === null || result === undefined ? nothing : asColumnValue(context.column, result)
      } catch {
        return undefined
      }
    }
    const nothing = context.nullable ? null : undefined
    return valueTransform(context, replace, `${settings} threw, or gave what the column cannot hold`)
  },
}
