/**
 * What a value is, whatever its store calls it. Each kind comes to JavaScript in one form (`Value`):
 *
 * | kind | form |
 * | --- | --- |
 * | text, uuid, other | string |
 * | integer | number, bigint beyond ±2^53 |
 * | float | number |
 * | decimal | string, as `12.50`, `NaN`, `Infinity` |
 * | boolean | boolean |
 * | date | string, as `2026-02-28`; years before 1 as `-0043-03-15` (astronomical), `infinity`, `-infinity` |
 * | timestamp | string, as `2026-02-28T13:45:00.123456`, with `Z` where the type has a time zone; else as dates |
 * | time | string |
 * | bytes | Uint8Array |
 * | json | what JSON.parse gives, numbers that a double cannot hold as their text in a `JSON.rawJSON` object |
 * | array | array of the element's form, nested for more dimensions |
 * | composite | object by field name |
 * | document | object by field name (MongoDB) |
 */
export type ValueKind =
  | 'text'
  | 'uuid'
  | 'integer'
  | 'float'
  | 'decimal'
  | 'boolean'
  | 'date'
  | 'timestamp'
  | 'time'
  | 'bytes'
  | 'json'
  | 'array'
  | 'composite'
  | 'document'
  | 'other'

export type Value = unknown

export interface ColumnType {
  kind: ValueKind
  /** As the store writes it: `character varying(40)`, `string`. */
  name: string
  /** In characters, where the type has a limit. */
  maxLength?: number
  /** Digits in all and behind the point, for decimals with limits. */
  precision?: number
  scale?: number
  /** The smallest and largest value of an integer type. */
  range?: readonly [bigint, bigint]
  /** True for timestamps that stand for a moment, whatever the zone. */
  zoned?: boolean
  /** What an enumeration may hold. */
  labels?: readonly string[]
  /** Of an array. */
  element?: ColumnType
  /** Of a composite. */
  fields?: readonly { name: string; type: ColumnType }[]
}
