import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SqlStore } from '../../../src/core/sql-store.ts'
import { type Databases, startDatabases } from '../databases.ts'
import { check, query, reconcile, scenario, sql, template, trial } from '../trial.ts'

let databases: Databases
let systems: { name: string; sql: SqlStore; storeUrl: string }[]

beforeAll(async () => {
  databases = await startDatabases(['erp', 'oms', 'shop'])
  systems = Object.entries(databases.stores).map(([name, store]) => ({
    name,
    sql: store,
    storeUrl: databases.url(name),
  }))
  for (const { sql: store } of systems)
    await store.script('create table stock (sku text, code text, units numeric(12,3))')
  await fill('erp', `('100-0042', 'HH-01', 7), ('100-0043', 'HH-01', 3), ('100-0044', 'HH-01', 1.5)`)
  await fill('oms', `('100-0042', 'HH-01', 5), ('100-0043', 'HH-01', 3.000), ('100-0044', 'HH-01', 1.5)`)
  await fill('shop', `('100-0042', 'HH-01', 5), ('100-0044', 'HH-01', 1.5)`)
})

afterAll(() => databases[Symbol.asyncDispose]())

async function fill(name: string, rows: string): Promise<void> {
  await databases.stores[name]?.script(`insert into stock values ${rows}`)
}

const records = 'select sku as article, code as warehouse, units as committed from stock order by sku'
const source = (name: string, text = records) => ({ name, query: sql(text, [], name) })
const agree = (sources: ReturnType<typeof source>[], parts: object = {}) =>
  reconcile({ key: ['article', 'warehouse'], compare: ['committed'], sources, ...parts })

/** What a reconciliation says. */
async function said(step: ReturnType<typeof agree>): Promise<string | undefined> {
  const result = await trial(systems).run(scenario([step]))
  expect(result.verdict).toBe(result.failures.length === 0 ? 'passed' : 'failed')
  return result.failures[0]?.message
}

test('a reconciliation names article, warehouse and the numbers that disagree, and whose they are', async () => {
  expect(await said(agree([source('erp'), source('oms')]))).toBe(
    'article 100-0042, warehouse HH-01: committed is 7 in erp, 5 in oms',
  )
})

test('a record that a system lacks is told with what the others have', async () => {
  expect(await said(agree([source('erp'), source('oms'), source('shop')]))).toBe(
    'article 100-0042, warehouse HH-01: committed is 7 in erp, 5 in oms, 5 in shop; ' +
      'article 100-0043, warehouse HH-01 is missing in shop (committed is 3 in erp, 3 in oms)',
  )
})

test('numbers agree as decimals, whatever their type', async () => {
  const whole = `select sku as article, code as warehouse, units::float8 as committed from stock where sku <> '100-0042'`
  const text = `select sku as article, code as warehouse, units as committed from stock where sku <> '100-0042'`
  expect(await said(agree([source('erp', whole), source('oms', text)]))).toBeUndefined()
})

test('a key that is there twice in one system is told', async () => {
  const twice = records.replace('from stock', 'from stock, generate_series(1, 2)')
  expect(await said(agree([source('oms', twice), source('erp')]))).toContain(
    'article 100-0043, warehouse HH-01 is there 2 times in oms',
  )
})

test('to have compared nothing is a failure', async () => {
  const none = `${records.replace('order by', 'where false order by')}`
  expect(await said(agree([source('erp', none), source('oms', none)]))).toBe(
    'nothing was compared: there are no records in erp and oms',
  )
})

test('a column that no source has does not pass for equal', async () => {
  expect(await said(agree([source('oms'), source('erp')], { compare: ['comitted'] }))).toContain(
    'article 100-0042, warehouse HH-01: comitted is nothing in oms, nothing in erp',
  )
})

test('many differences are counted', async () => {
  const shifted = `select sku || n as article, 'X' as warehouse, n as committed from stock, generate_series(1, 3) n`
  expect(await said(agree([source('erp', shifted), source('oms')]))).toMatch(/; and 7 more$/)
})

test('personal data in a column is masked', async () => {
  const people = (email: string) => `select 1 as article, '${email}' as email`
  const step = reconcile({
    key: ['article'],
    compare: ['email'],
    sources: [source('erp', people('anna@example.com')), source('oms', people('dora@example.com'))],
  })
  expect(await said(step)).toBe('article 1: email is *** in erp, *** in oms')
})

test('a key column that is not there is a mistake in the scenario', async () => {
  const result = await trial(systems).run(scenario([agree([source('erp'), source('oms')], { key: ['sku'] })]))
  expect(result).toMatchObject({
    verdict: 'error',
    failures: [{ message: 'a record of erp has no "sku", which is part of the key' }],
  })
})

test('a reconciliation is tried again until the landscape agrees', async () => {
  const landscape = trial(systems)
  landscape.clock.after('batch', 45_000, async () => {
    await databases.stores.oms?.query(`update stock set units = 7 where sku = '100-0042'`)
  })
  const step = agree([source('erp'), source('oms')], { eventually: { within: 60_000, every: 10_000 } })
  const result = await landscape.run(scenario([step]))
  expect(result).toMatchObject({ verdict: 'passed', landscapeTime: 50_000, steps: [{ attempts: 6 }] })
})

test('a query answers with rows that are JSON, and takes parameters', async () => {
  const text = `select units, now() is not null as yes, timestamptz '2026-03-01 10:00+01' as at, 9007199254740993 as big,
    null as none, $1::text[] as list, $2::jsonb as document from stock where sku = $3`
  const ask = query('ask', text, {
    query: sql(text, [['a', 'b'], { a: [1] }, '100-0044'], 'erp'),
    expect: template({
      rowCount: 1,
      rows: [
        { units: { equals: '1.500' }, yes: true, at: { equals: '2026-03-01T09:00:00.000Z' }, big: '9007199254740993' },
      ],
    }),
  })
  const see = check('rows', (scope) => {
    const [row] = (scope.steps as { ask: { rows: Record<string, unknown>[] } }).ask.rows
    return row?.none === null && String(row.list) === 'a,b' && JSON.stringify(row.document) === '{"a":[1]}'
  })
  const result = await trial(systems).run(scenario([ask, see]))
  expect(result.failures).toEqual([])
})

test('a query that the database refuses breaks the scenario', async () => {
  const result = await trial(systems).run(scenario([query('ask', 'select nothing from nowhere')]))
  expect(result.verdict).toBe('error')
  expect(result.failures[0]?.message).toMatch(/SQLSTATE 42P01/)
})

test('a query that takes too long fails its step', async () => {
  const result = await trial(systems).run(scenario([query('ask', 'select pg_sleep(5)', { timeout: 50 })]))
  expect(result).toMatchObject({ verdict: 'failed', failures: [{ message: '"ask" took longer than 50ms' }] })
})

test('the password of a store does not show', async () => {
  const result = await trial(systems).run(
    scenario([query('ask', `select 'c0ffee00c0ffee00' as x`, { expect: template({ rows: [{ x: 'y' }] }) })]),
  )
  expect(result.failures[0]?.message).toBe('$.rows[0].x is "***", expected "y"')
  expect(JSON.stringify(result)).not.toContain('c0ffee')
})

test('a store that this environment does not have is an error', async () => {
  const result = await trial([{ name: 'oms' }]).run(scenario([query('ask', 'select 1')]))
  expect(result).toMatchObject({
    verdict: 'error',
    failures: [{ message: 'oms has no SQL database in this environment' }],
  })
})
