import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TransferSummary } from '../../src/app/clone/requests.ts'
import { type CloneSetting, cloneSetting } from './clone-setting.ts'

const withKey = '--key-file standin.key'
const megabytes = 'Anna Kowalska, '.repeat(700_000)
let setting: CloneSetting

beforeAll(async () => {
  setting = await cloneSetting()
  await setting.query(
    'shop',
    `create table entry (id int primary key, customer text not null, short varchar(5), iban text, account text, code text, note text);
     insert into entry values (1, 'C0000001', 'x', 'DE89370400440532013000', 'DE89370400440532013000', 'A1', 'call Anna Kowalska'),
       (2, 'C0000002', 'x', 'DE00 bad', '', '⚠ ☂', repeat('Anna Kowalska, ', 700000)), (3, 'C0000003', '', '', 'DE', '', '')`,
  )
})

afterAll(() => setting[Symbol.asyncDispose]())

function policy(name: string, entry: string, identities = ''): string {
  const text = `version: 1\n${identities}columns:\n  "erp.*": keep\n  shop.customer: keep\n  shop.entry: ${entry}\n`
  writeFileSync(join(setting.directory, name), text)
  return name
}

const customers = 'identities: { customer: { number: shop.customer.number, keys: { shop.entry: customer } } }\n'

test('everything that is wrong with key and policy is told at once, before a row is read', async () => {
  const file = policy(
    'wrong.yaml',
    '{ id: redact, customer: keep, short: { customer: email }, iban: { shift: { within: 3d }, onInvalid: maybe }, nothing: keep }',
  )
  const parsed = await setting.run(`standin clone --policy ${file} --snapshot new`)
  expect(parsed).toMatchObject({ code: 2, err: expect.stringContaining('there is no key') })
  expect(parsed.err).toContain('wrong.yaml:5')
  policy(
    file,
    '{ id: redact, customer: keep, short: { customer: email }, iban: keep, account: { generalize: { bucket: 5 } }, nothing: keep }',
    customers,
  )
  const { code, err, out } = await setting.run(`standin clone --policy ${file} --snapshot new`)
  expect({ code, out }).toEqual({ code: 2, out: '' })
  for (const message of [
    'there is no key',
    'shop.entry has no column "nothing"',
    'shop.entry.account: ',
    'shop.entry.short: ',
    'shop.entry.id is unique, and redact can give two rows the same value',
    'the policy says nothing about these 2 columns of shop.entry: code, note',
  ])
    expect(err).toContain(message)
  expect(existsSync(join(setting.directory, 'new'))).toBe(false)
})

const entry =
  '{ id: keep, customer: { customer: number }, short: { mask: { last: 1 } }, iban: { customer: iban }, account: { mask: { last: 4 } }, code: permute, note: { scrub: text } }'

test('a value that a strategy cannot handle is replaced wholly, counted and warned of, and shown nowhere', async () => {
  const file = policy('masked.yaml', entry, customers)
  const { code, err, out } = await setting.run(`standin clone ${withKey} --policy ${file} --target test.yaml --json`)
  expect({ code, err }).toMatchObject({ code: 0 })
  const tables = (JSON.parse(out) as TransferSummary).systems.flatMap((system) => system.tables)
  const unhandled = tables.find(({ table }) => table === 'entry')?.unhandled
  expect(unhandled).toEqual(
    expect.arrayContaining([
      { column: 'short', reason: expect.any(String), count: 1 },
      { column: 'account', reason: expect.any(String), count: 1 },
      { column: 'code', reason: expect.any(String), count: 2 },
      { column: 'note', reason: 'it is longer than a million characters', count: 1 },
    ]),
  )
  const rows = await setting.query('shop_test', 'select * from entry order by id')
  expect(rows.map(({ note }) => note)).toEqual(['call [name]', expect.stringMatching(/^[a-z2-7]{12}$/), ''])
  expect(rows.map(({ iban = '' }) => /^[A-Z]{2}\d{2}\w{11,30}$/.test(iban))).toEqual([true, true, true])
  expect(rows[1]?.code).toMatch(/^[a-z2-7]+$/)
  for (const shown of [out, err]) expect(shown).not.toMatch(/Kowalska|DE89370|☂/)
  expect(JSON.stringify(rows)).not.toMatch(/Kowalska|DE89370|DE00|☂/)
  expect(megabytes.length).toBeGreaterThan(10_000_000)
  const plain = await setting.run(`standin clone ${withKey} --policy ${file} --snapshot warned`)
  expect(plain.out).toContain('warning: 2 values of entry.code replaced wholly or emptied')
})

test('NULL, or the end of the clone, where the policy says so', async () => {
  const withNulls = entry.replace('{ last: 4 }', '{ last: 4 }, onInvalid: "null"')
  const nulls = policy('nulls.yaml', withNulls, customers)
  expect(await setting.run(`standin clone ${withKey} --policy ${nulls} --target test.yaml`)).toMatchObject({ code: 0 })
  const rows = await setting.query('shop_test', 'select account from entry order by id')
  expect(rows.map(({ account }) => account)).toEqual([expect.stringMatching(/^\*+3000$/), null, '**'])
  const fails = policy('fails.yaml', entry, `onInvalid: fail\n${customers}`)
  const { code, err } = await setting.run(`standin clone ${withKey} --policy ${fails} --snapshot failed`)
  expect({ code, err }).toMatchObject({ code: 1, err: expect.stringMatching(/entry\.(account|code|note|short)/) })
  expect(err).not.toMatch(/Kowalska|DE89370|☂/)
  expect(setting.box.left().filter((name) => name.startsWith('failed'))).toEqual([])
})
