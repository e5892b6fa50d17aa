import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { SqlRow, SqlStore } from '../../../src/core/sql-store.ts'
import { type Databases, startDatabases } from '../databases.ts'
import {
  capture,
  http,
  invariant,
  missing,
  parallel,
  place,
  query,
  type Served,
  scenario,
  serve,
  sql,
  template,
  trial,
} from '../trial.ts'

let databases: Databases
let store: SqlStore
let served: Served
/** What the server does to the database before it answers. */
let change: () => Promise<unknown>

beforeAll(async () => {
  databases = await startDatabases(['oms'])
  store = databases.stores.oms as SqlStore
  await store.script('create table stock (sku text, on_hand int, reserved int, email text)')
  served = await serve(async () => {
    await change()
    return { body: { sku: '100-0042' } }
  })
})

beforeEach(async () => {
  change = async () => undefined
  await store.script(
    `truncate stock; insert into stock values ('100-0041', 9, 0, null), ('100-0042', 5, 2, 'anna@example.com')`,
  )
})

afterAll(async () => {
  await served[Symbol.asyncDispose]()
  await databases[Symbol.asyncDispose]()
})

const stock = sql('select sku, on_hand, reserved, email from stock order by sku')
const notOversold = (row: Readonly<Record<string, number>>) => (row.on_hand ?? 0) - (row.reserved ?? 0) >= 0
const neverOversold = invariant('never oversold', stock, notOversold)
const order = () => http('order', () => served.url)
const oms = () => trial([{ name: 'oms', sql: store }])

/** Oversells for 50 ms, and longer while nobody has seen it: a slow machine may not come to it in time. */
const oversellFor50ms = (isSeen: () => boolean) => async () => {
  await sleep(30)
  await store.query(`update stock set reserved = 6 where sku = '100-0042'`)
  await sleep(50)
  for (let waited = 0; waited < 5_000 && !isSeen(); waited += 5) await sleep(5)
  await store.query(`update stock set reserved = 2 where sku = '100-0042'`)
  await sleep(30)
}

/** The store, with the rows that queries have given, and how many were on their way at once at most. */
function watching() {
  let [running, most] = [0, 0]
  const rows: SqlRow[] = []
  const watched: SqlStore = {
    ...store,
    async query(text, params) {
      most = Math.max(most, ++running)
      try {
        const result = await store.query(text, params)
        rows.push(...result.rows)
        return result as never
      } finally {
        running--
      }
    },
  }
  return { watched, rows, most: () => most }
}

test('an invariant that holds is sampled after each step and at the end', async () => {
  const { run, events } = oms()
  const result = await run(scenario([order(), order()], { invariants: [neverOversold] }))
  expect(result.verdict).toBe('passed')
  expect(result.invariants).toEqual([{ name: 'never oversold', verdict: 'passed', samples: 3 }])
  expect(events.find((event) => event.type === 'invariant.finished')).toMatchObject({ result: { samples: 3 } })
})

test('a violation that lasts 50 ms is seen while steps run side by side', async () => {
  const { watched, rows } = watching()
  change = oversellFor50ms(() => rows.some(({ reserved }) => reserved === 6))
  const { run } = trial([{ name: 'oms', sql: watched }])
  const lines = { branches: [{ name: 'a', steps: [order()] }] }
  const result = await run(scenario([parallel('race', lines)], { invariants: [neverOversold] }))
  expect(result.verdict).toBe('failed')
  expect(result.steps.map(({ verdict }) => verdict)).toEqual(['passed', 'passed'])
  expect(result.invariants[0]?.samples).toBeGreaterThan(1)
  expect(result.failures).toEqual([
    {
      message: '"never oversold" does not hold for sku "100-0042", on_hand 5, reserved 6, email "***"',
      place,
    },
  ])
  expect(result.invariants[0]).toMatchObject({ verdict: 'failed', failure: result.failures[0] })
})

test('it is sampled all the time while steps run side by side, and never twice at once', async () => {
  const { watched, rows, most } = watching()
  change = async () => {
    while (rows.length < 4) await sleep(5)
  }
  const slow = invariant('slow', sql('select 1 as one from pg_sleep(0.025)'), () => true)
  const { run } = trial([{ name: 'oms', sql: watched }])
  const lines = {
    branches: [{ name: 'a', steps: [parallel('inner', { branches: [{ name: 'b', steps: [order()] }] })] }],
  }
  const result = await run(scenario([parallel('race', lines)], { invariants: [slow] }))
  expect(result.invariants[0]?.samples).toBeGreaterThan(3)
  expect(most()).toBe(1)
})

test("the scenario's own message is rendered for the row concerned, and the first cause comes first", async () => {
  await store.query(`update stock set reserved = 6 where sku = '100-0042'`)
  const message = template((scope: { row: Record<string, unknown> }) => `${scope.row.sku} is oversold`)
  const { run } = oms()
  const failing = http('order', () => served.url, { expect: template({ status: 201 }) })
  const result = await run(
    scenario([order(), failing], { invariants: [invariant('never oversold', stock, notOversold, message)] }),
  )
  expect(result.failures.map((failure) => failure.message)).toEqual([
    '100-0042 is oversold',
    '$.status is 200, expected 201',
  ])
})

test('a violation at the end is seen after everything has settled', async () => {
  let settled = 0
  const { run } = trial([{ name: 'oms', sql: store }], async () => {
    settled++
    await store.query(`update stock set reserved = 7 where sku = '100-0042'`)
  })
  const result = await run(scenario([order()], { invariants: [neverOversold] }))
  expect(settled).toBe(1)
  expect(result).toMatchObject({ verdict: 'failed', invariants: [{ samples: 2, verdict: 'failed' }] })
})

test('an invariant that never saw a row fails', async () => {
  const { run } = oms()
  const empty = invariant('never oversold', sql('select 1 as one where false'), () => true)
  const result = await run(scenario([order()], { invariants: [empty] }))
  expect(result).toMatchObject({ verdict: 'failed', invariants: [{ verdict: 'failed', samples: 0 }] })
  expect(result.failures[0]?.message).toBe('"never oversold" was never evaluated: its query found no row in 2 samples')
})

test('an invariant about something that a step captures is evaluated from then on', async () => {
  const { run } = oms()
  const captured = sql('select sku from stock where sku = $1', [
    (scope: { sku?: string }) => scope.sku ?? missing('sku').evaluate({}),
  ])
  const first = { ...order(), name: 'first' }
  const second = http('second', () => served.url, {
    capture: [capture('sku', (body) => [(body as { sku: string }).sku])],
  })
  const result = await run(scenario([first, second], { invariants: [invariant('there', captured, () => true)] }))
  expect(result).toMatchObject({ verdict: 'passed', invariants: [{ samples: 2 }] })
})

test('no row at one moment is fine', async () => {
  const { run } = oms()
  const steps = [query('clear', 'delete from stock'), query('fill', `insert into stock values ('100-0042', 1, 0)`)]
  const result = await run(scenario(steps, { invariants: [neverOversold] }))
  expect(result).toMatchObject({ verdict: 'passed', invariants: [{ samples: 2 }] })
})

test('a query that is refused is an error, told once', async () => {
  const { run } = oms()
  const broken = invariant('never oversold', sql('select nothing from nowhere'), () => true)
  const result = await run(scenario([order(), order()], { invariants: [broken] }))
  expect(result).toMatchObject({ verdict: 'error', invariants: [{ verdict: 'error', samples: 0 }] })
  expect(result.failures).toEqual([{ message: expect.stringContaining('SQLSTATE 42P01'), place }])
})

test('an invariant that could not be evaluated because the steps broke off is inconclusive', async () => {
  const { run } = oms()
  const empty = invariant('never oversold', sql('select 1 as one where false'), () => true)
  const result = await run(scenario([http('order', 'http://127.0.0.1:1/')], { invariants: [empty] }))
  expect(result).toMatchObject({ verdict: 'error', invariants: [{ verdict: 'inconclusive' }] })
})
