import { renameSync } from 'node:fs'
import { join } from 'node:path'
import { MongoClient } from 'mongodb'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EnvironmentStatus } from '../../src/app/requests.ts'
import { type Sandbox, sandbox } from './sandbox.ts'

let box: Sandbox

beforeAll(async () => {
  box = sandbox()
  expect(await box.run('standin env up')).toMatchObject({ code: 0 })
})
afterAll(async () => {
  expect(await box.run('standin env down --all')).toMatchObject({ code: 0 })
  expect(box.left()).toEqual([])
  expect(box.processes()).toEqual([])
  box[Symbol.dispose]()
})

async function statuses(): Promise<EnvironmentStatus[]> {
  return JSON.parse((await box.run('standin env status --json')).out) as EnvironmentStatus[]
}

async function statusOf(name: string): Promise<EnvironmentStatus> {
  const found = (await statuses()).find((status) => status.name === name)
  if (found === undefined) throw new Error(`${name} is not up`)
  return found
}

function system(status: EnvironmentStatus, name: string) {
  const found = status.systems.find((one) => one.name === name)
  if (found === undefined) throw new Error(`there is no ${name}`)
  return found
}

async function sql(status: EnvironmentStatus, query: string, name = 'erp'): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(system(status, name).storeUrl)
  await client.connect()
  try {
    return (await client.query(query)).rows ?? []
  } finally {
    await client.end()
  }
}

async function notify(status: EnvironmentStatus, path: string, init: RequestInit = {}): Promise<unknown> {
  const { url, credentials } = system(status, 'notify')
  const headers = { authorization: `Bearer ${credentials.apiKey}`, 'content-type': 'application/json' }
  return await (await fetch(`${url}${path}`, { ...init, headers })).json()
}

async function publish(status: EnvironmentStatus, topic: string): Promise<number> {
  const { url, credentials } = system(status, 'broker')
  const headers = { authorization: `Bearer ${credentials.apiKey}`, 'content-type': 'application/json' }
  const body = JSON.stringify({ records: [{ key: 'k', value: { text: 'hello' } }] })
  return (await fetch(`${url}/topics/${topic}`, { method: 'POST', headers, body })).status
}

const messages = (status: EnvironmentStatus, topic: string) =>
  status.topics.find((one) => one.topic === topic)?.messages

async function products(status: EnvironmentStatus, change?: (collection: ReturnType<MongoClient['db']>) => unknown) {
  await using client = await MongoClient.connect(system(status, 'pim').storeUrl ?? '')
  await change?.(client.db())
  return await client.db().collection('product').countDocuments()
}

const count = 'select count(*)::int as n from item'

const numbers = [1, 2, 3, 4, 5, 6, 7, 8]

test('a reset puts databases, documents and the mirrors back, under the same URLs and credentials', async () => {
  const before = await statusOf('default')
  await sql(before, `set session_replication_role = replica; delete from item; create table extra (id int)`)
  await products(before, (db) => db.collection('product').deleteMany({}))
  await notify(before, '/emails', { method: 'POST', body: JSON.stringify({ to: 'a@b.example', text: 'hello' }) })
  expect(await notify(before, '/messages?channel=email')).toMatchObject({ items: [{ to: 'a@b.example' }] })
  expect(await publish(before, 'dead-letters')).toBe(200)
  expect(messages(await statusOf('default'), 'dead-letters')).toBe(1)

  const { code, out } = await box.run('standin env reset --json')
  expect([code, JSON.parse(out)]).toMatchObject([0, { name: 'default', waitedForCopies: expect.any(Boolean) }])

  const after = await statusOf('default')
  expect(after.systems.map(({ name, url, storeUrl, credentials }) => [name, url, storeUrl, credentials])).toEqual(
    before.systems.map(({ name, url, storeUrl, credentials }) => [name, url, storeUrl, credentials]),
  )
  expect(messages(after, 'dead-letters')).toBe(0)
  expect(await sql(after, count)).toEqual([{ n: 300 }])
  expect(await sql(after, `select to_regclass('extra') as extra`)).toEqual([{ extra: null }])
  expect(await products(after)).toBe(300)
  expect(await notify(after, '/messages?channel=email')).toEqual({ items: [] })
})

test('what was saved is loaded again, listed and deleted; names that are wrong are refused', async () => {
  const status = await statusOf('default')
  await sql(status, `set session_replication_role = replica; delete from item where item_code like '100-00%'`)
  const [saved] = await sql(status, count)
  expect(await publish(status, 'dead-letters')).toBe(200)
  expect(await box.run('standin env save fewer')).toMatchObject({ code: 0, out: 'default is saved as fewer\n' })
  expect(await sql(status, count)).toEqual([saved])
  await sql(status, 'set session_replication_role = replica; delete from item')
  await products(status, (db) => db.collection('product').drop())
  expect(await publish(status, 'dead-letters')).toBe(200)

  expect(await box.run('standin env load fewer')).toMatchObject({ code: 0, out: 'default is as it was at fewer\n' })
  expect(await sql(status, count)).toEqual([saved])
  expect(await products(status)).toBe(300)
  expect(messages(await statusOf('default'), 'dead-letters')).toBe(1)

  expect(await box.run('standin env save --list')).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^fewer {2}20/),
  })
  expect(await box.run('standin env save fewer')).toMatchObject({ code: 2, err: expect.stringContaining('already') })
  expect(await box.run('standin env load fever')).toMatchObject({ code: 2, err: expect.stringContaining('"fewer"') })
  expect(await box.run('standin env save a/b')).toMatchObject({ code: 2, err: expect.stringContaining('letters') })
  expect(await box.run('standin env save')).toMatchObject({ code: 2, err: expect.stringContaining('--list') })
  expect(await box.run('standin env save fewer --delete')).toMatchObject({ code: 0 })
  expect(await box.run('standin env load fewer')).toMatchObject({ code: 2 })
  expect(await box.run('standin env reset --name nobody')).toMatchObject({
    code: 3,
    err: expect.stringContaining('standin env up --name nobody'),
  })
  expect(await box.run('standin env reset')).toMatchObject({ code: 0 })
  expect(await sql(status, count)).toEqual([{ n: 300 }])
})

test('a reset can undo rows under connections that stay', async () => {
  const status = await statusOf('default')
  const systems = ['erp', 'shop', 'oms']
  const clients = systems.map((name) => new pg.Client(system(status, name).storeUrl))
  for (const client of clients) await client.connect()
  const ask = async (query: string) => Promise.all(clients.map(async (client) => (await client.query(query)).rows))
  try {
    expect(await box.run('standin env reset --keep-connections')).toMatchObject({ code: 0 })
    const before = await Promise.all(clients.map(allRows))
    const backends = await ask('select pg_backend_pid() as pid')
    for (const client of clients)
      for (const name of await tableNames(client)) {
        await client.query(`set session_replication_role = replica`)
        await client.query(`delete from ${name} where ctid in (select ctid from ${name} limit 3)`)
      }
    await ask(`select nextval(oid::regclass) from pg_class where relkind = 'S'`)
    await products(status, (db) => db.collection('product').deleteMany({}))
    expect(await publish(status, 'dead-letters')).toBe(200)
    expect(await Promise.all(clients.map(allRows))).not.toEqual(before)

    const { code, out } = await box.run('standin env reset --keep-connections')
    expect([code, out]).toEqual([0, expect.stringMatching(/^default is reset \(\d+ ms\)\n$/)])
    expect(await ask('select pg_backend_pid() as pid')).toEqual(backends)
    expect(await Promise.all(clients.map(allRows))).toEqual(before)
    expect(await products(status)).toBe(300)
    expect(messages(await statusOf('default'), 'dead-letters')).toBe(0)

    await notify(status, '/emails', { method: 'POST', body: JSON.stringify({ to: 'a@b.example', text: 'hello' }) })
    await clients[0]?.query(`set application_name = 'till'; begin; update item set item_name = item_name`)
    const held = await box.run('standin env reset --keep-connections')
    expect([held.code, held.out]).toEqual([3, ''])
    expect(held.err).toMatch(/the rows of erp cannot be undone: "till" \(process \d+\) holds item in a transaction/)
    await clients[0]?.query('rollback; create table extra (id int)')
    const made = await box.run('standin env reset --keep-connections --json')
    expect(JSON.parse(made.out)).toMatchObject({ error: { problems: [{ code: 'reset.defined' }] } })
    expect(made.out).toContain('table extra')
    // Whoever is refused has lost nothing.
    expect(await notify(status, '/messages?channel=email')).toMatchObject({ items: [{ to: 'a@b.example' }] })
  } finally {
    for (const client of clients) await client.end()
  }
  expect(await box.run('standin env reset')).toMatchObject({ code: 0 })
})

async function tableNames(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'public' order by 1`,
  )
  return rows.map(({ name }) => name)
}

/** What the connector makes anew when it begins: the times of what it brings to the shop, and numbers of new products. */
const madeAnew = (name: string): string => (name === 'public.product' ? '{id,updated_at}' : '{updated_at,position}')

/** All tables' rows, each in order, and the positions of all sequences. */
async function allRows(client: pg.Client): Promise<unknown> {
  const found: unknown[] = [(await client.query('select sequencename, last_value from pg_sequences order by 1')).rows]
  for (const name of await tableNames(client))
    found.push(
      name,
      (
        await client.query(
          `select count(*), md5(string_agg(entry, ',' order by entry))
             from (select (to_jsonb(t) - '${madeAnew(name)}'::text[])::text as entry from ${name} t) entries`,
        )
      ).rows,
    )
  return found
}

test('branches begin with what the environment holds, and do not see each other', async () => {
  const main = await statusOf('default')
  await sql(main, `set session_replication_role = replica; delete from item where item_code = '100-0042'`)
  const { code, out } = await box.run('standin env branch --count 8 --json')
  const branches = JSON.parse(out) as EnvironmentStatus[]
  const [one, two] = branches as [EnvironmentStatus, EnvironmentStatus]
  expect([code, branches.map(({ name }) => name)]).toEqual([0, numbers.map((n) => `default-${n}`)])
  expect(branches.every(({ branchOf }) => branchOf === 'default')).toBe(true)
  expect(new Set(branches.flatMap(({ systems }) => systems.map(({ url }) => url))).size).toBe(8 * two.systems.length)
  // Each is worked on by its own worker, all at once.
  await Promise.all(
    branches.map((branch, index) =>
      sql(
        branch,
        `set session_replication_role = replica; delete from item where item_code like '100-00${index + 1}%'`,
      ),
    ),
  )
  const left = await Promise.all(
    branches.map((branch) => sql(branch, `select array_agg(item_code) as codes from item`)),
  )
  for (const [index, [row]] of left.entries()) {
    const codes = row?.codes as string[]
    for (const n of numbers) expect(codes.includes(`100-00${n}1`), `${n} in ${index + 1}`).toBe(n !== index + 1)
  }
  await sql(one, 'set session_replication_role = replica; delete from item')
  await products(one, (db) => db.collection('product').deleteMany({}))
  await notify(one, '/emails', { method: 'POST', body: JSON.stringify({ to: 'a@b.example', text: 'hello' }) })
  expect(await sql(main, count)).toEqual([{ n: 299 }])
  for (const other of [two, main]) {
    expect(await products(other)).toBe(300)
    expect(await notify(other, '/messages?channel=email')).toEqual({ items: [] })
  }
  expect(await box.run('standin env reset --name default-1')).toMatchObject({ code: 0 })
  expect(await sql(one, count)).toEqual([{ n: 299 }])
  expect(await box.run('standin env down --name default-1')).toMatchObject({ code: 0, out: 'default-1 is down\n' })
  expect((await statuses()).map(({ name }) => name)).toEqual([
    'default',
    ...numbers.slice(1).map((n) => `default-${n}`),
  ])
  expect(await sql(main, `select datname from pg_database where datname like '%-1'`)).toEqual([])
  expect(await box.run('standin env branch --count 0')).toMatchObject({
    code: 2,
    err: expect.stringContaining('1 to 32'),
  })
})

test('the status says sizes, versions and age, and is read by shells', async () => {
  const status = await statusOf('default')
  expect(system(status, 'erp')).toMatchObject({
    storeVersion: expect.stringMatching(/^PostgreSQL 18/),
    storeSize: { unit: 'bytes', amount: expect.any(Number) },
  })
  expect(system(status, 'pim')).toMatchObject({ storeSize: { unit: 'documents', amount: expect.any(Number) } })
  expect(status).toMatchObject({ resetBy: expect.stringMatching(/^(clone|copy)$/), ageSeconds: expect.any(Number) })
  const { out } = await box.run('standin env status --name default --format dotenv')
  expect(out).toContain(`STANDIN_ERP_URL=${system(status, 'erp').url}\n`)
  expect(out).toContain(`STANDIN_SHOP_ACCESS_KEY=${system(status, 'shop').credentials.accessKey}\n`)
  expect(out).toContain(`STANDIN_PIM_STORE_URL='${system(status, 'pim').storeUrl}'\n`)
  expect(await box.run('standin env status --format xml')).toMatchObject({ code: 2 })
})

test('an environment goes on when no more copies can be made', async () => {
  const status = await statusOf('default')
  // What copies are made of was there before what programs use now.
  const templates = await sql(
    status,
    `select oid::int8 from pg_database where oid >= 16384 and oid <
      (select min(oid) from pg_database where oid >= 16384 and datallowconn)`,
  )
  expect(templates.length).toBeGreaterThan(3)
  const base = join(box.directory, box.left()[0] ?? '', 'postgres', 'data', 'base')
  const move = (from: string, to: string) => {
    for (const { oid } of templates) renameSync(join(base, `${oid}${from}`), join(base, `${oid}${to}`))
  }
  move('', '.away')
  try {
    const reset = async () => {
      await sql(status, `set session_replication_role = replica; delete from item where item_code = '100-0042'`)
      return await box.run('standin env reset')
    }
    // As many as there are copies already.
    expect(await reset()).toMatchObject({ code: 0 })
    await reset()
    expect(await publish(status, 'dead-letters')).toBe(200)
    const { code, err } = await reset()
    expect(err).toContain('no copy of the databases can be made')
    expect(code).toBe(3)
  } finally {
    move('.away', '')
  }
  const after = await statusOf('default')
  expect(messages(after, 'dead-letters')).toBe(1)
  expect(await sql(after, count)).toEqual([{ n: 299 }])
  expect(await notify(after, '/messages?channel=email')).toEqual({ items: [] })
  expect(await box.run('standin env reset')).toMatchObject({ code: 0 })
  expect(await sql(after, count)).toEqual([{ n: 300 }])
  expect(messages(await statusOf('default'), 'dead-letters')).toBe(0)
})
