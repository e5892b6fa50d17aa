import type { ColumnType, Value } from '../../core/rows/column-type.ts'

/** What PostgreSQL calls a type, and a value of it that says nothing. */
const blanksByName: readonly (readonly [RegExp, string])[] = [
  [/^(inet|cidr)$/, '0.0.0.0'],
  [/^macaddr8$/, '00:00:00:00:00:00:00:00'],
  [/^macaddr$/, '00:00:00:00:00:00'],
  [/^(tsvector|hstore|ltree|xml|bit varying.*)$/, ''],
  [/range$/, 'empty'],
  [/^money$/, '0'],
  [/^interval/, '00:00:00'],
]

/** A value of the type that says nothing, the same for all; `undefined` where none is known. */
export function blankOf(column: ColumnType): Value | undefined {
  if (column.labels !== undefined) return column.labels[0]
  switch (column.kind) {
    case 'text':
      return 'redacted'.slice(0, column.maxLength ?? 8)
    case 'uuid':
      return '00000000-0000-0000-0000-000000000000'
    case 'integer':
      return smallest(column)
    case 'float':
      return 0
    case 'decimal':
      return '0'
    case 'boolean':
      return false
    case 'date':
      return '1970-01-01'
    case 'timestamp':
      return column.zoned === true ? '1970-01-01T00:00:00Z' : '1970-01-01T00:00:00'
    case 'time':
      return '00:00:00'
    case 'bytes':
      return new Uint8Array()
    case 'array':
      return []
    case 'json':
    case 'document':
      return {}
    case 'composite':
      return Object.fromEntries((column.fields ?? []).map(({ name }) => [name, null]))
    case 'other':
      return blanksByName.find(([name]) => name.test(column.name))?.[1]
  }
}

function smallest({ range }: ColumnType): number {
  return range !== undefined && range[0] > 0n ? Number(range[0]) : 0
}
