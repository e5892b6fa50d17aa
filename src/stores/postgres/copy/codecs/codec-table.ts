import type { BinaryCodec, TextCodec } from './codec.ts'
import { date, dateText, time, timestamp, timestampText, timestamptz, timestamptzText, timetz } from './dates.ts'
import { json, jsonb, jsonText } from './json.ts'
import { money, moneyText } from './money.ts'
import { bits, cidr, hardwareAddress, inet } from './network.ts'
import { float4, float8, floatText, int2, int4, int8, integerText, oid } from './numbers.ts'
import { numeric, numericText } from './numeric.ts'
import { asPrinted, bool, boolText, bytea, byteaText, text, uuid, versionedText } from './plain.ts'
import { char } from './single-byte.ts'

/** The forms of values that can be read without making a JavaScript value of them, and all but UUIDs be replaced so. */
export type FastForm = 'text' | 'int2' | 'int4' | 'int8' | 'oid' | 'date' | 'timestamp' | 'uuid'

export interface CodecEntry {
  binary: BinaryCodec
  text: TextCodec
  fast?: FastForm
}

/** By the function that the server sends values of a type with, which says how their bytes are meant. */
export const codecs: Readonly<Record<string, CodecEntry>> = {
  textsend: { binary: text, text: asPrinted, fast: 'text' },
  varcharsend: { binary: text, text: asPrinted, fast: 'text' },
  bpcharsend: { binary: text, text: asPrinted, fast: 'text' },
  namesend: { binary: text, text: asPrinted, fast: 'text' },
  citextsend: { binary: text, text: asPrinted, fast: 'text' },
  enum_send: { binary: text, text: asPrinted, fast: 'text' },
  xml_send: { binary: text, text: asPrinted, fast: 'text' },
  charsend: { binary: char, text: asPrinted },
  ltree_send: { binary: versionedText, text: asPrinted },
  boolsend: { binary: bool, text: boolText },
  int2send: { binary: int2, text: integerText, fast: 'int2' },
  int4send: { binary: int4, text: integerText, fast: 'int4' },
  int8send: { binary: int8, text: integerText, fast: 'int8' },
  oidsend: { binary: oid, text: integerText, fast: 'oid' },
  float4send: { binary: float4, text: floatText },
  float8send: { binary: float8, text: floatText },
  numeric_send: { binary: numeric, text: numericText },
  cash_send: { binary: money, text: moneyText },
  date_send: { binary: date, text: dateText, fast: 'date' },
  timestamp_send: { binary: timestamp, text: timestampText, fast: 'timestamp' },
  timestamptz_send: { binary: timestamptz, text: timestamptzText, fast: 'timestamp' },
  time_send: { binary: time, text: asPrinted },
  timetz_send: { binary: timetz, text: asPrinted },
  uuid_send: { binary: uuid, text: asPrinted, fast: 'uuid' },
  byteasend: { binary: bytea, text: byteaText },
  json_send: { binary: json, text: jsonText },
  jsonb_send: { binary: jsonb, text: jsonText },
  inet_send: { binary: inet, text: asPrinted },
  cidr_send: { binary: cidr, text: asPrinted },
  macaddr_send: { binary: hardwareAddress(6), text: asPrinted },
  macaddr8_send: { binary: hardwareAddress(8), text: asPrinted },
  bit_send: { binary: bits, text: asPrinted },
  varbit_send: { binary: bits, text: asPrinted },
}

/**
 * Types whose binary form holds numbers of objects, which are others in another database; as text, they are names. (A
 * plain `oid` is just a number.)
 */
export const namesOfObjects: ReadonlySet<string> = new Set(
  [
    'proc',
    'procedure',
    'oper',
    'operator',
    'class',
    'type',
    'role',
    'namespace',
    'config',
    'dictionary',
    'collation',
    'database',
  ].map((name) => `reg${name}send`),
)
