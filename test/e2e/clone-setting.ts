import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { connectSqlStore } from '../../src/stores/postgres/sql-store.ts'
import { type Databases, startDatabases } from '../scenario/databases.ts'
import { allRaw, startServer, type TestServer } from '../stores/mongodb/transfer/servers.ts'
import { type Ended, type RunningCommand, type Sandbox, type StartOptions, sandbox } from './sandbox.ts'

/** Databases `erp` and `shop` with rows in them, and perhaps `pim` with documents, and files beside which commands are typed. */
export interface CloneSetting extends AsyncDisposable {
  box: Sandbox
  databases: Databases
  /** Where the commands run: standin.yaml names the sources, test.yaml the targets `erp_test`, `shop_test` and `pim_test`. */
  directory: string
  run(command: string, options?: StartOptions): Promise<Ended>
  start(command: string, options?: StartOptions): RunningCommand
  /** A checksum for each table of a database, whatever the order of its rows. */
  checksums(database: string): Promise<Record<string, string>>
  query(database: string, text: string): Promise<Record<string, string>[]>
  /** What is on the server. */
  databaseNames(): Promise<string[]>
  /** A checksum for each collection of a document database, in the order of `_id`. */
  documentChecksums(database: string): Promise<Record<string, string>>
}

const erpTables = `
  create type stage as enum ('lead', 'customer');
  create table partner (code text primary key, name text not null, stage stage, limits numeric(12,2)[]);
  insert into partner select 'C' || lpad(n::text, 7, '0'), 'Partner ' || n, 'customer', array[n, n / 3.0]
    from generate_series(1, 20000) n;
  create table invoice (id bigint generated always as identity primary key, code text references partner, total numeric);
  insert into invoice (code, total) select 'C' || lpad((1 + n % 20000)::text, 7, '0'), n / 7.0
    from generate_series(1, 60000) n;
  create index invoice_code on invoice (code);
  create table nothing (id int);`

const shopTables = `
  create table customer (number text primary key, email text not null unique, born date);
  insert into customer select 'C' || lpad(n::text, 7, '0'), 'somebody' || n || '@example.com', '1970-01-01'::date + n
    from generate_series(1, 20000) n;
  create view adults as select * from customer where born < '2000-01-01';`

export async function cloneSetting({ documents = false } = {}): Promise<CloneSetting> {
  const server = documents ? await startServer() : undefined
  if (server !== undefined) await putProducts(server)
  const databases = await startDatabases(['erp', 'shop'])
  const box = sandbox()
  const { directory } = box
  await databases.stores.erp?.script(erpTables)
  await databases.stores.shop?.script(shopTables)
  for (const store of [databases.stores.erp, databases.stores.shop]) await store?.query('vacuum analyze')
  const store = (use: string, suffix = ''): string =>
    [
      ...['erp', 'shop'].map((name) => ['postgres', name, databases.url(`${name}${suffix}`)]),
      ...(server === undefined ? [] : [['mongodb', 'pim', server.url(`pim${suffix}`)]]),
    ]
      .map(([kind, name, url]) => `  ${name}: { store: { kind: ${kind}, ${use}: "${url}" } }\n`)
      .join('')
  const keepAll = ['erp', 'shop', ...(documents ? ['pim'] : [])].map((name) => `  "${name}.*": keep\n`)
  writeFileSync(join(directory, 'standin.yaml'), `version: 1\nenvironment: production\nsystems:\n${store('source')}`)
  writeFileSync(join(directory, 'test.yaml'), `version: 1\nsystems:\n${store('target', '_test')}`)
  writeFileSync(join(directory, 'policy.yaml'), `version: 1\ncolumns:\n${keepAll.join('')}`)
  writeFileSync(join(directory, 'standin.key'), `${key}\n`, { mode: 0o600 })
  const start = (command: string, options: StartOptions = {}): RunningCommand =>
    box.start(command, { cwd: directory, ...options })
  const rowsOf = async (database: string, query: string): Promise<Record<string, string>[]> => {
    const opened = connectSqlStore(databases.url(database), { applicationName: 'checksums', connections: 1 })
    try {
      return (await opened.query<Record<string, string>>(query)).rows
    } finally {
      await opened.close()
    }
  }
  return {
    box,
    databases,
    directory,
    start,
    run: (command, options) => start(command, options).ended,
    async checksums(database) {
      const tables = await rowsOf(database, `select tablename as name from pg_tables where schemaname = 'public'`)
      const sums = tables.map(async ({ name }) => {
        const sum = `select count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) as sum from "${name}" t`
        return [name, (await rowsOf(database, sum))[0]?.sum ?? '']
      })
      return Object.fromEntries((await Promise.all(sums)).sort())
    },
    query: rowsOf,
    databaseNames: async () =>
      (await rowsOf('erp', 'select datname as name from pg_database order by 1')).map(({ name = '' }) => name),
    async documentChecksums(database) {
      if (server === undefined) return {}
      const names = (await server.client.db(database).listCollections().toArray()).map(({ name }) => name)
      const sums = names.map(async (name) => {
        const hash = createHash('sha256')
        for (const bytes of await allRaw(server, database, name)) hash.update(bytes)
        return [name, hash.digest('hex')]
      })
      return Object.fromEntries((await Promise.all(sums)).sort())
    },
    async [Symbol.asyncDispose]() {
      box[Symbol.dispose]()
      await server?.[Symbol.asyncDispose]()
      await databases[Symbol.asyncDispose]()
    },
  }
}

async function putProducts({ client }: TestServer): Promise<void> {
  const product = (id: number) => ({
    _id: id as never,
    code: `100-${id}`,
    names: { de: `Artikel ${id}`, en: null },
    prices: [id, id / 3],
  })
  const db = client.db('pim')
  for (let from = 0; from < 12_000; from += 1_000)
    await db.collection('product').insertMany(Array.from({ length: 1_000 }, (_, index) => product(from + index)))
  await db.collection('product').createIndex({ code: 1 }, { unique: true })
  await db.collection('nothing').insertOne({ _id: 'x' as never })
}

const key = 'b3a91f0c52d87e64c01955ea7fd2388b46c1f90de2a7743c5b08f61d9e24ca70'
