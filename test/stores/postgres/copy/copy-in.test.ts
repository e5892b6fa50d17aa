import type { Socket } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Batch } from '../../../../src/core/transfer/ports.ts'
import { type CopyConnection, openCopyConnection } from '../../../../src/stores/postgres/copy/connection.ts'
import { copyIn } from '../../../../src/stores/postgres/copy/copy-in.ts'
import { type Databases, startDatabases } from '../../../scenario/databases.ts'

let databases: Databases
const never = new AbortController().signal

beforeAll(async () => {
  databases = await startDatabases(['into'])
})
afterAll(() => databases[Symbol.asyncDispose]())
beforeEach(async () => {
  await databases.stores.into?.script(`
    drop table if exists person, ledger; create table person (id integer primary key, email varchar(12));
    create table ledger (id text primary key, rows integer)`)
})

async function* lines(...batches: string[]): AsyncGenerator<Batch> {
  for (const text of batches) yield { bytes: Buffer.from(text), rows: text.split('\n').length - 1 }
}

interface WriteOptions {
  signal?: AbortSignal
  table?: string
  onOpen?(connection: CopyConnection): void
}

async function write(
  batches: AsyncIterable<Batch>,
  { signal = never, table = 'person', onOpen }: WriteOptions = {},
): Promise<unknown> {
  const connection = await openCopyConnection(databases.url('into'), 'writer')
  onOpen?.(connection)
  try {
    return await copyIn(
      connection,
      { into: 'public."person"', columns: ['id', 'email'], encoding: 'copy-text', table },
      batches,
      async ({ rows }) => void (await connection.client.query(`insert into public.ledger values ('a', ${rows})`)),
      signal,
    )
  } finally {
    // It serves the next chunk, too.
    if (connection.alive) await connection.client.query('select 1')
    await connection.client.end()
  }
}

async function present(): Promise<unknown> {
  const rows = await databases.stores.into?.query('select count(*)::int as rows from person')
  const done = await databases.stores.into?.query('select rows from ledger')
  return { rows: rows?.rows[0]?.rows, done: done?.rows.map(({ rows }) => rows) }
}

test('rows and the row of the ledger are written together', async () => {
  expect(await write(lines('1\ta\n2\t\\N\n', '3\tc\n'))).toEqual({ rows: 3, bytes: 13 })
  expect(await present()).toEqual({ rows: 3, done: [3] })
})

test('a row that the target refuses leaves nothing, and the error names its column and no value', async () => {
  const refused = write(lines('1\ta\n', '2\tsecret@mail.example\n', '3\tc\n'))
  await expect(refused).rejects.toMatchObject({ kind: 'finding', code: 'target.refused' })
  await expect(refused).rejects.toThrow('the target does not take a row of person.email (SQLSTATE 22001)')
  const thrown = (await refused.catch((error: unknown) => error)) as Error
  expect(JSON.stringify([thrown.stack, (thrown.cause as Error).stack, thrown.cause])).not.toContain('secret@')
  expect(await present()).toEqual({ rows: 0, done: [] })
})

test('a constraint is named', async () => {
  await expect(write(lines('1\ta\n1\tb\n'))).rejects.toThrow('a row of person by person_pkey (SQLSTATE 23505)')
})

test('a ledger that refuses leaves nothing', async () => {
  await write(lines('1\ta\n'))
  await expect(write(lines('2\ta\n'))).rejects.toMatchObject({ code: 'target.refused' })
  expect(await present()).toEqual({ rows: 1, done: [1] })
})

test('a source that fails leaves nothing, and its failure is what is thrown', async () => {
  async function* failing(): AsyncGenerator<Batch> {
    yield* lines('1\ta\n')
    throw new RangeError('of the source')
  }
  await expect(write(failing())).rejects.toThrow(RangeError)
  expect(await present()).toEqual({ rows: 0, done: [] })
})

test('rows that get lost are noticed', async () => {
  async function* miscounted(): AsyncGenerator<Batch> {
    yield { bytes: Buffer.from('1\ta\n'), rows: 2 }
  }
  await expect(write(miscounted())).rejects.toMatchObject({ code: 'target.miscounted' })
  expect(await present()).toEqual({ rows: 0, done: [] })
})

test('an abort ends a writing that waits for a lock', async () => {
  const controller = new AbortController()
  await databases.stores.into?.transaction(async (session) => {
    await session.query('lock table person')
    const writing = write(lines('1\ta\n'), { signal: controller.signal })
    setTimeout(() => controller.abort(), 50)
    await expect(writing).rejects.toMatchObject({ code: 'interrupted' })
  })
  expect(await present()).toEqual({ rows: 0, done: [] })
})

test('a target that goes away is the environment’s failure', async () => {
  async function* cut(): AsyncGenerator<Batch> {
    yield* lines('1\ta\n')
    await databases.stores.into?.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'writer'`,
    )
    for (let id = 2; id < 1000; id += 1) yield* lines(`${id}\t${'x'.repeat(10)}\n`)
  }
  await expect(write(cut())).rejects.toMatchObject({ kind: 'environment', code: 'target.lost' })
  expect(await present()).toEqual({ rows: 0, done: [] })
})

// A server that is killed with unread rows resets the connection; what is written after that fails otherwise.
test('a connection that is reset between two batches is the environment’s failure', async () => {
  let opened: CopyConnection | undefined
  async function* reset(): AsyncGenerator<Batch> {
    yield* lines('1\ta\n')
    opened?.client.on('error', () => undefined)
    const socket = opened?.socket as Socket | undefined
    socket?.destroy(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }))
    yield* lines('2\tb\n')
  }
  const onOpen = (connection: CopyConnection) => {
    opened = connection
  }
  await expect(write(reset(), { onOpen })).rejects.toMatchObject({ kind: 'environment', code: 'target.lost' })
  expect(await present()).toEqual({ rows: 0, done: [] })
})
