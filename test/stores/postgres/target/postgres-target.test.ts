import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SqlStore } from '../../../../src/core/sql-store.ts'
import { connectSqlStore } from '../../../../src/stores/postgres/sql-store.ts'
import { quoteName } from '../../../../src/stores/postgres/table-name.ts'
import { unmarkedLimit } from '../../../../src/stores/postgres/target/create-database.ts'
import { openPostgresTarget } from '../../../../src/stores/postgres/target/postgres-target.ts'
import { type Databases, startDatabases } from '../../../scenario/databases.ts'
import { copyTables, describeDatabase, jobFor, never } from '../plain-copy.ts'

let databases: Databases
let source: Awaited<ReturnType<typeof describeDatabase>>

beforeAll(async () => {
  databases = await startDatabases(['source', 'home'])
  await databases.stores.source?.script(`
    create table customer (id int generated always as identity primary key, name text unique);
    insert into customer (name) select 'n' || n from generate_series(1, 1000) as n;
    create table "order" (id int primary key, customer int references customer);
    insert into "order" select n, n from generate_series(1, 100) as n;
    comment on database source is 'what the shop sells';
  `)
  source = await describeDatabase(databases.url('source'))
})
afterAll(() => databases[Symbol.asyncDispose]())

async function inDatabase<T>(name: string, body: (store: SqlStore) => Promise<T>): Promise<T> {
  const store = connectSqlStore(databases.url(name), { applicationName: 'standin-test', connections: 1 })
  try {
    return await body(store)
  } finally {
    await store.close()
  }
}

async function names(like: string): Promise<unknown[]> {
  const home = databases.stores.home as SqlStore
  const { rows } = await home.query(
    `select datname || coalesce(': ' || shobj_description(oid, 'pg_database'), '') as name from pg_database where datname like $1 order by 1`,
    [`${like}%`],
  )
  return rows.map(({ name }) => name)
}

async function clone(name: string, mark = '{}', resume = false): Promise<void> {
  await using target = await openPostgresTarget(databases.url(name))
  await target.begin(jobFor(source, mark, resume))
  const rows = await copyTables(databases.url('source'), target, source.schema.tables)
  await target.complete(() => undefined, never)
  await target.verify(rows)
  await target.swapIn()
}

async function make(name: string): Promise<void> {
  await databases.stores.home?.query(`create database ${quoteName(name)}`)
  await inDatabase(name, async (store) => {
    await store.script(`create table old (id int); comment on database ${quoteName(name)} is 'as it was'`)
  })
}

test('a database that is in use is replaced, and there is one of its name at every moment', async () => {
  await make('busy')
  const client = new pg.Client({ connectionString: databases.url('busy') })
  const sentAway = new Promise((resolve) => client.on('error', resolve))
  await client.connect()
  const refused: unknown[] = []
  const open: pg.Client[] = []
  let swapped = false
  const intruder = (async () => {
    while (!swapped) {
      const again = new pg.Client({ connectionString: databases.url('busy') })
      again.on('error', () => undefined)
      await again.connect().catch((thrown: { code?: string }) => refused.push(thrown.code))
      open.push(again)
      if (open.length > 50) await open.shift()?.end()
      await setTimeout(1)
    }
  })()
  await clone('busy')
  swapped = true
  await intruder
  await expect(sentAway).resolves.toMatchObject({ code: '57P01' })
  expect(refused.filter((code) => !['3D000', '57P01', '57P05'].includes(String(code)))).toEqual([])
  expect(await names('busy')).toEqual(['busy: what the shop sells'])
  await inDatabase('busy', async (store) => {
    expect((await store.query('select count(*) as n from customer')).rows).toEqual([{ n: 1000 }])
    expect((await store.query(`select nspname from pg_namespace where nspname like 'standin%'`)).rows).toEqual([])
    expect((await store.query(`insert into customer (name) values ('new') returning id`)).rows).toEqual([{ id: 1001 }])
  })
})

test('names that have to be quoted, or are as long as names can be', async () => {
  const long = `"Ü ${'ä'.repeat(28)}`
  await make(long)
  await clone(long)
  await clone(long)
  expect(await names('"Ü')).toEqual([`${long}: what the shop sells`])
})

describe('a failure', () => {
  test('leaves the old database as it was, and nothing behind', async () => {
    await make('failing')
    await expect(
      (async () => {
        await using target = await openPostgresTarget(databases.url('failing'))
        await target.begin(jobFor(source, '{}'))
        await copyTables(databases.url('source'), target, source.schema.tables.slice(1))
        await target.complete(() => undefined, never)
      })(),
    ).rejects.toMatchObject({
      code: 'clone.constraint-broken',
      message: expect.stringContaining('order_customer_fkey'),
    })
    expect(await names('failing')).toEqual(['failing: as it was'])
    await inDatabase('failing', (store) => store.query('select from old'))
  })

  test('in the definition names the object', async () => {
    const { after, before, kind } = source.definition as unknown as { after: object; before: object; kind: 'postgres' }
    const script = `--\n-- Name: t; Type: TABLE; Schema: x; Owner: -\n--\n\nCREATE TABLE "x"."t" ();\n`
    const definition = { kind, after, before: { ...before, script } }
    await using target = await openPostgresTarget(databases.url('absent'))
    await expect(target.begin({ ...jobFor(source, '{}'), definition })).rejects.toMatchObject({
      kind: 'environment',
      code: 'target.definition-refused',
      message: 'the target does not take the table x.t: schema "x" does not exist (SQLSTATE 3F000)',
    })
    expect(await names('absent')).toEqual([])
  })

  test('when an extension is not there is found before anything is made', async () => {
    const { after, before, kind } = source.definition as unknown as { after: object; before: object; kind: 'postgres' }
    const script = ['postgis', 'hstore', 'timescaledb']
      .map((name) => `--\n-- Name: ${name}; Type: EXTENSION; Schema: -; Owner: -\n--\n\nCREATE EXTENSION "${name}";\n`)
      .join('\n')
    await using target = await openPostgresTarget(databases.url('absent'))
    const begun = target.begin({ ...jobFor(source, '{}'), definition: { kind, after, before: { ...before, script } } })
    await expect(begun).rejects.toMatchObject({
      kind: 'environment',
      problems: [
        { code: 'target.no-extension', message: expect.stringContaining('postgis') },
        { code: 'target.no-extension', message: expect.stringContaining('timescaledb') },
      ],
    })
  })

  test('to arrive in full is found', async () => {
    await using target = await openPostgresTarget(databases.url('absent'))
    await target.begin(jobFor(source, '{}'))
    const rows = await copyTables(databases.url('source'), target, source.schema.tables)
    await target.complete(() => undefined, never)
    await expect(target.verify(new Map([...rows, ['customer', 1001]]))).rejects.toMatchObject({
      code: 'clone.unverified',
      message: 'the table customer has 1000 rows in the target, but 1001 were sent',
    })
  })
})

describe('an interrupted job', () => {
  test('goes on where it stopped', async () => {
    const [first, ...rest] = source.schema.tables
    {
      await using target = await openPostgresTarget(databases.url('resumed'))
      await target.begin(jobFor(source, '{"policy":"a"}'))
      await copyTables(databases.url('source'), target, [first as never])
      target.keep()
    }
    {
      await using other = await openPostgresTarget(databases.url('resumed'))
      const begun = other.begin(jobFor(source, '{"policy":"b"}', true))
      await expect(begun).rejects.toMatchObject({ code: 'clone.changed', message: expect.stringContaining('policy') })
      other.keep()
    }
    {
      await using target = await openPostgresTarget(databases.url('resumed'))
      const { done } = await target.begin(jobFor(source, '{"policy":"a"}', true))
      expect(done).toEqual([{ id: `${first?.name}/00000`, rows: 1000, bytes: expect.any(Number) }])
      const rows = await copyTables(databases.url('source'), target, rest)
      await target.complete(() => undefined, never)
      await target.complete(() => undefined, never)
      await target.verify(new Map([...rows, ['customer', 1000]]))
      await target.swapIn()
    }
    expect(await names('resumed')).toEqual(['resumed: what the shop sells'])
  })

  test('asks what has changed, where it can be told', async () => {
    await using target = await openPostgresTarget(databases.url('asked'))
    await target.begin(jobFor(source, '{"moment":"1"}'))
    target.keep()
    await target[Symbol.asyncDispose]()
    await using again = await openPostgresTarget(databases.url('asked'))
    const asked: unknown[] = []
    const changed = async (...told: unknown[]) => {
      asked.push(told)
      return []
    }
    await again.begin({ ...jobFor(source, '{"moment":"2"}', true), changed })
    expect(asked).toEqual([['{"moment":"1"}', []]])
  })

  test('is not there to be resumed when none was interrupted, and makes room for a new one', async () => {
    await using target = await openPostgresTarget(databases.url('anew'))
    await expect(target.begin(jobFor(source, '{}', true))).rejects.toMatchObject({ code: 'clone.nothing-to-resume' })
    {
      await using killed = await openPostgresTarget(databases.url('anew'))
      await killed.begin(jobFor(source, '{"policy":"a"}'))
      await using rival = await openPostgresTarget(databases.url('anew'))
      await expect(rival.begin(jobFor(source, '{"policy":"b"}'))).rejects.toMatchObject({ code: 'target.busy' })
      killed.keep()
    }
    expect(await names('anew')).toHaveLength(1)
    await clone('anew', '{"policy":"b"}')
    expect(await names('anew')).toEqual(['anew: what the shop sells'])
  })
})

test('what a run has left that was killed before it could mark it goes with the next one', async () => {
  const home = databases.stores.home as SqlStore
  await home.script(`create database unmarked__standin_0a1b2c3d connection limit ${unmarkedLimit}`)
  await home.script('create database unmarked__standin_somebodys')
  await clone('unmarked', '{}')
  expect(await names('unmarked')).toEqual(['unmarked: what the shop sells', 'unmarked__standin_somebodys'])
  const { rows } = await home.query(`select datconnlimit from pg_database where datname = 'unmarked'`)
  expect(rows).toEqual([{ datconnlimit: -1 }])
})

test('a swap can be undone', async () => {
  await make('undone')
  {
    await using target = await openPostgresTarget(databases.url('undone'))
    await target.begin(jobFor(source, '{}'))
    await target.complete(() => undefined, never).catch(() => undefined)
    await target.swapIn()
    await target.swapBack?.()
  }
  expect(await names('undone')).toEqual(['undone: as it was'])
  await inDatabase('undone', (store) => store.query('select from old'))
})

test('an interruption ends what the server is doing', async () => {
  await databases.stores.home?.script('create database slow')
  const { after, before, kind } = source.definition as unknown as {
    after: { script: string }
    before: object
    kind: 'postgres'
  }
  const script = `--\n-- Name: i; Type: INDEX; Schema: x; Owner: -\n--\n\nSELECT pg_sleep(60);\n`
  const interruption = new AbortController()
  await using target = await openPostgresTarget(databases.url('slow'))
  await target.begin({ ...jobFor(source, '{}'), definition: { kind, before, after: { ...after, script } } })
  const completing = target.complete(() => setImmediate(() => interruption.abort()), interruption.signal)
  await expect(completing).rejects.toMatchObject({ code: 'interrupted' })
  await target[Symbol.asyncDispose]()
  expect(await names('slow')).toEqual(['slow'])
})

test('its identity is that of the database, however it is reached', async () => {
  const at = new URL(databases.url('home'))
  const identity = async (url: string) => (await openPostgresTarget(url)).identity
  const home = await identity(at.href)
  at.hostname = 'localhost'
  expect(await identity(at.href)).toBe(home)
  expect(await identity(databases.url('source'))).not.toBe(home)
  await using copy = await startDatabases(['source', 'home'])
  expect(await identity(copy.url('home'))).not.toBe(home)
  await expect(identity('postgres://nobody:x@127.0.0.1:1/x')).rejects.toMatchObject({ code: 'target.unreachable' })
  await expect(identity('host=x')).rejects.toMatchObject({ kind: 'usage' })
})

test('a role that may not create databases is told so', async () => {
  await databases.stores.home?.query(`create role modest_of_this_test login password 'modest'`)
  const address = new URL(databases.url('modest'))
  address.username = 'modest_of_this_test'
  address.password = 'modest'
  await using target = await openPostgresTarget(address.href)
  await expect(target.begin(jobFor(source, '{}'))).rejects.toMatchObject({
    kind: 'environment',
    code: 'target.server-refused',
    message: expect.stringContaining('permission denied'),
  })
})
