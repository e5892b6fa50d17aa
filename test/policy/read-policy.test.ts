import { expect, test } from 'vitest'
import { StandinError } from '../../src/core/error.ts'
import { readPolicy } from '../../src/policy/read-policy.ts'
import { problemsOf } from '../yaml/problems-of.ts'
import { policyText } from './tables.ts'

const read = (text: string) => readPolicy(text, 'policy.yaml')
const problemsIn = (text: string) => problemsOf(() => read(text))
/** A policy with this treatment in line 6, column 12. */
const treated = (treatment: string) =>
  `version: 1\nidentities:\n  customer: { number: erp.partner.code }\ncolumns:\n  erp.partner:\n    email: ${treatment}\n`

test('a policy is read', () => {
  const policy = read(policyText)
  expect(policy.file).toBe('policy.yaml')
  expect(policy.identities.get('customer')).toMatchObject({
    home: { text: 'erp.business_partner.card_code', system: 'erp', parts: ['business_partner', 'card_code'] },
    locale: { from: { column: 'country' }, default: 'de' },
    keys: [
      {
        table: { system: 'shop', table: 'customer_address' },
        column: 'customer_id',
        through: { parts: ['customer', 'id'] },
      },
      { table: { system: 'shop', table: 'order' }, column: 'customer_id' },
    ],
  })
  const [partner] = policy.tables
  expect(partner?.name).toMatchObject({ text: 'erp.business_partner', system: 'erp', table: 'business_partner' })
  expect(partner?.columns[0]).toMatchObject({
    pattern: 'card_code',
    place: { line: 11, column: 5 },
    treatment: {
      strategy: 'persona',
      settings: { identity: 'customer', attribute: 'number' },
      onInvalid: 'replace',
      place: { file: 'policy.yaml', line: 11, column: 16 },
    },
  })
  expect(policy.tables.find(({ name }) => name.table === 'item')?.whole).toMatchObject({ strategy: 'keep' })
})

test('what a treatment says of invalid values goes before what the policy says', () => {
  const policy = read(
    treated('{ mask: "##", onInvalid: fail }\n    name: redact').replace('columns:', 'onInvalid: "null"\ncolumns:'),
  )
  expect(policy.tables[0]?.columns.map(({ treatment }) => treatment.onInvalid)).toEqual(['fail', 'null'])
})

test.each([
  ['keap', 'policy.treatment 6:12 "keap" is not a treatment; did you mean "keep"?'],
  ['null', 'policy.treatment 6:12 expected a treatment, found nothing'],
  ['', 'policy.treatment 6:12 expected a treatment, found nothing'],
  ['mask', 'policy.treatment 6:12 the treatment "mask" needs settings'],
  ['7', 'policy.treatment 6:12 the treatment has to be a word or a map with one strategy'],
  ['[keep]', 'policy.treatment 6:12 the treatment has to be a word or a map with one strategy'],
  ['{}', 'policy.treatment 6:12 the treatment names no strategy'],
  ['{ onInvalid: fail }', 'policy.treatment 6:12 the treatment names no strategy'],
  ['{ mask: "##", token: {} }', 'policy.treatment 6:12 the treatment names several strategies: mask, token'],
  [
    '{ custmer: email }',
    'policy.unknown-treatment 6:14 "custmer" is neither a strategy nor an identity of this policy; did you mean "customer"?',
  ],
  [
    '{ maks: "##" }',
    'policy.unknown-treatment 6:14 "maks" is neither a strategy nor an identity of this policy; did you mean "mask"?',
  ],
  ['{ customer: 7 }', 'policy.treatment 6:12 the treatment "customer" has to name an attribute of a persona'],
  ['{ mask: { frist: 2 } }', 'policy.unknown-key 6:22 unknown key "frist"; did you mean "first"?'],
  ['{ shift: {} }', 'policy.missing-key 6:21 "shift" lacks the key "within"'],
  [
    '{ mask: "##", onInvalid: ignore }',
    'policy.unknown-value 6:37 unknown value, found text "ignore"; expected one of: replace, null, fail',
  ],
  [
    '{ json: { a: { maks: "#" } } }',
    'policy.unknown-treatment 6:27 "maks" is neither a strategy nor an identity of this policy; did you mean "mask"?',
  ],
  ['{ each: null }', 'policy.treatment 6:20 expected a treatment, found nothing'],
  [
    '{ when: [{ column: a, then: hide }, { else: keep }] }',
    'policy.treatment 6:40 "hide" is not a treatment; expected one of: keep, null, constant, redact, mask, token, permute, faker, shift, noise, generalize, shuffle, template, json, each, fields, scrub, when, function',
  ],
  [
    '{ template: { text: "{a}", parts: { a: { as: keap } } } }',
    'policy.treatment 6:57 "keap" is not a treatment; did you mean "keep"?',
  ],
])('the treatment %s is refused', (treatment, problem) => {
  expect(problemsIn(treated(treatment))).toEqual([problem])
})

test.each([
  ['version: 2\ncolumns: {}\n', 'policy.unknown-value 1:10 expected 1, found the number 2'],
  ['version: 1\n', 'policy.missing-key 1:1 the file lacks the key "columns"'],
  ['version: 1\ncolums: {}\n', 'policy.missing-key 1:1 the file lacks the key "columns"'],
  [
    'version: 1\ncolumns: { erp: keep }\n',
    'policy.table-name 2:12 "erp" is not the name of a table, expected SYSTEM.TABLE or SYSTEM.SCHEMA.TABLE',
  ],
  [
    "version: 1\ncolumns: { 'erp.\"a': keep }\n",
    'policy.table-name 2:12 "erp."a" is not the name of a table, expected SYSTEM.TABLE or SYSTEM.SCHEMA.TABLE',
  ],
  ['version: 1\ncolumns: { erp.item: drop }\n', 'policy.unknown-value 2:22 expected keep, found text "drop"'],
  [
    'version: 1\ncolumns:\n  erp.item: keep\n  erp.public.item: keep\n',
    'policy.duplicate-table 4:3 erp.public.item has rules already, in line 3',
  ],
  [
    'version: 1\nidentities: { mask: { number: a.b.c } }\ncolumns: {}\n',
    'policy.identity-name 2:15 an identity cannot be called "mask", which is the name of a strategy',
  ],
  [
    'version: 1\nidentities: { "a b": { number: a.b.c } }\ncolumns: {}\n',
    'policy.identity-name 2:15 "a b" cannot name an identity, expected a letter, then letters, digits, _ and -',
  ],
  [
    'version: 1\nidentities: { customer: { number: erp.code } }\ncolumns: {}\n',
    'policy.column-name 2:35 "erp.code" is not the name of a column, expected SYSTEM.TABLE.COLUMN or SYSTEM.SCHEMA.TABLE.COLUMN',
  ],
  [
    'version: 1\nidentities: { customer: { number: erp.a.b, locale: fr } }\ncolumns: {}\n',
    'policy.unknown-value 2:52 unknown value, found text "fr"; did you mean "de"?',
  ],
  ['version: 1\nlinks: [[erp.item.code]]\ncolumns: {}\n', 'policy.link 2:9 a link needs two columns at least'],
])('%j is refused', (text, problem) => {
  expect(problemsIn(text)).toContain(problem)
})

test('all problems are reported together, in the order of the file', () => {
  const text =
    'version: 1\nidentities: { mask: { number: a } }\ncolumns:\n  erp.a: { x: keap, y: null }\n  erp.b: { z: { maks: 1 } }\n'
  expect(problemsIn(text).map((problem) => problem.split(' ', 2).join(' '))).toEqual([
    'policy.treatment 4:15',
    'policy.treatment 4:24',
    'policy.unknown-treatment 5:17',
  ])
})

test('a column that is to be emptied is told how', () => {
  const error = (() => {
    try {
      return read(treated('null'))
    } catch (thrown) {
      return thrown
    }
  })()
  expect(error).toBeInstanceOf(StandinError)
  expect((error as StandinError).problems[0].remedy).toBe(
    'Say "null", in quotes, for a column that is to be emptied, or `keep` for one that stays as it is.',
  )
})

test('the hash is of what the policy says, not of how it is written', () => {
  const one = read('version: 1\ncolumns:\n  erp.a: { x: keep, y: redact }\n')
  const same = read('# a comment\ncolumns:\n  erp.a:\n    y: "redact"\n    x: keep\nversion: 1\n')
  const other = read('version: 1\ncolumns:\n  erp.a: { x: redact, y: keep }\n')
  expect(one.hash).toMatch(/^[0-9a-f]{64}$/)
  expect(same.hash).toBe(one.hash)
  expect(other.hash).not.toBe(one.hash)
})
