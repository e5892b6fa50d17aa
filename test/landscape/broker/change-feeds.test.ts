import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { SqlStore } from '../../../src/core/sql-store.ts'
import { type Databases, startDatabases } from '../../scenario/databases.ts'
import { type BrokerAtWork, brokerAtWork } from './broker-at-work.ts'

let databases: Databases
let erp: SqlStore
let broker: BrokerAtWork

beforeAll(async () => {
  databases = await startDatabases(['erp'])
  erp = databases.stores.erp as SqlStore
})
afterAll(() => databases[Symbol.asyncDispose]())
beforeEach(async () => {
  await erp.script(`
    drop table if exists item_price; drop table if exists other;
    create table item_price (item_code text, price_list int, price numeric(14,2), primary key (item_code, price_list));
    create table other (id int primary key)`)
  broker = await brokerAtWork({ erp })
})
afterEach(async () => {
  expect(broker.bugs).toEqual([])
  await broker.call('DELETE', '/connectors/prices')
  await broker[Symbol.asyncDispose]()
})

const config = {
  'database.dbname': 'erp',
  'table.include.list': 'item_price',
  topic: 'prices',
  'message.key.columns': 'item_code',
}
const start = (more = {}) => broker.call('PUT', '/connectors/prices/config', { ...config, ...more })
const events = async () => {
  await broker.clock.advance(60_000)
  return (await broker.log.read('prices')).map(({ value }) => value)
}

test('rows that are changed become messages, in the order of their commits, each once', async () => {
  expect((await start()).status).toBe(201)
  expect((await start()).status).toBe(200)
  expect((await broker.call('GET', '/connectors/prices/status')).body).toMatchObject({
    connector: { state: 'RUNNING' },
    way: 'logical',
  })
  await erp.query(`insert into item_price values ('A', 1, 10), ('B', 1, 5)`)
  await erp.query('insert into other values (1)')
  await erp.query(`update item_price set price = 12.50 where item_code = 'A'`)
  await erp.query(`delete from item_price where item_code = 'B'`)
  expect(await events()).toHaveLength(4)
  expect((await broker.log.read('prices')).filter(({ key }) => key === 'A').map(({ value }) => value)).toMatchObject([
    { op: 'c', before: null, after: { item_code: 'A', price_list: '1', price: '10.00' } },
    { op: 'u', after: { price: '12.50' }, source: { db: 'erp', table: 'item_price' } },
  ])
  expect(await events()).toHaveLength(4)
})

test('a change that is rolled back is never told of, and one that is big is told of whole', async () => {
  await start()
  await expect(
    erp.transaction(async (session) => {
      await session.query(`insert into item_price values ('A', 1, 10)`)
      throw new Error('no')
    }),
  ).rejects.toThrow('no')
  await erp.query(`insert into item_price select 'C' || n, 1, n from generate_series(1, 2500) as n`)
  expect(await events()).toHaveLength(2500)
})

test('what could not be published is told of again', async () => {
  await start()
  await erp.query(`insert into item_price values ('A', 1, 10)`)
  await broker.call('PUT', '/config/prices-value', { compatibility: 'NONE' })
  const strict = JSON.stringify({ type: 'array' })
  await broker.call('POST', '/subjects/prices-value/versions', { schemaType: 'JSON', schema: strict })
  await expect(events()).rejects.toThrow('does not fit the schema')
  await broker.call('POST', '/subjects/prices-value/versions', { schemaType: 'JSON', schema: '{"type":"object"}' })
  expect(await events()).toHaveLength(1)
})

test('a feed that ends leaves nothing in the database', async () => {
  await start()
  expect((await broker.call('DELETE', '/connectors/prices')).status).toBe(204)
  expect((await broker.call('DELETE', '/connectors/prices')).status).toBe(404)
  expect((await broker.call('GET', '/connectors/prices/status')).status).toBe(404)
  const left = 'select slot_name from pg_replication_slots union all select pubname from pg_publication'
  expect((await erp.query(left)).rows).toEqual([])
})

test.each([
  [{ 'database.dbname': 'crm' }, 400],
  [{ 'table.include.list': 'none' }, 400],
  [{ 'table.include.list': 'item_price; drop table other' }, 400],
  [{ 'message.key.columns': 'none' }, 400],
  [{ topic: 'none' }, 400],
  [{ topic: 5 }, 400],
])('%j is refused', async (more, status) => {
  expect((await start(more)).status).toBe(status)
  expect((await broker.call('GET', '/connectors')).body).toEqual([])
})

test('another feed under the same name is refused, and so is a name that is none', async () => {
  await start()
  expect((await start({ 'message.key.columns': 'price_list' })).status).toBe(409)
  expect((await broker.call('PUT', '/connectors/a%22b/config', config)).status).toBe(400)
})
