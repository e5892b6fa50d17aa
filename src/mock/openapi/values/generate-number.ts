import type { JsonObject } from '../../../core/json.ts'
import type { Random } from '../../../core/random.ts'

/** A number within the bounds of a schema, in steps of `multipleOf`, of 1 for integers and else of a hundredth. */
export function generateNumber(schema: JsonObject, type: 'integer' | 'number', random: Random): number {
  const step = stepOf(schema, type)
  const low = lowest(schema, step)
  const high = highest(schema, step)
  const from = low ?? (high === undefined ? step : high - 99 * step)
  const to = high ?? from + (type === 'integer' ? 999 * step : 9_999 * step)
  const first = Math.ceil(from / step - 1e-9)
  const last = Math.max(first, Math.floor(to / step + 1e-9))
  const whole = first + random.below(last - first + 1)
  return Number((whole * step).toFixed(decimalsOf(step)))
}

function stepOf({ multipleOf, minimum, maximum }: JsonObject, type: 'integer' | 'number'): number {
  if (typeof multipleOf === 'number' && multipleOf > 0) {
    return type === 'integer' && !Number.isInteger(multipleOf) ? wholeMultiple(multipleOf) : multipleOf
  }
  if (type === 'integer') return 1
  const narrow = typeof minimum === 'number' && typeof maximum === 'number' && maximum - minimum < 0.1
  return narrow ? Math.max((Number(maximum) - Number(minimum)) / 10, Number.MIN_VALUE) : 0.01
}

/** The smallest whole number that is a multiple. */
function wholeMultiple(step: number): number {
  for (let count = 1; count < 1_000; count++) if (Number.isInteger(step * count)) return step * count
  return 1
}

function lowest({ minimum, exclusiveMinimum }: JsonObject, step: number): number | undefined {
  if (typeof exclusiveMinimum === 'number') return exclusiveMinimum + step
  if (typeof minimum !== 'number') return undefined
  return exclusiveMinimum === true ? minimum + step : minimum
}

function highest({ maximum, exclusiveMaximum }: JsonObject, step: number): number | undefined {
  if (typeof exclusiveMaximum === 'number') return exclusiveMaximum - step
  if (typeof maximum !== 'number') return undefined
  return exclusiveMaximum === true ? maximum - step : maximum
}

function decimalsOf(step: number): number {
  const [, decimals = '', exponent = '0'] = /^\d+(?:\.(\d+))?(?:e-(\d+))?$/.exec(String(step)) ?? []
  return Math.min(20, decimals.length + Number(exponent))
}
