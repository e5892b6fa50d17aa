import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ColumnType, Value, ValueKind } from '../../../src/core/rows/column-type.ts'
import { readTreatment, strategyNames } from '../../../src/core/treatment/read-treatment.ts'
import type { WrittenTreatment } from '../../../src/core/treatment/settings.ts'
import { asColumnValue } from '../../../src/transform/forms/column-value.ts'
import { numberOfMoment } from '../../../src/transform/forms/moment.ts'
import { strategies } from '../../../src/transform/strategies.ts'
import { keepsUnique } from '../../../src/transform/treatments.ts'
import { built, byText, byValue, rowIdentity, rowOf, type Trial } from './trial.ts'

/** A column of each kind, with limits, and values for it. */
const columns: Readonly<Record<string, { type: ColumnType; values: fc.Arbitrary<Value> }>> = {
  text: {
    type: { kind: 'text', name: 'character varying(60)', maxLength: 60 },
    values: fc.oneof(
      fc.string({ unit: 'grapheme-ascii', minLength: 8, maxLength: 60 }),
      fc.string({ unit: 'binary', minLength: 8, maxLength: 30 }).filter((text) => !text.includes('\0')),
      fc.stringMatching(/^[A-Z]{2}\d{8,12}$/),
      fc.constantFrom('Łódź, ul. Długa 7', 'Müller-Lüdenscheidt', 'Иванов Иван', '', ' '),
    ),
  },
  uuid: { type: { kind: 'uuid', name: 'uuid' }, values: fc.uuid() },
  integer: {
    type: { kind: 'integer', name: 'integer', range: [-2147483648n, 2147483647n] },
    values: fc.integer(),
  },
  bigint: {
    type: { kind: 'integer', name: 'bigint', range: [-9223372036854775808n, 9223372036854775807n] },
    values: fc
      .bigInt({ min: -9223372036854775808n, max: 9223372036854775807n })
      .map((value) => (Number.isSafeInteger(Number(value)) ? Number(value) : value)),
  },
  float: { type: { kind: 'float', name: 'double precision' }, values: fc.double({ min: -1e9, max: 1e9, noNaN: true }) },
  decimal: {
    type: { kind: 'decimal', name: 'numeric(12,2)', precision: 12, scale: 2 },
    values: fc.bigInt({ min: -999999999999n, max: 999999999999n }).map(
      (units) =>
        `${units < 0n ? '-' : ''}${String(units < 0n ? -units : units)
          .padStart(3, '0')
          .replace(/(\d\d)$/, '.$1')}`,
    ),
  },
  boolean: { type: { kind: 'boolean', name: 'boolean' }, values: fc.boolean() },
  date: {
    type: { kind: 'date', name: 'date' },
    values: fc.date({ min: new Date('1000-01-01'), max: new Date('3000-01-01'), noInvalidDate: true }).map(isoDate),
  },
  timestamp: {
    type: { kind: 'timestamp', name: 'timestamp with time zone', zoned: true },
    values: fc
      .date({ min: new Date('1800-01-01'), max: new Date('2200-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString().replace('Z', '123Z')),
  },
  time: { type: { kind: 'time', name: 'time' }, values: fc.constantFrom('12:30:00', '00:00:00.5') },
  bytes: { type: { kind: 'bytes', name: 'bytea' }, values: fc.uint8Array() },
  json: { type: { kind: 'json', name: 'jsonb' }, values: fc.dictionary(fc.string(), fc.string()) },
  array: {
    type: { kind: 'array', name: 'text[]', element: { kind: 'text', name: 'text' } },
    values: fc.array(fc.string({ minLength: 1 })),
  },
  composite: {
    type: { kind: 'composite', name: 'place', fields: [{ name: 'city', type: { kind: 'text', name: 'text' } }] },
    values: fc.record({ city: fc.string({ minLength: 1 }) }),
  },
  document: { type: { kind: 'document', name: 'object' }, values: fc.dictionary(fc.string(), fc.string()) },
  inet: { type: { kind: 'other', name: 'inet' }, values: fc.oneof(fc.ipV4(), fc.ipV6()) },
}

/** Settings of each strategy that are tried on every kind of column that it fits. */
const samples: Readonly<
  Record<string, readonly (WrittenTreatment | ((kind: ValueKind, name: string) => WrittenTreatment))[]>
> = {
  keep: ['keep'],
  null: ['null'],
  constant: [(kind) => ({ constant: constants[kind] ?? 'fixed' })],
  redact: ['redact'],
  mask: [{ mask: 'AB-####-????' }, { mask: { first: 1, last: 2 } }, { mask: { last: 2, length: 5, with: '•' } }],
  token: ['token', { token: { alphabet: 'digits', length: 30, prefix: 'T-' } }],
  permute: ['permute'],
  faker: [
    (kind) => ({
      faker: { provider: providers[kind] ?? 'commerce.productName', args: kind === 'integer' ? [{ max: 9999 }] : [] },
    }),
  ],
  shift: [{ shift: { within: '30d' } }, { shift: { within: '400d', identity: 'customer' } }],
  noise: [{ noise: { relative: 0.1 } }, { noise: { absolute: 50 } }],
  generalize: [
    (kind, name) => {
      if (name === 'inet') return { generalize: { network: {} } }
      if (kind === 'date' || kind === 'timestamp') return { generalize: { to: 'month' } }
      return { generalize: kind === 'text' ? { prefix: 2, fill: '0' } : { bucket: 10 } }
    },
  ],
  shuffle: ['shuffle'],
  template: [
    { template: 'x-{token}' },
    { template: { text: '{{{first}}}', parts: { first: { as: { mask: '#########' } } } } },
  ],
  json: [{ json: { '*': 'redact', 'a.b': 'keep' } }],
  each: [{ each: 'token' }],
  fields: [{ fields: { city: 'token' } }],
  scrub: [{ scrub: 'text' }],
  when: [JSON.parse('{"when":[{"column":"other","equals":"x","then":"redact"},{"else":"keep"}]}') as WrittenTreatment],
  function: [{ function: './own.js#own' }],
}

const constants: Partial<Record<ValueKind, string | number | boolean>> = {
  integer: 5,
  float: 2.5,
  decimal: '12.50',
  boolean: true,
  date: '2020-02-29',
  timestamp: '2020-02-29T12:00:00Z',
  time: '10:00:00',
  uuid: '11111111-1111-4111-8111-111111111111',
  json: 'fixed',
  other: '10.0.0.1',
}

const providers: Partial<Record<ValueKind, string>> = {
  integer: 'number.int',
  float: 'number.float',
  decimal: 'commerce.price',
  boolean: 'datatype.boolean',
  date: 'date.past',
  timestamp: 'date.past',
  uuid: 'string.uuid',
}

/** Those of which a replacement may be the value: they keep by what they are, or keep what holds nothing. */
const mayKeep = new Set([
  'keep',
  'generalize',
  'scrub',
  'permute',
  'json',
  'each',
  'fields',
  'when',
  'redact',
  'constant',
  'noise',
  'faker',
])

const cases = Object.entries(samples).flatMap(([name, treatments]) =>
  Object.entries(columns).flatMap(([column, { type }]) => {
    const { fits } = strategies[name as keyof typeof strategies]
    if (fits !== 'all' && !fits.includes(type.kind)) return []
    return treatments.flatMap((sample) => {
      const written = typeof sample === 'function' ? sample(type.kind, type.name) : sample
      if (name === 'shift' && type.kind === 'text') return []
      return [{ name, column, written, label: JSON.stringify(written) }]
    })
  }),
)

const seen: Value[] = []

function trialFor(key: number): Trial {
  return {
    key,
    others: { other: { kind: 'text', name: 'text' } },
    identities: { customer: rowIdentity(5) },
    functions: new Map([['./own.js#own', () => null]]),
    scan({ visit }) {
      for (const value of seen) visit(rowOf([value]))
    },
  }
}

test('the table and the names that a policy may write are the same', () => {
  expect(Object.keys(strategies).filter((name) => name !== 'persona')).toEqual([...strategyNames])
  expect(Object.keys(samples)).toEqual([...strategyNames])
})

describe.each(cases)('$name on $column, as $label', ({ name, column, written }) => {
  const { type, values } = columns[column] as (typeof columns)[string]

  test('all forms agree, and give a value of the column; the key decides', async () => {
    seen.splice(0, seen.length, ...fc.sample(values, { numRuns: 40, seed: 3 }))
    const [one, same, other] = await Promise.all([3, 3, 4].map((key) => built(written, type, trialFor(key))))
    let differs = 0
    fc.assert(
      fc.property(values, (value) => {
        const result = byValue(one?.transform, value, 'x')
        expect(byValue(same?.transform, value, 'x')).toEqual(result)
        if (result !== null) expect(asColumnValue(type, result)).toEqual(result)
        if (one?.transform?.text !== undefined && type.kind === 'text')
          expect(byText(one.transform, value as string, 'x')).toEqual(result)
        expectNumberForm(one?.transform, type, value, result)
        if (!mayKeep.has(name)) expect(result).not.toEqual(value)
        if (JSON.stringify(result, big) !== JSON.stringify(byValue(other?.transform, value, 'x'), big)) differs++
      }),
      { numRuns: 60 },
    )
    if (['token', 'permute'].includes(name)) expect(differs).toBeGreaterThan(0)
  })

  test('distinct values stay distinct where that is promised', async () => {
    if (!keepsUnique(readTreatment(written, 'replace'), type) || name === 'null') return
    const { transform } = await built(written, type, trialFor(3))
    fc.assert(
      fc.property(
        fc.uniqueArray(values, {
          minLength: 2,
          maxLength: 200,
          selector: (value) => JSON.stringify(value, big)?.toLowerCase(),
        }),
        (list) => {
          const results = new Set(list.map((value) => JSON.stringify(byValue(transform, value, 'x'), big)))
          expect(results.size).toBe(list.length)
        },
      ),
      { numRuns: 10 },
    )
  })
})

function big(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value
}

function expectNumberForm(
  transform: Awaited<ReturnType<typeof built>>['transform'],
  type: ColumnType,
  value: Value,
  result: Value,
): void {
  if (transform?.number === undefined) return
  const number = numeric(type, value)
  if (number === undefined) return
  const replaced = transform.number(rowOf([value, 'x']), 0, number)
  if (result === null) expect(replaced).toBeNaN()
  else if (numeric(type, result) !== undefined) expect(replaced + 0).toBe(numeric(type, result))
}

/** The form of a value for `number`. */
function numeric({ kind }: ColumnType, value: Value): number | undefined {
  if (kind === 'integer') return Number.isSafeInteger(value) ? (value as number) : undefined
  if (kind === 'date' || kind === 'timestamp') return numberOfMoment(kind, value as string)
  return undefined
}

function isoDate(date: Date): string {
  return date.toISOString().slice(0, 10)
}
