const decimalText = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,4}))?$/
const mostDigits = 400

/** An exact decimal number, `units` / 10 ^ `scale`. The scale is kept, so that 12.50 stays 12.50. */
export class Decimal {
  readonly units: bigint
  readonly scale: number

  constructor(units: bigint, scale: number) {
    this.units = units
    this.scale = scale
  }

  toString(): string {
    const digits = (this.units < 0n ? -this.units : this.units).toString().padStart(this.scale + 1, '0')
    const whole = digits.slice(0, digits.length - this.scale)
    const sign = this.units < 0n ? '-' : ''
    return this.scale === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(-this.scale)}`
  }
}

/**
 * The number that a text, a whole number or a floating-point number says; the last by its shortest text, so that 0.1
 * is one tenth. `undefined` for what is not a number, and for one of more than 400 digits.
 */
export function decimalOf(value: string | number | bigint): Decimal | undefined {
  const found = decimalText.exec(String(value))
  if (found === null) return undefined
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = found
  const scale = fraction.length - Number(exponent)
  if (whole.length + fraction.length + Math.abs(Number(exponent)) > mostDigits) return undefined
  const units = BigInt(`${sign === '-' ? '-' : ''}${whole}${fraction}`)
  return scale >= 0 ? new Decimal(units, scale) : new Decimal(units * power(-scale), 0)
}

export function plus(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale)
  return new Decimal(unitsAt(a, scale) + unitsAt(b, scale), scale)
}

export function minus(a: Decimal, b: Decimal): Decimal {
  return plus(a, negative(b))
}

export function times(a: Decimal, b: Decimal): Decimal {
  return new Decimal(a.units * b.units, a.scale + b.scale)
}

export function negative({ units, scale }: Decimal): Decimal {
  return new Decimal(-units, scale)
}

/** Below zero when `a` is less, zero when both are the same number (12.5 and 12.50 are), above zero otherwise. */
export function compare(a: Decimal, b: Decimal): number {
  const { units } = minus(a, b)
  return units < 0n ? -1 : units > 0n ? 1 : 0
}

/** Exactly so many places; what lies in the middle goes to the even neighbour (IEEE 754, roundTiesToEven). */
export function round(value: Decimal, places: number): Decimal {
  if (places >= value.scale) return new Decimal(unitsAt(value, places), places)
  const divisor = power(value.scale - places)
  const quotient = value.units / divisor
  const rest = value.units % divisor
  const twice = (rest < 0n ? -rest : rest) * 2n
  const up = twice > divisor || (twice === divisor && quotient % 2n !== 0n)
  return new Decimal(up ? quotient + (value.units < 0n ? -1n : 1n) : quotient, places)
}

function unitsAt({ units, scale }: Decimal, wanted: number): bigint {
  return units * power(wanted - scale)
}

function power(exponent: number): bigint {
  return 10n ** BigInt(exponent)
}
