import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { SqlStore } from '../../../src/core/sql-store.ts'
import { logicalChanges } from '../../../src/landscape/change-feed/logical-changes.ts'
import { outboxChanges } from '../../../src/landscape/change-feed/outbox-changes.ts'
import type { RowChange, RowChanges } from '../../../src/landscape/change-feed/row-change.ts'
import { type Databases, startDatabases } from '../../scenario/databases.ts'

let databases: Databases
let erp: SqlStore

beforeAll(async () => {
  databases = await startDatabases(['erp'])
  erp = databases.stores.erp as SqlStore
})
afterAll(() => databases[Symbol.asyncDispose]())
beforeEach(() =>
  erp.script(`
    drop table if exists price; drop table if exists "odd ""table";
    create table price (item text, list int, amount numeric(14,2), note text, primary key (item, list));
    create table "odd ""table" (item text primary key)`),
)

const tables = ['price', 'odd "table']

const drained = async (changes: RowChanges): Promise<RowChange[]> => {
  const all: RowChange[] = []
  await changes.drain(async (some) => void all.push(...some))
  return all
}

test.each([
  ['logical', logicalChanges],
  ['outbox', outboxChanges],
] as const)('by %s: the same changes are told in the same way', async (way, open) => {
  const changes = await open(erp, 'feed_test', tables)
  expect(changes.way).toBe(way)
  await erp.query(`insert into price values ('ä', 1, 1.50, null)`)
  await erp.query(`update price set item = 'b', note = 'it''s' where item = 'ä'`)
  await erp.query(`delete from price`)
  await erp.query(`insert into "odd ""table" values ('x')`)
  const told = await drained(changes)
  expect(told.map(({ table, op, after }) => ({ table, op, after }))).toEqual([
    { table: 'price', op: 'c', after: { item: 'ä', list: '1', amount: '1.50', note: null } },
    { table: 'price', op: 'u', after: { item: 'b', list: '1', amount: '1.50', note: "it's" } },
    { table: 'price', op: 'd', after: null },
    { table: 'odd "table', op: 'c', after: { item: 'x' } },
  ])
  expect(told[2]?.before).toMatchObject({ item: 'b', list: '1' })
  expect(new Set(told.map(({ position }) => position)).size).toBe(4)
  expect(await drained(changes)).toEqual([])

  await erp.query(`insert into price values ('c', 1, 2, null)`)
  await expect(changes.drain(() => Promise.reject(new Error('the log is away')))).rejects.toThrow('the log is away')
  expect(await drained(changes)).toMatchObject([{ after: { item: 'c' } }])
  await changes.close()
  await erp.query(`insert into price values ('d', 1, 2, null)`)
})
