import type { ColumnType, ValueKind } from '../../../core/rows/column-type.ts'

/* The numbers of PostgreSQL's own types (pg_type.dat); they never change. */
const kinds: Readonly<Record<number, ValueKind>> = {
  16: 'boolean',
  17: 'bytes',
  18: 'text', // "char"
  19: 'text', // name
  20: 'integer', // bigint
  21: 'integer', // smallint
  23: 'integer', // integer
  25: 'text', // text
  26: 'integer', // oid
  114: 'json',
  700: 'float',
  701: 'float',
  790: 'decimal', // money
  1042: 'text', // character
  1043: 'text', // character varying
  1082: 'date',
  1083: 'time',
  1114: 'timestamp',
  1184: 'timestamp', // with time zone
  1266: 'time', // with time zone
  1700: 'decimal', // numeric
  2950: 'uuid',
  3802: 'json', // jsonb
}

const ranges: Readonly<Record<number, readonly [bigint, bigint]>> = {
  20: [-(2n ** 63n), 2n ** 63n - 1n],
  21: [-32_768n, 32_767n],
  23: [-2_147_483_648n, 2_147_483_647n],
  26: [0n, 4_294_967_295n],
}

/** One of the types in `pg_catalog`, with what its modifier says. */
export function builtInType(oid: number, formatted: string, modifier: number): ColumnType {
  const kind = kinds[oid] ?? 'other'
  const range = ranges[oid]
  if (range !== undefined) return { kind, name: formatted, range }
  if (oid === 18) return { kind, name: formatted, maxLength: 1 }
  if (oid === 19) return { kind, name: formatted, maxLength: 63 }
  if (oid === 790) return { kind, name: formatted, precision: 19, scale: 2 }
  if (oid === 1184) return { kind, name: formatted, zoned: true }
  if (oid === 1266) return { kind, name: formatted, zoned: true }
  if (oid === 1042 || oid === 1043) return limitedText(formatted, modifier)
  if (oid === 1700) return limitedDecimal(formatted, modifier)
  return { kind, name: formatted }
}

/** The modifier is the length and 4. */
function limitedText(formatted: string, modifier: number): ColumnType {
  if (modifier < 4) return { kind: 'text', name: formatted }
  return { kind: 'text', name: `${formatted}(${modifier - 4})`, maxLength: modifier - 4 }
}

/** The modifier, less 4, has the precision above 16 bits and the scale as a signed number of 11 bits below. */
function limitedDecimal(formatted: string, modifier: number): ColumnType {
  if (modifier < 4) return { kind: 'decimal', name: formatted }
  const precision = ((modifier - 4) >> 16) & 0xffff
  const scale = (((modifier - 4) & 0x7ff) ^ 0x400) - 0x400
  return { kind: 'decimal', name: `${formatted}(${precision},${scale})`, precision, scale }
}
