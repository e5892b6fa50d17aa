import type { ColumnType } from '../../core/rows/column-type.ts'

/** An exact decimal number: `units` at `scale` digits behind the point. */
export interface Decimal {
  units: bigint
  scale: number
}

const shape = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/

/** Reads `12.50`, `-3`, `1e5`; `undefined` for anything else, `NaN` and `Infinity` among it. */
export function parseDecimal(text: string): Decimal | undefined {
  const match = shape.exec(text)
  if (match === null) return undefined
  const [, sign, whole = '', fraction = '', exponent = '0'] = match
  if (whole + fraction === '') return undefined
  const units = BigInt(`${whole}${fraction}`)
  const scale = fraction.length - Number(exponent)
  const signed = sign === '-' ? -units : units
  return scale >= 0 ? { units: signed, scale } : { units: signed * 10n ** BigInt(-scale), scale: 0 }
}

export function formatDecimal({ units, scale }: Decimal): string {
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0')
  const point = digits.length - scale
  return `${units < 0n ? '-' : ''}${digits.slice(0, point)}${scale === 0 ? '' : `.${digits.slice(point)}`}`
}

/** The units that are nearest, and that the column can hold at this scale. */
export function heldUnits(units: bigint, scale: number, { precision, scale: most = 0 }: ColumnType): bigint {
  if (precision === undefined) return units
  const limit = 10n ** BigInt(precision - most + scale) - 1n
  if (units > limit) return limit
  return units < -limit ? -limit : units
}

/** The units of the same number at a larger scale. */
export function unitsAt({ units, scale }: Decimal, larger: number): bigint {
  return units * 10n ** BigInt(larger - scale)
}
