import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkTreatments } from '../../../src/app/treatments/prepare-treatments.ts'
import { StandinError } from '../../../src/core/error.ts'
import { keyedFunction } from '../../../src/core/keyed/keyed-function.ts'
import type { TransferSource } from '../../../src/core/transfer/ports.ts'
import { readPolicy } from '../../../src/policy/read-policy.ts'
import { openPostgresSource } from '../../../src/stores/postgres/source.ts'
import { type Databases, startDatabases } from '../../scenario/databases.ts'
import { shown } from '../../yaml/problems-of.ts'

/* Policies against a schema as PostgreSQL describes it itself. */

const schema = `
create schema sales;
create type state as enum ('open', 'closed');
create domain mail as text check (value like '%@%');
create table customer (
  number text primary key, name varchar(8) not null, email mail unique, land text, state state not null,
  name_length int generated always as (length(name)) stored
);
create table sales."Order" (
  id uuid primary key, customer text not null references customer, "placed.at" timestamptz not null, total numeric(10,2)
);
create table sales.line (id uuid references sales."Order", position int, primary key (id, position));
create table visit (customer text not null, at date not null, page text) partition by range (at);
create table visit_2025 partition of visit for values from ('2025-01-01') to ('2026-01-01');
create table visit_2026 partition of visit for values from ('2026-01-01') to ('2027-01-01');
insert into customer values ('0001', 'Anna', 'anna@example.com', 'PL', 'open'), ('2', 'Bert', 'bert@example.com', 'IT', 'open');
insert into visit values ('1', '2025-02-03', '/a'), ('0002', '2026-02-03', '/b');
`

const policy = `version: 1
identities:
  customer: { number: erp.customer.number, locale: { from: land } }
columns:
  erp.customer:
    number: { customer: number }
    name: { customer: lastName }
    email: { customer: email }
    land: keep
    state: keep
  erp.sales."Order":
    id: token
    customer: { customer: number }
    placed.at: { shift: { within: 30d } }
    total: { noise: { relative: 0.1 } }
  erp.sales.line: { id: token, position: keep }
  erp.visit:
    customer: { customer: number }
    at: keep
    page: redact
`

const keyed = keyedFunction(Uint8Array.from({ length: 32 }, (_, index) => (index * 91 + 17) & 255))
let databases: Databases
let source: TransferSource

beforeAll(async () => {
  databases = await startDatabases(['erp'])
  await databases.stores.erp?.query(schema)
  const { signal } = new AbortController()
  source = await openPostgresSource(databases.url('erp'), { applicationName: 'standin-test', signal })
})

afterAll(async () => {
  await source?.[Symbol.asyncDispose]()
  await databases?.[Symbol.asyncDispose]()
})

const check = (text: string) =>
  checkTreatments({ policy: readPolicy(text, 'policy.yaml'), schemas: new Map([['erp', source.schema]]), keyed })

async function problemsIn(text: string): Promise<string[]> {
  const error = await check(text).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (error === undefined) return []
  if (error instanceof StandinError) return error.problems.map(shown)
  throw error
}

test('a policy that fits', async () => {
  const { plan, build } = await check(policy)
  expect([...(plan.systems.get('erp')?.keys() ?? [])].sort()).toEqual(
    ['customer', 'sales.Order', 'sales.line', 'visit', 'visit_2025', 'visit_2026'].sort(),
  )
  const scanned: string[] = []
  const { transformOf } = await build(async ({ table: name, columns, visit }) => {
    const table = source.schema.tables.find((one) => one.name === name)
    if (table === undefined) throw new Error(`there is no ${name}`)
    let rows = 0
    const count: typeof visit = (row) => {
      rows += 1
      visit(row)
    }
    await source.scan(table, columns, count, new AbortController().signal)
    scanned.push(`${name}(${columns.join(', ')}): ${rows}`)
  })
  expect(scanned).toEqual(['customer(number, land): 2'])
  expect(transformOf('erp', 'visit_2025')?.columns.map((column) => column !== undefined)).toEqual([true, false, true])
  expect(transformOf('erp', 'sales.line')?.columns.map((column) => column !== undefined)).toEqual([true, false])
})

test('what does not fit the database', async () => {
  const text = policy
    .replace('    land: keep\n', '    name_length: keep\n')
    .replace('name: { customer: lastName }', 'name: { customer: email }')
    .replace('state: keep', 'state: token')
    .replace('id: token\n    customer', 'id: keep\n    customer')
    .replace('total: { noise', 'totl: { noise')
    .replace('email: { customer: email }', 'email: redact')
  expect(await problemsIn(text)).toEqual([
    'policy.uncovered 5:3 the policy says nothing about this column of erp.customer: land',
    expect.stringMatching(/^policy\.unfit 7:11 erp\.customer\.name: .*too short for email/),
    'policy.unique 8:12 erp.customer.email is unique, and redact can give two rows the same value',
    'policy.generated-column 9:5 erp.customer.name_length is computed by the server from other columns, which decide what it holds',
    expect.stringMatching(/^policy\.unfit 10:12 erp\.customer\.state: /),
    'policy.uncovered 11:3 the policy says nothing about this column of erp.sales.Order: total',
    'policy.unknown-column 15:5 erp.sales.Order has no column "totl"; did you mean "total"?',
    'policy.reference 16:25 erp.sales.line.id refers to erp.sales.Order.id, but the one is treated by token, the other by keep, so that they would no longer meet',
  ])
})

test('a new column ends the next clone', async () => {
  await databases.stores.erp?.query('alter table visit add column ip inet')
  const { signal } = new AbortController()
  await using later = await openPostgresSource(databases.url('erp'), { applicationName: 'standin-test', signal })
  const schemas = new Map([['erp', later.schema]])
  await expect(checkTreatments({ policy: readPolicy(policy, 'policy.yaml'), schemas, keyed })).rejects.toMatchObject({
    kind: 'finding',
    problems: [{ message: 'the policy says nothing about this column of erp.visit: ip' }],
  })
})
