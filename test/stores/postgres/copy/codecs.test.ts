import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { byteSink } from '../../../../src/core/rows/byte-sink.ts'
import { arrayCodec } from '../../../../src/stores/postgres/copy/codecs/array.ts'
import { arrayTextCodec, compositeTextCodec } from '../../../../src/stores/postgres/copy/codecs/array-text.ts'
import { dateFromDays, formatDate, parseDate } from '../../../../src/stores/postgres/copy/codecs/calendar.ts'
import { type BinaryCodec, Misfit, type TextCodec } from '../../../../src/stores/postgres/copy/codecs/codec.ts'
import { codecs } from '../../../../src/stores/postgres/copy/codecs/codec-table.ts'
import { compositeCodec } from '../../../../src/stores/postgres/copy/codecs/composite.ts'
import { formatJson, parseJson } from '../../../../src/stores/postgres/copy/codecs/json.ts'
import { float4 } from '../../../../src/stores/postgres/copy/codecs/numbers.ts'
import { asPrinted, text } from '../../../../src/stores/postgres/copy/codecs/plain.ts'
import { type Databases, startDatabases } from '../../../scenario/databases.ts'

let databases: Databases
beforeAll(async () => {
  databases = await startDatabases(['trial'])
})
afterAll(() => databases[Symbol.asyncDispose]())

function encoded(codec: BinaryCodec, value: unknown): Uint8Array {
  const sink = byteSink(4)
  codec.encode(value, sink)
  return sink.bytes.slice(0, sink.length)
}

function decoded(codec: BinaryCodec, bytes: Uint8Array): unknown {
  return codec.decode(Buffer.concat([Buffer.from('..'), bytes, Buffer.from('.')]), 2, 2 + bytes.length)
}

const digits = fc.stringMatching(/^[1-9]\d{0,30}$/)
const decimals = fc
  .tuple(fc.constantFrom('', '-'), fc.oneof(digits, fc.constant('0')), fc.stringMatching(/^\d{0,20}$/))
  .map(
    ([sign, whole, fraction]) =>
      `${/[1-9]/.test(whole + fraction) ? sign : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`,
  )
const days = fc.integer({ min: -2_440_588, max: 2_145_031_948 }).map((day) => formatDate(dateFromDays(day)))
const clocks = fc
  .tuple(fc.nat(23), fc.nat(59), fc.nat(59), fc.stringMatching(/^(\.\d{0,5}[1-9])?$/))
  .map(([h, m, s, fraction]) => `${[h, m, s].map((part) => String(part).padStart(2, '0')).join(':')}${fraction}`)
const moments = fc
  .tuple(fc.integer({ min: -2_000_000, max: 100_000_000 }), clocks)
  .map(([day, clock]) => `${formatDate(dateFromDays(day))}T${clock}`)
const int64 = fc
  .bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
  .map((value) => (Number.isSafeInteger(Number(value)) ? Number(value) : value))
const words = fc.string({ unit: 'grapheme' }).filter((word) => !word.includes('\0'))
const v6 = fc.ipV6()

/** For each way of sending, the type in SQL, and values in their form in JavaScript. */
const samples: Readonly<Record<string, [type: string, values: fc.Arbitrary<unknown>]>> = {
  textsend: ['text', words],
  int2send: ['smallint', fc.integer({ min: -32768, max: 32767 })],
  int4send: ['integer', fc.integer()],
  int8send: ['bigint', int64],
  oidsend: ['oid', fc.integer({ min: 0, max: 4294967295 })],
  float4send: ['real', fc.float().map((value) => decoded(float4, encoded(float4, value)))],
  float8send: ['float8', fc.double()],
  numeric_send: ['numeric', fc.oneof(decimals, fc.constantFrom('NaN', 'Infinity', '-Infinity'))],
  cash_send: [
    'money',
    fc
      .tuple(fc.bigInt({ min: -(2n ** 55n), max: 2n ** 55n }), fc.stringMatching(/^\d\d$/))
      .map(([whole, cents]) => `${whole}.${cents}`),
  ],
  boolsend: ['boolean', fc.boolean()],
  date_send: ['date', fc.oneof(days, fc.constantFrom('infinity', '-infinity'))],
  timestamp_send: ['timestamp', fc.oneof(moments, fc.constantFrom('infinity', '-infinity'))],
  timestamptz_send: ['timestamptz', moments.map((moment) => `${moment}Z`)],
  time_send: ['time', clocks],
  timetz_send: [
    'timetz',
    fc.tuple(clocks, fc.constantFrom('+00', '-08', '+05:30', '+12:45')).map(([clock, zone]) => clock + zone),
  ],
  uuid_send: ['uuid', fc.uuid()],
  byteasend: ['bytea', fc.uint8Array().map((bytes) => new Uint8Array(bytes))],
  inet_send: [
    'inet',
    fc.oneof(
      fc.ipV4(),
      fc.tuple(fc.ipV4(), fc.nat(31)).map(([address, bits]) => `${address}/${bits}`),
      fc.constantFrom('::1', '2001:db8::/64', '::ffff:1.2.3.4'),
    ),
  ],
  cidr_send: ['cidr', fc.constantFrom('10.0.0.0/8', '192.168.1.0/24', '2001:db8::/32', '::/0', '1.2.3.4/32')],
  macaddr_send: ['macaddr', fc.constantFrom('08:00:2b:01:02:03', 'ff:ff:ff:ff:ff:ff')],
  varbit_send: ['bit varying', fc.stringMatching(/^[01]{0,40}$/)],
}

describe.each(Object.entries(samples))('%s', (send, [type, values]) => {
  const { binary, text: textCodec } = codecs[send] as { binary: BinaryCodec; text: TextCodec }

  test('what is encoded decodes to the same', () => {
    fc.assert(fc.property(values, (value) => void expect(decoded(binary, encoded(binary, value))).toEqual(value)))
    fc.assert(fc.property(values, (value) => void expect(textCodec.parse(textCodec.format(value))).toEqual(value)))
  })

  test('the server means the same by its binary form and by its text', async () => {
    const list = fc.sample(values, 60)
    const sink = Buffer.concat(list.map((value) => encoded(binary, value)))
    let at = 0
    const pieces = list.map((value) => {
      const { length } = encoded(binary, value)
      at += length
      return sink.subarray(at - length, at).toString('hex')
    })
    const { rows } = (await databases.stores.trial?.query(
      `select encode(${send}(value::${type}), 'hex') as sent from unnest($1::text[]) with ordinality as t (value, n) order by n`,
      [list.map((value) => textCodec.format(value))],
    )) ?? { rows: [] }
    expect(rows.map(({ sent }) => sent)).toEqual(pieces)
  })
})

test('an IPv6 address is written as the server writes it', async () => {
  const { binary } = codecs.inet_send as { binary: BinaryCodec }
  const list = fc.sample(v6, 200)
  const result = await databases.stores.trial?.query(
    'select value::inet::text as text from unnest($1::text[]) as t (value)',
    [list],
  )
  expect(list.map((value) => decoded(binary, encoded(binary, value)))).toEqual(
    result?.rows.map(({ text }) => String(text).replace(/\/128$/, '')),
  )
})

test('arrays and composites decode to what was encoded, in both forms, whatever is in them', () => {
  const items = fc.array(fc.option(words), { minLength: 1 })
  const nested = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })).chain(([rows, columns]) =>
    fc.array(fc.array(fc.option(words), { minLength: columns, maxLength: columns }), {
      minLength: rows,
      maxLength: rows,
    }),
  )
  const binary = arrayCodec(text, 25)
  const printed = arrayTextCodec(asPrinted)
  fc.assert(
    fc.property(fc.oneof(items, nested, fc.constant([])), (value) => {
      expect(decoded(binary, encoded(binary, value))).toEqual(value)
      expect(printed.parse(printed.format(value))).toEqual(value)
    }),
  )
  const names = ['a', '__proto__', 'c d']
  const record = compositeCodec(names.map((name) => ({ name, oid: 25, codec: text })))
  const recordText = compositeTextCodec(names.map((name) => ({ name, codec: asPrinted })))
  fc.assert(
    fc.property(fc.tuple(...names.map(() => fc.option(words))), (list) => {
      const value = Object.fromEntries(names.map((name, index) => [name, list[index]]))
      expect(decoded(record, encoded(record, value))).toEqual(value)
      expect(recordText.parse(recordText.format(value))).toEqual(value)
    }),
  )
})

test('JSON keeps numbers that a double cannot hold, and no others as text', () => {
  const source = '{"a":12345678901234567890,"b":0.1000000000000000055,"c":1e400,"d":[1.5,-0.25]}'
  expect(formatJson(parseJson(source))).toBe(source)
  expect(parseJson('[1.50, 1e2, 100, 0.10, 0e5]')).toEqual([1.5, 100, 100, 0.1, 0])
})

test.each<[string, unknown]>([
  ['int2send', 32768],
  ['int4send', 1.5],
  ['int8send', 2n ** 63n],
  ['numeric_send', 'twelve'],
  ['float8send', 'much'],
  ['boolsend', 'true'],
  ['date_send', '2026-02-29'],
  ['timestamp_send', 'yesterday'],
  ['time_send', '25:00'],
  ['uuid_send', '1234'],
  ['byteasend', 'text'],
  ['inet_send', '1.2.3'],
  ['macaddr_send', '08:00'],
  ['varbit_send', '012'],
  ['textsend', 'a\0b'],
  ['charsend', 'ab'],
])('%s refuses what it cannot hold', (send, value) => {
  const { binary } = codecs[send] as { binary: BinaryCodec }
  expect(() => encoded(binary, value)).toThrow(Misfit)
})

test('the calendar has the days that it has', () => {
  expect(parseDate('1970-01-01')).toBe(0)
  expect(parseDate('0000-02-29')).toBe(-719469)
  expect(() => parseDate('1900-02-29')).toThrow(Misfit)
})
