import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Databases, startDatabases } from '../scenario/databases.ts'
import { loadPlainDump } from '../stores/postgres/load-plain-dump.ts'
import { describeDatabase } from '../stores/postgres/plain-copy.ts'
import { type Sandbox, sandbox } from './sandbox.ts'
import { rowsOf } from './whole-content.ts'

const chinook = fileURLToPath(new URL('../../../shared/data/chinook.sql', import.meta.url))
const isThere = existsSync(chinook)
const key = { STANDIN_KEY: 'b3a91f0c52d87e64c01955ea7fd2388b46c1f90de2a7743c5b08f61d9e24ca70' }

let databases: Databases
let box: Sandbox

beforeAll(async () => {
  if (!isThere) return
  databases = await startDatabases(['chinook'])
  box = sandbox()
  await loadPlainDump(databases.url('chinook'), readFileSync(chinook, 'utf8'))
  const store = `{ kind: postgres, source: "${databases.url('chinook')}", target: "${databases.url('copy')}" }`
  writeFileSync(join(box.directory, 'standin.yaml'), `version: 1\nsystems: { music: { store: ${store} } }\n`)
})

afterAll(async () => {
  box?.[Symbol.dispose]()
  await databases?.[Symbol.asyncDispose]()
})

async function clone(policy: string): Promise<void> {
  writeFileSync(join(box.directory, 'policy.yaml'), policy)
  const { code, err } = await box.run('standin clone --target standin.yaml', { env: key, cwd: box.directory })
  expect({ code, err }).toMatchObject({ code: 0 })
}

/** By table, the number of its rows and a checksum over them, in the order of their text. */
async function checksums(database: string, except: Readonly<Record<string, readonly string[]>> = {}) {
  const url = databases.url(database)
  const columns = await rowsOf(
    url,
    `select table_name as table, column_name as column from information_schema.columns where table_schema = 'public' order by 1, ordinal_position`,
  )
  const tables = [...Map.groupBy(columns, ({ table = '' }) => table)]
  const sums = tables.map(async ([table, all]) => {
    const compared = all.flatMap(({ column = '' }) => (except[table]?.includes(column) === true ? [] : [`"${column}"`]))
    const rows = `select row(${compared.join(', ')})::text collate "C" as row from "${table}"`
    const sum = `select count(*) || ' ' || md5(string_agg(row, e'\\n' order by row)) as sum from (${rows})`
    return [table, (await rowsOf(url, sum))[0]?.sum]
  })
  return Object.fromEntries(await Promise.all(sums))
}

async function dump(database: string): Promise<unknown> {
  return (await describeDatabase(databases.url(database))).definition
}

test.runIf(isThere)(`with keep everywhere, the clone of Chinook equals it (needs ${chinook})`, async () => {
  await clone('version: 1\ncolumns: { "music.*": keep }\n')
  expect(await dump('copy')).toEqual(await dump('chinook'))
  const [source, target] = [await checksums('chinook'), await checksums('copy')]
  expect(Object.keys(source)).toHaveLength(11)
  expect(source.InvoiceLine).toMatch(/^2240 [0-9a-f]{32}$/)
  expect(target).toEqual(source)
})

const masked = {
  Customer: ['FirstName', 'LastName', 'Company', 'Address', 'City', 'State', 'PostalCode', 'Phone', 'Fax', 'Email'],
  Employee: ['FirstName', 'LastName', 'BirthDate', 'Address', 'Phone', 'Fax', 'Email'],
  Invoice: ['BillingAddress', 'BillingCity', 'BillingState', 'BillingPostalCode'],
}

const maskingPolicy = `version: 1
identities:
  customer:
    number: music.Customer.CustomerId
    locale: { from: Country, default: en }
    keys: { music.Invoice: CustomerId }
columns:
  "music.*": keep
  music.Customer:
    CustomerId: keep
    FirstName: { customer: firstName }
    LastName: { customer: lastName }
    Company: { mask: "?????" }
    Address: { customer: streetLine }
    City: { customer: city }
    State: redact
    Country: keep
    PostalCode: { customer: postcode }
    Phone: { customer: phone }
    Fax: "null"
    Email: { customer: email }
    SupportRepId: keep
  music.Employee:
    "*": keep
    FirstName: redact
    LastName: redact
    BirthDate: { generalize: { to: decade } }
    Address: redact
    Phone: { mask: { last: 2 } }
    Fax: "null"
    Email: token
  music.Invoice:
    "*": keep
    BillingAddress: { customer: streetLine }
    BillingCity: { customer: city }
    BillingState: redact
    BillingPostalCode: { customer: postcode }
`

test.runIf(isThere)(`with a policy, it equals it in all that is kept (needs ${chinook})`, async () => {
  await clone(maskingPolicy)
  expect(await dump('copy')).toEqual(await dump('chinook'))
  expect(await checksums('copy', masked)).toEqual(await checksums('chinook', masked))
  const text = `select "FirstName" || '|' || "LastName" || '|' || "Address" || '|' || "Email" as text from "Customer"`
  const [people, personas] = [await rowsOf(databases.url('chinook'), text), await rowsOf(databases.url('copy'), text)]
  const left = people.map((row) => row.text).filter((row) => personas.some((persona) => persona.text === row))
  expect([people.length, personas.length, left]).toEqual([59, 59, []])
  const billed = `select count(*)::int as n from "Invoice" i join "Customer" c using ("CustomerId") where i."BillingAddress" = c."Address" and i."BillingCity" = c."City"`
  expect(await rowsOf(databases.url('copy'), billed)).toEqual(await rowsOf(databases.url('chinook'), billed))
})
