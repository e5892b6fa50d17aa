import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SqlStore } from '../../../src/core/sql-store.ts'
import { openPostgresSource } from '../../../src/stores/postgres/source.ts'
import { connectSqlStore } from '../../../src/stores/postgres/sql-store.ts'
import { openPostgresTarget } from '../../../src/stores/postgres/target/postgres-target.ts'
import { type Databases, startDatabases } from '../../scenario/databases.ts'
import { loadPlainDump } from './load-plain-dump.ts'
import { describeDatabase, never, readContents } from './plain-copy.ts'

const everyItem = readFileSync(new URL('./every-item.sql', import.meta.url), 'utf8')
const chinook = fileURLToPath(new URL('../../../../shared/data/chinook.sql', import.meta.url))

let databases: Databases

beforeAll(async () => {
  databases = await startDatabases(['every', 'chinook'])
})
afterAll(() => databases[Symbol.asyncDispose]())

/** Gives what was made after the rows. */
async function clone(from: string, to: string): Promise<string[]> {
  const made: string[] = []
  await using source = await openPostgresSource(databases.url(from), { applicationName: 'standin-test', signal: never })
  await using target = await openPostgresTarget(databases.url(to))
  await target.begin({
    mark: '{}',
    definition: await source.definition(),
    tables: source.schema.tables,
    resume: false,
  })
  const rows = new Map<string, number>()
  for (const chunk of await source.chunks()) {
    const done = await target.write(chunk, source.read(chunk, undefined, never), never)
    rows.set(chunk.table, (rows.get(chunk.table) ?? 0) + done.rows)
  }
  await target.complete((what) => made.push(what), never)
  await target.verify(rows)
  await target.swapIn()
  return made
}

async function expectEqual(from: string, to: string): Promise<void> {
  const [source, target] = [await describeDatabase(databases.url(from)), await describeDatabase(databases.url(to))]
  expect(target.definition).toEqual(source.definition)
  const withoutSizes = ({ schema }: typeof source) => schema.tables.map(({ rows: _, bytes: __, ...table }) => table)
  expect(withoutSizes(target)).toEqual(withoutSizes(source))
  const { tables } = source.schema
  const [before, after] = [
    await readContents(databases.url(from), tables),
    await readContents(databases.url(to), tables),
  ]
  for (const { name } of tables) expect(after[name], name).toEqual(before[name])
}

test('a database with every item arrives as it was', async () => {
  await (databases.stores.every as SqlStore).script(everyItem)
  const made = await clone('every', 'every_clone')
  await expectEqual('every', 'every_clone')
  const derived = `select (select json_agg(to_json(v)) from (select * from sales.cheap order by id) v) as cheap, (select json_agg(v) from (select * from sales.chain order by id) v) as chain,
    (select json_agg(v) from sales.summary v) as summary, (select json_agg(v) from sales.a_summary_of_it v) as twice,
    (select json_agg(p) from (select * from sales.product order by id) p) as generated, (select relispopulated from pg_class where relname = 'unpopulated')`
  const before = (await (databases.stores.every as SqlStore).query(derived)).rows
  const store = connectSqlStore(databases.url('every_clone'), { applicationName: 'standin-test', connections: 1 })
  const after = (await store.query(derived)).rows
  await store.close()
  expect(after).toEqual(before)
  expect(made).toContain('foreign key employee employee_department_fkey')
  expect(made.filter((what) => what.startsWith('left out'))).toEqual([])
})

test.runIf(existsSync(chinook))(`Chinook arrives as it was (needs ${chinook})`, async () => {
  await loadPlainDump(databases.url('chinook'), readFileSync(chinook, 'utf8'))
  await clone('chinook', 'chinook_clone')
  await expectEqual('chinook', 'chinook_clone')
  const { rows } = await (databases.stores.chinook as SqlStore).query('select count(*) as n from "InvoiceLine"')
  expect(rows).toEqual([{ n: 2240 }])
})
