import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { MongoClient } from 'mongodb'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { SqlStore } from '../../src/core/sql-store.ts'
import { type Databases, startDatabases } from '../scenario/databases.ts'
import { startServer, type TestServer } from '../stores/mongodb/transfer/servers.ts'
import { type Sandbox, sandbox } from './sandbox.ts'

/* ERP, OMS and PIM keep their data in databases of somebody else. */
let databases: Databases
let documents: TestServer
let box: Sandbox

beforeAll(async () => {
  databases = await startDatabases(['first', 'second'])
  documents = await startServer()
  await first().script('create table own (id int); insert into own values (7)')
})
afterAll(async () => {
  await databases[Symbol.asyncDispose]()
  await documents[Symbol.asyncDispose]()
})
beforeEach(() => {
  box = sandbox()
})
afterEach(async () => {
  box[Symbol.dispose]()
  for (const store of [first(), second()]) await store.script('drop table if exists standin_environment')
  await documents.client.db('pim_test').dropDatabase()
})

const first = (): SqlStore => databases.stores.first as SqlStore
const second = (): SqlStore => databases.stores.second as SqlStore

const pimOnly = '  pim: { store: { kind: mongodb, url: "${PIM_TEST_URL}", database: pim_test } }'
const erpOnly = '  erp: { store: { kind: postgres, url: "${ERP_TEST_URL}" } }'
const all = `${erpOnly}
  oms: { store: { kind: postgres, url: "\${OMS_TEST_URL}" } }
${pimOnly}`

function landscape(systems: string, head = 'version: 1'): string {
  const file = join(box.directory, 'standin.yaml')
  writeFileSync(file, `${head}\nsystems:\n${systems}\n`)
  return file
}

const env = () => ({
  ERP_TEST_URL: databases.url('first'),
  OMS_TEST_URL: databases.url('second'),
  PIM_TEST_URL: documents.url('admin').replace('/admin', ''),
})

async function mark(environment = 'test'): Promise<void> {
  for (const store of [first(), second()])
    await store.script(`create table standin_environment (environment text);
      insert into standin_environment values ('${environment}')`)
  await documents.client.db('pim_test').collection('standin_environment').insertOne({ environment })
}

/** What is in the databases besides what a server has by itself. */
async function content(): Promise<unknown> {
  const relations = `select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema' and c.relname <> 'standin_environment'
    union all select nspname, null from pg_namespace where nspname like 'standin%' order by 1, 2`
  const locks = `select count(*) from pg_locks where locktype = 'advisory'`
  return {
    first: (await first().query(relations)).rows,
    second: (await second().query(relations)).rows,
    locks: (await first().query(locks)).rows,
    pim: (await documents.client.db('pim_test').listCollections().toArray()).map(({ name }) => name),
  }
}

const untouched = (marked: boolean) => ({
  first: [{ nspname: 'public', relname: 'own' }],
  second: [],
  locks: [{ count: 0 }],
  pim: marked ? ['standin_environment'] : [],
})

test('a scenario passes in databases of others, which are as before afterwards', async () => {
  await mark()
  const run = box.start(`scenario run checkout-reservation --verbose --landscape ${landscape(all)}`, { env: env() })
  await run.said(/checkout/)
  const { code, out, err } = await run.ended
  expect(out, err).toMatch(/1 passed/)
  expect(code).toBe(0)
  expect(await content()).toEqual(untouched(true))
  expect((await first().query('select id from own')).rows).toEqual([{ id: 7 }])
})

test('an environment keeps its data there while it is up', async () => {
  await mark()
  const up = box.start(`standin env up --foreground --json --landscape ${landscape(all)}`, { env: env() })
  await up.said(/\n\}/)
  expect((await first().query('select count(*) > 10 as filled from standin_erp.item')).rows).toEqual([{ filled: true }])
  expect(await documents.client.db('pim_test').collection('product').countDocuments()).toBeGreaterThan(10)
  const status = await box.run('standin env status --json')
  const { systems } = JSON.parse(status.out)[0]
  expect(systems).toContainEqual(expect.objectContaining({ name: 'erp', storeBackend: 'external' }))
  expect(systems).toContainEqual(expect.objectContaining({ name: 'shop', storeBackend: 'embedded' }))
  const { storeUrl } = systems.find(({ name }: { name: string }) => name === 'pim')
  await using client = new MongoClient(storeUrl)
  expect(await client.db().collection('product').countDocuments()).toBeGreaterThan(10)

  const second = await box.run(`scenario run checkout-reservation --landscape ${landscape(erpOnly)}`, { env: env() })
  expect(second.err).toContain('another run of standin is using the database of erp')
  expect(second.code).toBe(3)
  const third = await box.run(`scenario run checkout-reservation --landscape ${landscape(pimOnly)}`, {
    env: env(),
  })
  expect(third.err).toContain('another run of standin is using the document database of pim')
  expect(third.code).toBe(3)
  const refusals = ['reset --keep-connections', 'branch'].map((command) => box.run(`standin env ${command}`))
  for (const { code, out, err } of await Promise.all(refusals)) {
    expect(err).toContain('cannot be put back, saved or branched: the stores of erp, pim, oms are not embedded')
    expect([code, out]).toEqual([3, ''])
  }
  up.child.kill('SIGINT')
  await up.ended
  expect(await content()).toEqual(untouched(true))
  expect(box.left()).toEqual(['standin.yaml'])
})

// Not for a server that is not ours to end.
test.skipIf(process.env.STANDIN_TEST_MONGODB)('an environment ends although its database has gone', async () => {
  const gone = await startServer()
  await gone.client.db('pim_test').collection('standin_environment').insertOne({ environment: 'test' })
  const up = box.start(`standin env up --foreground --json --landscape ${landscape(pimOnly)}`, {
    env: { PIM_TEST_URL: gone.url('admin').replace('/admin', '') },
  })
  await up.said(/\n\}/)
  await gone[Symbol.asyncDispose]()
  up.child.kill('SIGTERM')
  const { code, err } = await up.ended
  expect(err).toContain('pim_test: the document server could not be reached')
  expect(code).toBe(130)
  expect(box.left()).toEqual(['standin.yaml'])
})

test('what a killed run left there is dropped by the next one', async () => {
  await mark()
  const killed = box.start(`standin env up --foreground --json --landscape ${landscape(erpOnly)}`, { env: env() })
  await killed.said(/\n\}/)
  killed.child.kill('SIGKILL')
  await once(killed.child, 'close')
  expect((await first().query(`select to_regclass('standin_erp.item') as left`)).rows).toEqual([
    { left: 'standin_erp.item' },
  ])
  const { code, err } = await box.run(`scenario run checkout-reservation --landscape ${landscape(erpOnly)}`, {
    env: env(),
  })
  expect(err).toBe('')
  expect(code).toBe(0)
  expect(await content()).toEqual(untouched(true))
})

test('nothing is written to what nobody calls a test system, unless the user does', async () => {
  const command = `scenario run checkout-reservation --landscape ${landscape(all)}`
  const refused = await box.run(command, { env: env() })
  expect(refused.err).toMatch(/nothing says that the (document )?database of (erp|oms|pim) is there for tests/)
  expect(refused.err).toContain('--i-know')
  expect(refused.code).toBe(2)
  expect(await content()).toEqual(untouched(false))

  const known = await box.run(`${command} --i-know`, { env: env() })
  expect(known.err).toBe('')
  expect(known.code).toBe(0)
  expect(await content()).toEqual(untouched(false))
})

test('nothing is written to what calls itself something else, whatever the user says', async () => {
  await mark('production')
  const command = `scenario run checkout-reservation --i-know --landscape ${landscape(all)}`
  const refused = await box.run(command, { env: env() })
  expect(refused.err).toMatch(/has a standin_environment that does not say "test"/)
  expect(refused.code).toBe(2)
  expect(await content()).toEqual(untouched(true))
})

test('nothing is written to what the landscape marks as production', async () => {
  await mark()
  const file = landscape(erpOnly, 'version: 1\nenvironment: production')
  const refused = await box.run(`scenario run checkout-reservation --i-know --landscape ${file}`, { env: env() })
  expect(refused.err).toContain('the store of erp is marked with `environment: production`')
  expect(refused.code).toBe(2)
})

test('a schema and collections of somebody else are left alone', async () => {
  await first().script('create schema standin_erp; create table standin_erp.item (id int)')
  const schema = await box.run(`scenario run checkout-reservation --i-know --landscape ${landscape(erpOnly)}`, {
    env: env(),
  })
  expect(schema.err).toContain('has a schema standin_erp that standin did not make')
  expect(schema.code).toBe(3)
  await first().script('drop schema standin_erp cascade')

  await documents.client.db('pim_test').collection('product').insertOne({ mine: 1 })
  const pim = landscape(pimOnly)
  const collections = await box.run(`scenario run checkout-reservation --i-know --landscape ${pim}`, { env: env() })
  expect(collections.err).toContain('the document database of pim has collections that standin did not make: product')
  expect(collections.code).toBe(3)
  expect(await documents.client.db('pim_test').collection('product').countDocuments()).toBe(1)
})

test.each([
  ['erp', erpOnly, { ERP_TEST_URL: 'postgres://somebody:s3cret@127.0.0.1:1/erp' }],
  ['pim', pimOnly, { PIM_TEST_URL: 'mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=500' }],
])('a server of %s that is not there ends the command with exit code 3', async (system, systems, urls) => {
  const { code, err } = await box.run(`scenario run checkout-reservation --landscape ${landscape(systems)}`, {
    env: urls,
  })
  expect(err).toContain(`database of ${system} cannot be used`)
  expect(err).not.toContain('s3cret')
  expect(err).not.toContain('    at ')
  expect(code).toBe(3)
  expect(box.left()).toEqual(['standin.yaml'])
})

test('a URL that the driver does not take ends the command with exit code 2, and is not repeated', async () => {
  const command = `scenario run checkout-reservation --landscape ${landscape(pimOnly)}`
  const { code, err } = await box.run(command, { env: { PIM_TEST_URL: 'mongodb://a:s3cret@127.0.0.1:99999/' } })
  expect(err).toContain("the URL of the document server is not one that MongoDB's driver takes")
  expect(err).not.toMatch(/s3cret|\n {4}at /)
  expect(code).toBe(2)
})
