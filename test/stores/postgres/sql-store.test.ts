import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectSqlStore } from '../../../src/stores/postgres/sql-store.ts'
import { type Databases, startDatabases } from '../../scenario/databases.ts'

let databases: Databases

beforeAll(async () => {
  databases = await startDatabases(['trial'])
})
afterAll(() => databases[Symbol.asyncDispose]())

const connect = (url = databases.url('trial')) => connectSqlStore(url, { applicationName: 'trial', connections: 3 })

async function withStore<T>(use: (store: ReturnType<typeof connect>) => Promise<T>): Promise<T> {
  const store = connect()
  try {
    return await use(store)
  } finally {
    await store.close()
  }
}

test('money stays text, whole numbers are numbers while they are safe, dates have no time', () =>
  withStore(async (store) => {
    const { rows, rowCount } = await store.query(
      `select 12.30::numeric as money, 7::bigint as small, 9007199254740993::bigint as large, date '2026-03-02' as day`,
    )
    expect(rows).toEqual([{ money: '12.30', small: 7, large: '9007199254740993', day: '2026-03-02' }])
    expect(rowCount).toBe(1)
  }))

test('a transaction that throws leaves nothing', () =>
  withStore(async (store) => {
    await store.script('create table kept (id int primary key)')
    await expect(
      store.transaction(async (session) => {
        await session.query('insert into kept values (1)')
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    expect((await store.query('select * from kept')).rows).toEqual([])
  }))

test('what the server refuses is a finding with its SQLSTATE, without values', () =>
  withStore(async (store) => {
    await store.script("create table once (email text unique); insert into once values ('a@example.com')")
    const refused = store.query('insert into once values ($1)', ['a@example.com'])
    await expect(refused).rejects.toMatchObject({ kind: 'finding', code: 'sql.failed' })
    await expect(refused).rejects.toThrow(/once_email_key.*SQLSTATE 23505/)
    await expect(refused).rejects.not.toThrow(/a@example/)
  }))

test('a server that cannot be reached is the environment’s failure', async () => {
  const store = connect('postgres://nobody:x@127.0.0.1:1/none')
  await expect(store.query('select 1')).rejects.toMatchObject({ kind: 'environment', code: 'sql.unreachable' })
  await store.close()
})

test('a connection that is cut within a transaction fails it, and the next one works', () =>
  withStore(async (store) => {
    await expect(
      store.transaction(async (session) => {
        const { rows } = await session.query<{ pid: number }>('select pg_backend_pid() as pid')
        await store.query('select pg_terminate_backend($1)', [rows[0]?.pid])
        // Time for the end of the connection to arrive while nobody waits for an answer on it.
        await store.query('select pg_sleep(0.05)')
        await session.query('select 1')
      }),
    ).rejects.toMatchObject({ code: 'sql.unreachable' })
    expect((await store.query('select 1 as one')).rows).toEqual([{ one: 1 }])
  }))

describe('rows that are appended', () => {
  const rows = [
    ['a', 'tab\tline\nreturn\rback\\slash \\N', '12.30'],
    ['b', '', null],
    ['c', null, '0.10'],
    ['ü 🧴', '\\.', '1'],
  ] as const

  test('are there as they were given, in any number', () =>
    withStore(async (store) => {
      await store.script('create table "Kept row" (code text, "some text" text, amount numeric(14,2), n int default 7)')
      const append = store.transaction((session) => session.append('Kept row', ['code', 'some text', 'amount'], rows))
      expect(await append).toBe(4)
      expect((await store.query('select * from "Kept row" order by code')).rows).toEqual([
        { code: 'a', 'some text': 'tab\tline\nreturn\rback\\slash \\N', amount: '12.30', n: 7 },
        { code: 'b', 'some text': '', amount: null, n: 7 },
        { code: 'c', 'some text': null, amount: '0.10', n: 7 },
        { code: 'ü 🧴', 'some text': '\\.', amount: '1.00', n: 7 },
      ])
      const many = Array.from({ length: 30_000 }, (_, index) => [String(index), 'x'.repeat(20)])
      expect(await store.transaction((session) => session.append('Kept row', ['code', 'some text'], many))).toBe(30_000)
      expect(await store.transaction((session) => session.append('Kept row', ['code'], []))).toBe(0)
    }))

  test('are refused with the SQLSTATE and without values, and the connection goes on', () =>
    withStore(async (store) => {
      await store.script('create table amounts (amount int unique)')
      const append = (...values: string[]) =>
        store.transaction((session) =>
          session.append(
            'amounts',
            ['amount'],
            values.map((value) => [value]),
          ),
        )
      await expect(append('1', 'secret')).rejects.toMatchObject({ kind: 'finding', code: 'sql.failed' })
      await expect(append('1', '1')).rejects.toThrow(/amounts_amount_key.*SQLSTATE 23505/)
      await expect(store.transaction((session) => session.append('nothing', ['amount'], []))).rejects.toThrow('42P01')
      expect(await append('1', '2')).toBe(2)
    }))

  test('go with the transaction, and fail with a connection that is cut', () =>
    withStore(async (store) => {
      await store.script('create table gone (n int)')
      const cut = store.transaction(async (session) => {
        await session.append('gone', ['n'], [['1']])
        const { rows: own } = await session.query<{ pid: number }>('select pg_backend_pid() as pid')
        await store.query('select pg_terminate_backend($1, 2000)', [own[0]?.pid])
        await session.append('gone', ['n'], [['2']])
      })
      await expect(cut).rejects.toMatchObject({ kind: 'environment', code: 'sql.unreachable' })
      expect((await store.query('select * from gone')).rows).toEqual([])
    }))
})
