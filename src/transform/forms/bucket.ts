import type { ColumnTransform } from '../../core/rows/table-transform.ts'
import type { BuildContext } from '../strategy.ts'
import { formatDecimal, heldUnits, parseDecimal, unitsAt } from './decimal.ts'
import { fallbackOf } from './fallback.ts'

const reason = 'it is not a number'

/** Numbers become the lower end of their bucket: the next multiple of its size downwards. */
export function bucketTransform(size: number | string, context: BuildContext): ColumnTransform {
  const fallback = fallbackOf(context)
  if (context.column.kind === 'decimal')
    return { value: (_row, _field, value) => lowerEnd(value) ?? fallback.value(value, reason) }
  const width = Number(size)
  if (context.column.kind === 'float')
    return {
      value(_row, _field, value) {
        if (typeof value !== 'number') return fallback.value(value, reason)
        return Number.isFinite(value) ? Math.floor(value / width) * width : value
      },
    }
  const lowest = Number(context.column.range?.[0] ?? -Number.MAX_SAFE_INTEGER)
  const number = (value: number): number => Math.max(Math.floor(value / width) * width, lowest)
  return {
    number: (_row, _field, value) => number(value),
    value(_row, _field, value) {
      if (Number.isSafeInteger(value)) return number(value as number)
      return typeof value === 'bigint' ? largeEnd(value) : fallback.value(value, reason)
    },
  }

  function lowerEnd(value: unknown): string | undefined {
    const given = typeof value === 'string' ? parseDecimal(value) : undefined
    const bucket = parseDecimal(String(size))
    if (typeof value === 'string' && /^(nan|[+-]?inf(inity)?)$/i.test(value)) return value
    if (given === undefined || bucket === undefined) return undefined
    const scale = Math.max(given.scale, bucket.scale)
    const finer = 10n ** BigInt(scale - given.scale)
    const units = floored(floored(unitsAt(given, scale), unitsAt(bucket, scale)), finer) / finer
    return formatDecimal({ units: heldUnits(units, given.scale, context.column), scale: given.scale })
  }

  function largeEnd(value: bigint): bigint {
    const end = floored(value, BigInt(size))
    const least = context.column.range?.[0]
    return least !== undefined && end < least ? least : end
  }
}

function floored(units: bigint, width: bigint): bigint {
  const rest = units % width
  return units - (rest < 0n ? rest + width : rest)
}
