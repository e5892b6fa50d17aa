import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { SqlStore } from '../../../src/core/sql-store.ts'
import { faultySqlStore } from '../../../src/environment/faults/faulty-sql-store.ts'
import { type Databases, startDatabases } from '../../scenario/databases.ts'
import { type Board, newBoard } from '../raise.ts'

const oms = { kind: 'store', name: 'oms' } as const

let databases: Databases
let direct: SqlStore
let faults: Board
let store: SqlStore

beforeAll(async () => {
  databases = await startDatabases(['oms'])
  direct = databases.stores.oms as SqlStore
  await direct.script('create table unit (id int primary key)')
})
afterAll(() => databases[Symbol.asyncDispose]())
beforeEach(async () => {
  await direct.query('delete from unit')
  faults = newBoard()
  store = faultySqlStore(direct, 'oms', faults.board)
})

const count = async (): Promise<unknown> => (await direct.query('select count(*) as n from unit')).rows[0]?.n

test('a cut connection ends the transaction, and the next one works', async () => {
  const isSecond = { matches: (subject: unknown) => JSON.stringify(subject).includes('values (2)') }
  faults.raise(oms, { kind: 'cut', bytes: 0 }, { ...isSecond, times: 1 })
  const write = () =>
    store.transaction(async (session) => {
      await session.query('insert into unit values (1)')
      await session.query('insert into unit values (2)')
    })
  await expect(write()).rejects.toMatchObject({ kind: 'environment', code: 'sql.unreachable' })
  expect(await count()).toBe(0)
  expect(faults.fired).toEqual(['cut: insert into unit values (2)'])
  await write()
  expect(await count()).toBe(2)
})

test('a cut connection fails a single statement, too', async () => {
  faults.raise(oms, { kind: 'cut', bytes: 0 }, { times: 1 })
  await expect(store.query('insert into unit values (1)')).rejects.toMatchObject({ code: 'sql.unreachable' })
  expect(await count()).toBe(0)
  await store.query('insert into unit values ($1)', [1])
  expect(await count()).toBe(1)
})

test('a lost acknowledgement leaves what was committed', async () => {
  faults.raise(oms, { kind: 'lostAck', as: 'cut' }, { times: 1 })
  await expect(store.query('insert into unit values (1)')).rejects.toMatchObject({ code: 'sql.unreachable' })
  expect(await count()).toBe(1)
})

test('a slow statement takes its time', async () => {
  faults.raise(oms, { kind: 'slow', delay: { kind: 'fixed', delay: 50 } })
  const started = performance.now()
  await store.query('select 1')
  expect(performance.now() - started).toBeGreaterThan(45)
})

test('conditions see the statement and its parameters', async () => {
  const seen: unknown[] = []
  faults.raise(oms, { kind: 'cut', bytes: 0 }, { matches: (subject) => seen.push(subject) < 0 })
  await store.query('select $1::int', [7])
  expect(seen).toEqual([{ query: { text: 'select $1::int', params: ['7'] } }])
})
