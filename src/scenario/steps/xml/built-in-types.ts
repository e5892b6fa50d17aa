/** Why a text is no value of a type that XML Schema brings (part 2, 3); nothing when it is one, or the type has no rule here. */
export function builtIn(text: string, type: string): string | undefined {
  const value = text.trim()
  const range = Object.hasOwn(ranges, type) ? ranges[type] : undefined
  if (range !== undefined) {
    const [least, most] = range
    if (!/^[+-]?\d{1,100}$/.test(value)) return 'is no whole number'
    const number = BigInt(value.replace(/^\+/, ''))
    const fits = (least === undefined || number >= least) && (most === undefined || number <= most)
    return fits ? undefined : `is no ${type}: it is too large or too small`
  }
  const pattern = Object.hasOwn(patterns, type) ? patterns[type] : undefined
  if (pattern !== undefined && !pattern.test(value)) return `is no ${type}`
  return (type === 'date' || type === 'dateTime') && !isDay(value) ? `is no ${type}` : undefined
}

type Range = readonly [bigint | undefined, bigint | undefined]

const signed = (bits: bigint): Range => [-(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n]
const unsigned = (bits: bigint): Range => [0n, 2n ** bits - 1n]

const ranges: Readonly<Record<string, Range>> = {
  integer: [undefined, undefined],
  long: signed(64n),
  int: signed(32n),
  short: signed(16n),
  byte: signed(8n),
  nonNegativeInteger: [0n, undefined],
  positiveInteger: [1n, undefined],
  nonPositiveInteger: [undefined, 0n],
  negativeInteger: [undefined, -1n],
  unsignedLong: unsigned(64n),
  unsignedInt: unsigned(32n),
  unsignedShort: unsigned(16n),
  unsignedByte: unsigned(8n),
}

const zone = '(Z|[+-]\\d\\d:\\d\\d)?'
const day = '-?\\d{4,}-\\d\\d-\\d\\d'
const time = '([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d+)?'

const patterns: Readonly<Record<string, RegExp>> = {
  boolean: /^(true|false|0|1)$/,
  decimal: /^[+-]?(\d+(\.\d*)?|\.\d+)$/,
  float: /^([+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|-?INF|NaN)$/,
  double: /^([+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|-?INF|NaN)$/,
  date: new RegExp(`^${day}${zone}$`),
  dateTime: new RegExp(`^${day}T${time}${zone}$`),
  time: new RegExp(`^${time}${zone}$`),
  gYear: new RegExp(`^-?\\d{4,}${zone}$`),
  gYearMonth: new RegExp(`^-?\\d{4,}-(0[1-9]|1[0-2])${zone}$`),
  duration: /^-?P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/,
  hexBinary: /^([0-9a-fA-F]{2})*$/,
  base64Binary: /^([A-Za-z0-9+/]\s?)*(=\s?){0,2}$/,
  language: /^[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*$/,
  NCName: /^[\p{L}_][\p{L}\p{N}._-]*$/u,
  ID: /^[\p{L}_][\p{L}\p{N}._-]*$/u,
  QName: /^([\p{L}_][\p{L}\p{N}._-]*:)?[\p{L}_][\p{L}\p{N}._-]*$/u,
}

/** Whether the calendar has the day that a date begins with. */
function isDay(value: string): boolean {
  const [date = ''] = /^\d{4}-\d\d-\d\d/.exec(value) ?? []
  const at = new Date(`${date}T00:00:00Z`)
  return date === '' || (!Number.isNaN(at.getTime()) && at.toISOString().startsWith(date))
}
