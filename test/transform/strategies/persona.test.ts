import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { keyedFunction } from '../../../src/core/keyed/keyed-function.ts'
import { byteSink } from '../../../src/core/rows/byte-sink.ts'
import type { ColumnType } from '../../../src/core/rows/column-type.ts'
import { openIdentity } from '../../../src/transform/identities/open-identity.ts'
import { type Attribute, attributeNames, attributes } from '../../../src/transform/personas/attributes.ts'
import { loadLocales } from '../../../src/transform/personas/locale-data.ts'
import { locales } from '../../../src/transform/personas/locales.ts'
import { persona } from '../../../src/transform/strategies/persona.ts'
import type { BuildContext } from '../../../src/transform/strategy.ts'
import { rowOf, testKey } from '../personas/rows.ts'

beforeAll(loadLocales)

const text: ColumnType = { kind: 'text', name: 'text' }
const root = keyedFunction(testKey)
const keyed = root.derive('columns')

function contextFor(
  column: ColumnType,
  locale = 'de',
  known = true,
): BuildContext & { begin: (row: ReturnType<typeof rowOf>) => void } {
  const number = locales.indexOf(locale as 'de')
  const identity = openIdentity({ name: 'customer', keyed: root, field: 0, locale: { default: number } })
  return {
    place: 'erp.business_partner.x',
    column,
    nullable: true,
    source: { system: 'erp', table: 'business_partner', column: 'x' },
    field: () => undefined,
    keyed,
    identity: () => (known ? identity : undefined),
    identities: ['customer'],
    columnsOf: () => [],
    functions: new Map(),
    prepared: new Map(),
    onInvalid: 'replace',
    nested: () => undefined,
    checkNested: () => [],
    prepareNested: () => [],
    invalid: () => undefined,
    begin: identity.begin,
  }
}

/** The replacement of `value` in a row about `key`, by both forms where there are two. */
function replaced(attribute: string, key: string | null, value: unknown, column = text, locale = 'de'): unknown {
  const context = contextFor(column, locale)
  const transform = persona.build({ identity: 'customer', attribute }, context)
  if (transform === undefined) throw new Error('nothing was built')
  const row = rowOf(key, typeof value === 'string' ? value : null)
  context.begin(row)
  const result = transform.value(row, 1, value)
  if (column.kind === 'text' && typeof value === 'string') {
    const out = byteSink(1)
    const outcome = transform.text?.(row, 1, out)
    const bytes = new TextDecoder().decode(out.bytes.subarray(0, out.length))
    expect(outcome === 1 ? null : bytes).toBe(result)
  }
  return result
}

describe('docs/reference/personas.md', () => {
  const page = readFileSync(new URL('../../../docs/reference/personas.md', import.meta.url), 'utf8')

  test('says what the attributes are', () => {
    const rows = [...page.matchAll(/^\| `(\w+)` \| (\d*) \| (\d*) \| ([\w ]*?) ?\| (yes)? ?\|/gm)]
    const shorter = { cut: 'cut', made: 'made shorter' }
    expect(rows.map(([, ...cells]) => cells.map((cell) => cell ?? '').join())).toEqual([
      'number,,,,yes',
      ...Object.entries<Attribute>(attributes).map(([name, { least, longest, shorter: how, unique }]) =>
        [name, least, longest, how === undefined ? '' : shorter[how], unique === true ? 'yes' : ''].join(),
      ),
    ])
  })

  const vectors = [...page.matchAll(/^(de|it|ru) (\w+) (.*)$/gm)]

  test.each(vectors.map(([, locale, name, text]) => [locale, name, text] as const))(
    'the vector %s %s',
    (locale, name, text) => {
      expect(vectors.length).toBeGreaterThan(80)
      expect(replaced(name ?? '', 'C20001', name === 'number' ? 'C20001' : 'x', undefined, locale)).toBe(text)
    },
  )
})

test('the number is the same in all its forms', () => {
  const integer: ColumnType = { kind: 'integer', name: 'bigint' }
  const decimal: ColumnType = { kind: 'decimal', name: 'numeric' }
  const number = replaced('number', null, 123, integer)
  expect(replaced('number', null, '123')).toBe(String(number))
  expect(replaced('number', null, '0000123')).toBe(`0000${number}`)
  expect(replaced('number', null, '123', decimal)).toBe(String(number))
  const long = 1_234_567_890_123_456_789n
  expect(String(replaced('number', null, long, integer))).toBe(replaced('number', null, String(long)))
  const transform = persona.build({ identity: 'customer', attribute: 'number' }, contextFor(integer))
  expect(transform?.number?.(rowOf(), 0, 123)).toBe(number)
})

test('a UUID stays one, the same in text', () => {
  const uuid = '3f2504e0-4f89-41d3-9a0c-0305e82c3301'
  const result = replaced('number', null, uuid, { kind: 'uuid', name: 'uuid' })
  expect(result).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
  expect(replaced('number', null, uuid)).toBe(result)
})

test('birth dates come in the form of the column', () => {
  const date = replaced('birthDate', 'C1', '1990-01-01', { kind: 'date', name: 'date' })
  expect(date).toBe(replaced('birthDate', 'C1', 'x'))
  const stamp: ColumnType = { kind: 'timestamp', name: 'timestamp', zoned: true }
  expect(replaced('birthDate', 'C1', '1990-01-01T00:00:00Z', stamp)).toBe(`${date}T00:00:00Z`)
  const context = contextFor(stamp)
  const transform = persona.build({ identity: 'customer', attribute: 'birthDate' }, context)
  context.begin(rowOf('C1'))
  expect(transform?.number?.(rowOf('C1'), 1, 5)).toBe(Date.parse(String(date)) * 1000)
})

describe('without a key', () => {
  test('the value stands for the identity: equal values meet, and meet nobody else', () => {
    const [one, same, other, keyOfThat] = [
      replaced('email', null, 'anna@real.example'),
      replaced('email', '  ', 'Anna@Real.example'),
      replaced('email', null, 'bert@real.example'),
      replaced('email', 'anna@real.example', 'x'),
    ]
    expect(one).toBe(same)
    expect(new Set([one, other, keyOfThat]).size).toBe(3)
    expect(one).not.toContain('anna@')
  })
})

test('NULL stays, and nobody but Russians has a patronymic', () => {
  expect(replaced('lastName', 'C1', null)).toBe(null)
  expect(replaced('patronymic', 'C1', 'x')).toBe(null)
  expect(replaced('patronymic', 'C1', 'x', text, 'ru')).toMatch(/(ич|на)$/)
})

test('sex takes the form of the column', () => {
  const short: ColumnType = { kind: 'text', name: 'character(1)', maxLength: 1 }
  const labels: ColumnType = { kind: 'other', name: 'gender', labels: ['UNKNOWN', 'M', 'W'] }
  const all = Array.from({ length: 30 }, (_, number) => `C${number}`)
  const pairs = all.map((key) =>
    [
      replaced('sex', key, 'x'),
      replaced('sex', key, 'x', short),
      replaced('sex', key, 'x', labels),
      replaced('sex', key, 1, { kind: 'integer', name: 'smallint' }),
    ].join(),
  )
  expect(new Set(pairs)).toEqual(new Set(['female,f,W,2', 'male,m,M,1']))
})

test('long texts are cut to the column at whole characters', () => {
  const column: ColumnType = { kind: 'text', name: 'character varying(8)', maxLength: 8 }
  for (let number = 0; number < 50; number += 1) {
    const name = String(replaced('name', `C${number}`, 'x', column, 'ru'))
    expect([...name].length).toBeLessThanOrEqual(8)
    expect(name).not.toContain('\ufffd')
  }
})

describe('what is wrong is said before the first row', () => {
  const sentences = (attribute: string, column: ColumnType, known = true) =>
    persona.check?.({ identity: 'customer', attribute }, contextFor(column, 'de', known)) ?? []

  test.each([
    ['an attribute that there is not', 'shoeSize', text, /no attribute shoeSize/],
    [
      'too short a column',
      'email',
      { kind: 'text', name: 'character varying(20)', maxLength: 20 },
      /too short for email/,
    ],
    [
      'too short for an account',
      'iban',
      { kind: 'text', name: 'character(22)', maxLength: 22 },
      /too short for iban.* 33/,
    ],
    ['a wrong type', 'lastName', { kind: 'date', name: 'date' }, /lastName cannot be used on date/],
    ['an enumeration', 'city', { kind: 'text', name: 'kind', labels: ['a'] }, /takes only some values/],
    ['fractions', 'number', { kind: 'decimal', name: 'numeric(9,2)', scale: 2 }, /whole numbers/],
  ] as const)('%s', (_name, attribute, column, sentence) => {
    expect(sentences(attribute, column as ColumnType)).toEqual([expect.stringMatching(sentence)])
  })

  test('a table in which nothing says who a row is about', () => {
    expect(sentences('email', text, false)).toEqual([expect.stringMatching(/says which customer a row is about/)])
    expect(sentences('number', text, false)).toEqual([])
  })

  test('nothing, where all is well', () => {
    for (const name of attributeNames) expect(sentences(name, text)).toEqual([])
    expect(sentences('email', { kind: 'text', name: 'character varying(30)', maxLength: 30 })).toEqual([])
  })
})

test('keys, e-mails and logins keep what is unique', () => {
  const unique = attributeNames.filter((attribute) => persona.keepsUnique({ identity: 'customer', attribute }, text))
  expect(unique).toEqual(['number', 'email', 'login'])
})
