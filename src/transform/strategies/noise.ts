import { byteSink } from '../../core/rows/byte-sink.ts'
import type { ColumnType, Value } from '../../core/rows/column-type.ts'
import type { ColumnTransform } from '../../core/rows/table-transform.ts'
import type { NoiseSettings } from '../../core/treatment/settings.ts'
import { formatDecimal, heldUnits, parseDecimal, unitsAt } from '../forms/decimal.ts'
import { fallbackOf } from '../forms/fallback.ts'
import { type KeyedDraw, keyedDraw } from '../forms/keyed-draw.ts'
import { appendInteger } from '../forms/number-text.ts'
import type { BuildContext, StrategyDefinition } from '../strategy.ts'

/** A number near the number. The sign and the number of digits behind the point stay; decimals are never rounded to doubles. */
export const noise: StrategyDefinition = {
  keepsUnique: () => false,
  fits: ['integer', 'float', 'decimal'],
  check(settings, { column }) {
    const { relative, absolute } = settings as NoiseSettings
    if ((relative === undefined) === (absolute === undefined)) return ['noise needs one of relative and absolute']
    const most = parseDecimal(String(relative ?? absolute))
    if (most === undefined || most.units <= 0n) return ['the largest change has to be more than 0']
    if (absolute !== undefined && column.kind === 'integer' && Number(absolute) < 1)
      return ['the largest change of whole numbers has to be at least 1']
    return []
  },
  build(settings, context) {
    const change = noiseOf(settings as NoiseSettings, context)
    const fallback = fallbackOf(context)
    const { kind } = context.column
    const value: ColumnTransform['value'] = (_row, _field, value) =>
      changed(context.column, change, value) ?? fallback.value(value, 'it is not a number')
    if (kind !== 'integer') return { value }
    return { value, number: (_row, _field, value) => change.integer(value) }
  },
}

interface Noise {
  integer(value: number): number
  float(value: number): number
  decimal(text: string): string | undefined
}

const steps = 2n ** 42n

function noiseOf({ relative, absolute }: NoiseSettings, { column, keyed }: BuildContext): Noise {
  const draw = keyedDraw(keyed, 'noise')
  const digits = byteSink(32)
  const part = relative === undefined ? undefined : Number(relative)
  const most = Number(absolute ?? 0)
  const exact = parseDecimal(String(relative ?? absolute)) ?? { units: 0n, scale: 0 }
  const [low, high] = limitsOf(column)
  return {
    integer(value) {
      digits.length = 0
      appendInteger(digits, value)
      draw.seed(digits.bytes, 0, digits.length)
      if (value === 0) return part === undefined ? Math.min(Math.round(draw.fraction() * most) || 1, high) : 0
      const reach = part === undefined ? most : Math.abs(value) * part
      return settled(value, Math.round(value + signed(draw) * reach), low, high)
    },
    float(value) {
      if (!Number.isFinite(value)) return value
      seedWith(draw, String(value))
      const result = value + signed(draw) * (part === undefined ? most : value * part)
      if (value === 0 || Math.sign(result) === Math.sign(value)) return result
      return value / 2
    },
    decimal(text) {
      const given = parseDecimal(text)
      if (given === undefined) return /^-?(nan|inf)/i.test(text) ? text : undefined
      seedWith(draw, formatDecimal(given))
      if (given.units === 0n && part !== undefined) return formatDecimal(given)
      const size = given.units < 0n ? -given.units : given.units
      // The reach in units: a part of the number, or so much of its own unit.
      const reach = part === undefined ? reachAt(exact, given.scale) : (size * exact.units) / 10n ** BigInt(exact.scale)
      const delta = (reach * BigInt(Math.floor(signed(draw) * Number(steps)))) / steps
      if (given.units === 0n) return formatDecimal({ units: delta < 0n ? -delta : delta || 1n, scale: given.scale })
      let units = given.units + delta
      if (units > 0n !== given.units > 0n) units = given.units > 0n ? 1n : -1n
      if (units === given.units) units += given.units > 0n ? 1n : -1n
      const held = heldUnits(units, given.scale, column)
      return formatDecimal({ units: held === given.units ? held - (held > 0n ? 1n : -1n) : held, scale: given.scale })
    },
  }
}

function reachAt(exact: { units: bigint; scale: number }, scale: number): bigint {
  return scale >= exact.scale ? unitsAt(exact, scale) : exact.units / 10n ** BigInt(exact.scale - scale)
}

/** In [-1, 1). */
function signed(draw: KeyedDraw): number {
  return draw.fraction() * 2 - 1
}

const encoder = new TextEncoder()

function seedWith(draw: KeyedDraw, text: string): void {
  const bytes = encoder.encode(text)
  draw.seed(bytes, 0, bytes.length)
}

/** Another number of the same sign, and within the limits, as near as can be. */
function settled(value: number, result: number, low: number, high: number): number {
  const smallest = value > 0 ? Math.max(low, 1) : low
  const largest = value < 0 ? Math.min(high, -1) : high
  const near = Math.min(Math.max(result, smallest), largest)
  if (near !== value) return near
  return value < largest ? value + 1 : value - 1
}

function limitsOf({ range }: ColumnType): readonly [number, number] {
  const most = Number.MAX_SAFE_INTEGER
  if (range === undefined) return [-most, most]
  return [Math.max(Number(range[0]), -most), Math.min(Number(range[1]), most)]
}

function changed({ kind, range }: ColumnType, noise: Noise, value: Value): Value | undefined {
  if (kind === 'decimal') return typeof value === 'string' ? noise.decimal(value) : undefined
  if (kind === 'float') return typeof value === 'number' ? noise.float(value) : undefined
  if (Number.isSafeInteger(value)) return noise.integer(value as number)
  if (typeof value !== 'bigint') return undefined
  const text = noise.decimal(String(value))
  const result = BigInt(text ?? value)
  if (range === undefined || (result >= range[0] && result <= range[1])) return result
  return value > 0n ? value - 1n : value + 1n
}
