import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SqlStore } from '../../../../src/core/sql-store.ts'
import { corruption } from './content.ts'
import { type ResettableServer, resettableServer } from './reset-server.ts'
import { definitionChanges, landscape, rowChanges, rows } from './undo-content.ts'

const databases = ['erp', 'shop']

let server: ResettableServer
let erp: SqlStore
let shop: SqlStore
let before: unknown

beforeAll(async () => {
  server = await resettableServer(databases, landscape)
  erp = server.store('erp')
  shop = server.store('shop')
  before = await contents()
})
afterAll(() => server[Symbol.asyncDispose]())

const contents = async (): Promise<unknown> => [await rows(erp), await rows(shop)]

async function client(database: string, name = 'till'): Promise<pg.Client> {
  const opened = new pg.Client({ connectionString: server.url(database), application_name: name })
  await opened.connect()
  return opened
}

const few = 4
const groups = rowChanges.flatMap((_, at) => (at % few === 0 ? [rowChanges.slice(at, at + few)] : []))

test.each(groups)('undone: %s and what follows', async (...changes) => {
  for (const change of changes) await erp.script(change)
  await server.resets.main.undo()
  expect(await contents()).toEqual(before)
})

test('whatever was done together, and with more written than is read of the log, all is undone and sound', async () => {
  for (const fill of [`select pg_logical_emit_message(false, '', repeat('x', 50 * 1024 * 1024))`, '']) {
    for (const change of rowChanges) await erp.script(change)
    await shop.script(fill)
    await server.resets.main.undo()
    expect(await contents()).toEqual(before)
  }
  expect(await corruption(erp)).toEqual([])
  await server.resets.main.reset()
  for (const store of [erp, shop]) while (await isCutOff(store));
  expect(await contents()).toEqual(before)
})

test('connections stay: their sessions, prepared statements, temporary tables, listeners and readers go on', async () => {
  const [till, reader] = [await client('shop'), await client('shop')]
  try {
    const pid = (await till.query('select pg_backend_pid() as pid')).rows
    const heard: string[] = []
    till.on('notification', ({ payload = '' }) => heard.push(payload))
    await till.query(
      `listen sold; create temporary table cart (id int); insert into cart values (1); set work_mem = '1MB'`,
    )
    const prepared = { name: 'quantity', text: 'select quantity from item where id = $1', values: [3] }
    const [quantity] = (await till.query(prepared)).rows
    await till.query('update item set quantity = quantity + 1000')
    await reader.query('begin isolation level repeatable read')
    const [sum] = (await reader.query('select sum(quantity) from item')).rows

    await server.resets.main.undo()
    expect((await till.query(prepared)).rows).toEqual([quantity])
    expect((await till.query('select pg_backend_pid() as pid')).rows).toEqual(pid)
    expect((await till.query('select * from cart')).rows).toEqual([{ id: 1 }])
    expect((await till.query('show work_mem')).rows).toEqual([{ work_mem: '1MB' }])
    expect((await reader.query('select sum(quantity) from item')).rows).toEqual([sum])
    await shop.query(`notify sold, 'one'`)
    for (let waited = 0; heard.length === 0 && waited < 100; waited++) await pause(20)
    expect(heard).toEqual(['one'])
    expect(await contents()).toEqual(before)
  } finally {
    await till.end()
    await reader.end()
  }
})

test('programs that write without a pause, in any order, are let through and not disturbed', async () => {
  let ended = false
  let written = 0
  const writer = async (tables: readonly string[]): Promise<void> => {
    const till = await client('erp')
    try {
      for (; !ended; written++) {
        await till.query('begin')
        for (const table of tables) await till.query(`insert into ${table} default values`)
        await till.query('commit')
        await pause(2)
      }
    } finally {
      await till.end()
    }
  }
  const writers = [
    ['note', 'parent'],
    ['parent', 'note'],
    ['note', 'audit'],
    ['audit', 'parent'],
  ].map(writer)
  for (let round = 0; round < 3; round++) await server.resets.main.undo()
  ended = true
  await Promise.all(writers)
  expect(written).toBeGreaterThan(10)
  await server.resets.main.undo()
  expect(await contents()).toEqual(before)
})

test('a transaction that holds rows is waited for, and then named', async () => {
  const till = await client('shop', 'till 4')
  try {
    await erp.query('delete from note')
    await till.query(`begin; update item set quantity = 77 where id = 1`)
    await expect(server.resets.main.undo()).rejects.toMatchObject({
      kind: 'environment',
      code: 'reset.held',
      message: expect.stringMatching(
        /^the rows of shop cannot be undone: "till 4" \(process \d+\) holds audit, item in a transaction that has been open for \d+ s$/,
      ),
    })
    expect((await erp.query('select count(*) from note')).rows).toEqual([{ count: 0 }])
    await till.query('commit; begin; select from item where id = 1 for update')
    await expect(server.resets.main.undo()).rejects.toThrow(/"till 4" \(process \d+\) holds item in/)
    const ending = pause(300).then(() => till.query('commit'))
    await server.resets.main.undo()
    await ending
    expect(await contents()).toEqual(before)
  } finally {
    await till.end()
  }
})

test.each(definitionChanges)('refused: %s', async (_about, changes) => {
  await shop.query('update item set quantity = 0')
  const changed = await rows(shop)
  for (const { change } of changes) await erp.script(change)
  const refusal = await server.resets.main.undo().catch((thrown: unknown) => thrown)
  expect(refusal).toMatchObject({ kind: 'environment', code: 'reset.defined' })
  for (const { said } of changes) expect((refusal as Error).message).toContain(said)
  expect(await rows(shop)).toEqual(changed)
  await server.resets.main.reset()
  for (const store of [erp, shop]) while (await isCutOff(store));
  expect(await contents()).toEqual(before)
})

test('after a moment was kept, the beginning is what comes back', async () => {
  await erp.script('update item set quantity = 8')
  await server.resets.main.capture()
  for (const store of [erp, shop]) while (await isCutOff(store));
  await server.resets.main.undo()
  expect(await contents()).toEqual(before)
})

test('a view that was refreshed, and had been out of date at the beginning, is refused', async () => {
  await erp.script('update item set quantity = 7; refresh materialized view total')
  const moment = await server.resets.main.capture()
  const branch = await server.resets.branch(moment, '-1')
  const stale = server.store('erp-1')
  await stale.script('refresh materialized view above')
  await expect(branch.undo()).rejects.toMatchObject({
    code: 'reset.outdated-view',
    message: expect.stringContaining('public.above'),
  })
  await branch[Symbol.asyncDispose]()
  await server.resets.main.reset()
})

const isCutOff = (store: SqlStore): Promise<boolean> =>
  store.query('select 1').then(
    () => false,
    () => true,
  )
