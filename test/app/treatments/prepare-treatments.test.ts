import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type BuiltTreatments, checkTreatments } from '../../../src/app/treatments/prepare-treatments.ts'
import { StandinError } from '../../../src/core/error.ts'
import { keyedFunction } from '../../../src/core/keyed/keyed-function.ts'
import { byteSink } from '../../../src/core/rows/byte-sink.ts'
import type { RowView } from '../../../src/core/rows/row-view.ts'
import type { TableTransform } from '../../../src/core/rows/table-transform.ts'
import type { StoreSchema } from '../../../src/core/transfer/store-schema.ts'
import { readPolicy } from '../../../src/policy/read-policy.ts'
import type { Scan } from '../../../src/transform/strategy.ts'
import { sandbox } from '../../e2e/sandbox.ts'
import { date, integer, landscape, policyText, short, store, table, text } from '../../policy/tables.ts'
import { shown } from '../../yaml/problems-of.ts'
import { writtenRow } from './written-row.ts'

const keyed = keyedFunction(Uint8Array.from({ length: 32 }, (_, index) => (index * 73 + 5) & 255))

type Rows = Readonly<Record<string, readonly Readonly<Record<string, string | null>>[]>>

/** Checks and builds; the sources hold these rows, by `system.table`. */
async function built(
  policy: string,
  schemas: ReadonlyMap<string, StoreSchema>,
  rows: Rows = {},
  file = 'policy.yaml',
): Promise<BuiltTreatments & { scanned: string[] }> {
  const scanned: string[] = []
  const checked = await checkTreatments({ policy: readPolicy(policy, file), schemas, keyed })
  const transforms = await checked.build(async ({ system, table: name, columns, visit }: Scan) => {
    scanned.push(`${system}.${name}(${columns.join(', ')})`)
    for (const row of rows[`${system}.${name}`] ?? [])
      visit(writtenRow(...columns.map((column) => row[column] ?? null)))
  })
  return { ...transforms, scanned }
}

/** The row as the transform leaves it. */
function replaced(transform: TableTransform | undefined, row: RowView): (string | null)[] {
  if (transform === undefined) throw new Error('the table is kept as it is')
  transform.beginRow(row)
  return transform.columns.map((column, field) => {
    const value = row.value(field) as string | null
    if (column === undefined || (value === null && column.fillsNull !== true)) return value
    if (column.text === undefined) return column.value(row, field, value) as string | null
    const out = byteSink()
    const isNull = column.text(row, field, out) === 1
    return isNull ? null : new TextDecoder().decode(out.bytes.subarray(0, out.length))
  })
}

async function problemsOf(policy: string, schemas: ReadonlyMap<string, StoreSchema>): Promise<[string, string[]]> {
  const error = await checkTreatments({ policy: readPolicy(policy, 'policy.yaml'), schemas, keyed }).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof StandinError)) throw error ?? new Error('nothing was wrong')
  return [error.kind, error.problems.map(shown)]
}

const erp = (...tables: Parameters<typeof store> extends [unknown, ...infer T] ? T : never) =>
  new Map([['erp', store('postgres', ...tables)]])

test('a table that is kept has no transform, and one that is not has one for each treated column', async () => {
  const schemas = erp(table('a', { id: integer, name: text }), table('b', { id: integer }))
  const { transformOf, scanned } = await built(
    'version: 1\ncolumns:\n  erp.a: { id: keep, name: redact }\n  erp.b: keep\n',
    schemas,
  )
  expect(transformOf('erp', 'b')).toBeUndefined()
  const transform = transformOf('erp', 'a')
  expect(transform?.columns.map((column) => column !== undefined)).toEqual([false, true])
  expect(replaced(transform, writtenRow('7', 'Anna Vogt'))).toEqual(['7', 'redacted'])
  expect(() => transformOf('erp', 'c')).toThrow('the plan has no table c of erp')
  expect(scanned).toEqual([])
})

test('the same value becomes the same in every column and system under the same treatment', async () => {
  const schemas = new Map([
    ...erp(table('a', { code: text })),
    ['shop', store('postgres', table('b', { number: text }))],
  ])
  const policy = 'version: 1\ncolumns:\n  erp.a: { code: token }\n  shop.b: { number: token }\n'
  const { transformOf } = await built(policy, schemas)
  const [code] = replaced(transformOf('erp', 'a'), writtenRow('100-0042'))
  expect(code).toMatch(/^[a-z2-7]{16}$/)
  expect(replaced(transformOf('shop', 'b'), writtenRow('100-0042'))).toEqual([code])
  expect(replaced(transformOf('shop', 'b'), writtenRow('100-0043'))).not.toEqual([code])
})

test('everything that is wrong comes together, before anything is read', async () => {
  const schemas = erp(table('a', { id: integer, code: short(3), 'born?': date, note: text }, { unique: [['id']] }))
  const policy = [
    'version: 1',
    'columns:',
    '  erp.a:',
    '    id: redact',
    '    code: { token: { prefix: "C-", length: 8 } }',
    '    born: { mask: "##" }',
    '    nota: keep',
    '',
  ].join('\n')
  const [kind, problems] = await problemsOf(policy, schemas)
  expect(kind).toBe('usage')
  expect(problems).toEqual([
    'policy.uncovered 3:3 the policy says nothing about this column of erp.a: note',
    'policy.unique 4:9 erp.a.id is unique, and redact can give two rows the same value',
    expect.stringMatching(/^policy\.unfit 5:11 erp\.a\.code: .*too short/),
    expect.stringMatching(/^policy\.unfit 6:11 erp\.a\.born: mask cannot be used on date/),
    'policy.unknown-column 7:5 erp.a has no column "nota"; did you mean "note"?',
  ])
})

test('where rules are missing and nothing else is wrong, that is a finding', async () => {
  expect(await problemsOf('version: 1\ncolumns: {}\n', erp(table('a', { id: integer })))).toEqual([
    'finding',
    ['policy.uncovered 1:1 the policy says nothing about this column of erp.a: id'],
  ])
})

test('NULL in a column that does not allow it', async () => {
  const [, problems] = await problemsOf(
    'version: 1\ncolumns:\n  erp.a: { name: "null" }\n',
    erp(table('a', { name: text })),
  )
  expect(problems).toEqual(['policy.unfit 3:18 erp.a.name: the column does not allow NULL'])
})

test('a user’s function is loaded from beside the policy', async () => {
  using box = sandbox()
  writeFileSync(join(box.directory, 'own.mjs'), 'export const short = (value) => value.slice(0, 1)\n')
  const policy = 'version: 1\ncolumns:\n  erp.a: { name: { function: "./own.mjs#short" } }\n'
  const schemas = erp(table('a', { name: text }))
  const { transformOf } = await built(policy, schemas, {}, join(box.directory, 'policy.yaml'))
  expect(replaced(transformOf('erp', 'a'), writtenRow('Anna'))).toEqual(['A'])
  const missing = policy.replace('own', 'none')
  const [, problems] = await problemsOf(missing, schemas)
  expect(problems[0]).toMatch(/^policy\.module 3:18 cannot load the module \.\/none\.mjs: /)
})

test('values that cannot be handled are counted by column and reason', async () => {
  const schemas = erp(table('a', { 'born?': text }))
  const { transformOf, invalidValues } = await built(
    'version: 1\ncolumns:\n  erp.a: { born: { generalize: { to: year } } }\n',
    schemas,
  )
  const transform = transformOf('erp', 'a')
  const out = replaced(transform, writtenRow('yesterday'))
  replaced(transform, writtenRow('tomorrow'))
  expect(out).not.toEqual(['yesterday'])
  expect(invalidValues()).toMatchObject([{ column: 'erp.a.born', count: 2 }])
})

test('what a treatment has to see before is scanned first, once', async () => {
  const schemas = erp(table('a', { name: text, town: text }))
  const rows = { 'erp.a': ['Anna', 'Bert', 'Cora'].map((name) => ({ name, town: 'Bonn' })) }
  const { transformOf, scanned } = await built(
    'version: 1\ncolumns:\n  erp.a: { name: { shuffle: { within: [town] } }, town: keep }\n',
    schemas,
    rows,
  )
  expect(scanned).toEqual(['erp.a(name, town)'])
  const names = rows['erp.a'].map(({ name, town }) => replaced(transformOf('erp', 'a'), writtenRow(name, town))[0])
  expect(names.toSorted()).toEqual(['Anna', 'Bert', 'Cora'])
})

test('paths of documents, with what others of them read', async () => {
  const schemas = new Map([
    [
      'pim',
      store('mongodb', table('user', { _id: text, 'profile.name?': text, 'profile.kind?': text, 'tags[]?': text })),
    ],
  ])
  const policy = [
    'version: 1',
    'columns:',
    '  pim.user:',
    '    _id: keep',
    '    profile.name: { when: [{ column: profile.kind, equals: person, then: redact }, { else: keep }] }',
    '    profile: keep',
    '    tags[]: token',
    '',
  ].join('\n')
  const { transformOf } = await built(policy, schemas)
  const transform = transformOf('pim', 'user')
  expect(transform?.paths).toEqual([
    { pattern: 'profile.name', covers: 'leaf', type: text },
    { pattern: 'tags[]', covers: 'leaf', type: text },
    { pattern: '_id', covers: 'leaf', type: text },
    { pattern: 'profile', covers: 'all', type: { kind: 'document', name: 'document' } },
    { pattern: 'profile.kind', covers: 'all', type: text, located: true },
  ])
  expect(transform?.columns.map((column) => column !== undefined)).toEqual([true, true, false, false, false])
  expect(replaced(transform, writtenRow('Anna', 'x', '1', null, 'person'))[0]).toBe('redacted')
  expect(replaced(transform, writtenRow('Gloves', 'x', '1', null, 'thing'))[0]).toBe('Gloves')
})

test('a collection that is kept still refuses paths that turn up later, unless it is kept as a whole', async () => {
  const schemas = new Map([['pim', store('mongodb', table('a', { _id: text, name: text }))]])
  const one = await built('version: 1\ncolumns:\n  pim.a: { _id: keep, name: keep }\n', schemas)
  expect(one.transformOf('pim', 'a')?.paths?.map(({ pattern, covers }) => [pattern, covers])).toEqual([
    ['_id', 'leaf'],
    ['name', 'leaf'],
  ])
  const all = await built('version: 1\ncolumns:\n  pim.a: keep\n', schemas)
  expect(all.transformOf('pim', 'a')?.paths).toMatchObject([{ pattern: '*', covers: 'all' }])
})

const customers: Rows = {
  'erp.business_partner': [
    { card_code: '0000123', country: 'PL' },
    { card_code: 'C-77', country: 'IT' },
  ],
  'shop.customer': [
    { id: '11111111-1111-4111-8111-111111111111', customer_number: '123' },
    { id: '22222222-2222-4222-8222-222222222222', customer_number: 'c-77' },
  ],
}

test('one persona in all systems, by way of registers, with the locale of its home', async () => {
  const { transformOf, scanned } = await built(policyText, landscape, customers)
  expect(scanned).toEqual(['erp.business_partner(card_code, country)', 'shop.customer(id, customer_number)'])
  const [code, company, email] = replaced(
    transformOf('erp', 'business_partner'),
    writtenRow('0000123', 'Vogt', 'a@vogt.pl', 'PL', null),
  )
  const shop = replaced(
    transformOf('shop', 'customer'),
    writtenRow('11111111-1111-4111-8111-111111111111', '123', 'A@VOGT.pl', 'true'),
  )
  expect(shop[2]).toBe(email)
  expect(Number(shop[1])).toBe(Number(code))
  expect(company).not.toBe('Vogt')
  const address = (id: string) =>
    replaced(transformOf('shop', 'customer_address'), writtenRow('9', id, 'Anna', '00-001')).slice(2)
  const [, polish] = address('11111111-1111-4111-8111-111111111111')
  expect(polish).toMatch(/^\d\d-\d{3}$/)
  expect(address('22222222-2222-4222-8222-222222222222')[1]).toMatch(/^\d{5}$/)
})

test('locales are looked up nowhere where all that needs them is their home', async () => {
  const schemas = erp(table('a', { code: text, country: text, name: text }))
  const { scanned } = await built(
    `version: 1
identities:
  customer: { number: erp.a.code, locale: { from: country, default: de } }
columns:
  erp.a: { code: { customer: number }, country: keep, name: { customer: company } }
`,
    schemas,
  )
  expect(scanned).toEqual([])
})

test('an attribute that does not fit the column', async () => {
  const schemas = erp(table('a', { code: text, email: short(5) }))
  const policy =
    'version: 1\nidentities: { customer: { number: erp.a.code } }\ncolumns:\n  erp.a: { code: { customer: number }, email: { customer: email } }\n'
  const [, problems] = await problemsOf(policy, schemas)
  expect(problems).toEqual([expect.stringMatching(/^policy\.unfit 4:47 erp\.a\.email: /)])
})

test('a row that does not say whose it is: told once, and not by each strategy', async () => {
  const schemas = erp(table('a', { code: text }), table('b', { email: text, phone: text, 'born?': date }))
  const policy = [
    'version: 1',
    'identities: { customer: { number: erp.a.code } }',
    'columns:',
    '  erp.a: { code: { customer: number } }',
    '  erp.b: { email: { customer: email }, phone: { customer: phone }, born: { shift: { within: 9d, identity: customer } } }',
    '',
  ].join('\n')
  expect(await problemsOf(policy, schemas)).toEqual([
    'usage',
    ['policy.identity-key 5:19 no column of erp.b holds the key of customer, so that nobody knows whose row it is'],
  ])
})

test('what was wrong before is reported together with what is wrong here', async () => {
  const earlier = [{ code: 'key.missing', message: 'there is no key' }]
  const policy = readPolicy('version: 1\ncolumns:\n  erp.a: { nme: keep }\n', 'policy.yaml')
  const schemas = erp(table('a', { name: text }))
  await expect(checkTreatments({ policy, schemas, keyed: undefined, earlier })).rejects.toMatchObject({
    kind: 'usage',
    problems: [{ code: 'key.missing' }, { code: 'policy.uncovered' }, { code: 'policy.unknown-column' }],
  })
  const fitting = readPolicy('version: 1\ncolumns:\n  erp.a: keep\n', 'policy.yaml')
  await expect(checkTreatments({ policy: fitting, schemas, keyed: undefined, earlier })).rejects.toMatchObject({
    problems: [{ code: 'key.missing' }],
  })
  await expect(checkTreatments({ policy: fitting, schemas, keyed: undefined })).rejects.toThrow('nobody said so')
})
