import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SqlStore } from '../../../../src/core/sql-store.ts'
import { type DumpOptions, dumpDefinition } from '../../../../src/stores/postgres/schema/dump-definition.ts'
import { type Databases, startDatabases } from '../../../scenario/databases.ts'

let databases: Databases
let directory: string

const options: DumpOptions = { serverVersion: 180_004, leftOut: [], signal: new AbortController().signal }

beforeAll(async () => {
  databases = await startDatabases(['dumped'])
  directory = await mkdtemp(join(tmpdir(), 'standin-dump-'))
  await (databases.stores.dumped as SqlStore).script(`
    create extension postgres_fdw;
    create server far foreign data wrapper postgres_fdw options (host 'x');
    comment on server far is 'it';
    create user mapping for current_user server far options (user 'u', password 'a secret');
    create foreign table remote (id int) server far;
    create view over_remote as select * from remote;
    create table customer (id int primary key, name text);
    insert into customer values (1, 'a person');
    analyze customer;
    create publication changes for table customer;
    create role somebody_of_this_test; grant select on customer to somebody_of_this_test;
  `)
})
afterAll(async () => {
  await databases[Symbol.asyncDispose]()
  await rm(directory, { recursive: true })
})

/** A pg_dump that says what it was called with. */
async function install(name: string, version: string, body = ''): Promise<string> {
  const bin = join(directory, name)
  await mkdir(bin)
  const script = `#!/bin/sh\nif [ "$1" = --version ]; then echo "pg_dump (PostgreSQL) ${version}"; exit; fi\n${body}\n`
  await writeFile(join(bin, 'pg_dump'), script)
  await chmod(join(bin, 'pg_dump'), 0o755)
  return bin
}

test('holds no rows, no secrets, and nothing that is not carried', async () => {
  const leftOut = ['remote', 'over_remote'].map((name) => ({ schema: 'public', name }))
  const { before, after } = await dumpDefinition(databases.url('dumped'), { ...options, leftOut })
  expect(before).toContain('CREATE TABLE "public"."customer"')
  expect(before).toContain('SET default_table_access_method = "heap";')
  expect(after).toContain('PRIMARY KEY ("id")')
  expect(before + after).not.toMatch(
    /secret|person|"remote"|"far"|SERVER|PUBLICATION|GRANT|OWNER|restrict|transaction_timeout/,
  )
})

test('shares the view of a transaction', async () => {
  const store = databases.stores.dumped as SqlStore
  await store.transaction(async (session) => {
    await session.query('set transaction isolation level repeatable read')
    const { rows } = await session.query<{ id: string }>('select pg_export_snapshot() as id')
    await store.query('create table later (id int)')
    const { before } = await dumpDefinition(databases.url('dumped'), { ...options, snapshot: rows[0]?.id ?? '' })
    expect(before).not.toContain('later')
  })
  await store.query('drop table later')
})

test('comes from the first pg_dump on the path that is new enough', async () => {
  const called = join(directory, 'called')
  const old = await install('old', '17.6 (Debian)')
  const fitting = await install(
    'fitting',
    '19beta1',
    `printf '%s\\n' "$*" "$PGHOST $PGPORT $PGUSER $PGPASSWORD $PGDATABASE $PGSSLMODE" >> '${called}'
printf -- '--\\n-- Name: t; Type: TABLE; Schema: s; Owner: -\\n--\\n\\nCREATE TABLE t ();\\n'`,
  )
  const url = 'postgres://me:p%40ss@db.example:6543/shop?sslmode=verify-full'
  const searchPath = ['', join(directory, 'nowhere'), old, fitting].join(delimiter)
  const { before } = await dumpDefinition(url, { ...options, searchPath })
  expect(before).toBe('--\n-- Name: t; Type: TABLE; Schema: s; Owner: -\n--\n\nCREATE TABLE t ();\n\n')
  const [args, address] = (await readFile(called, 'utf8')).split('\n')
  expect(address).toBe('db.example 6543 me p@ss shop verify-full')
  expect(args).toMatch(/^--section=pre-data .*--no-owner --no-privileges/)
  expect(args).not.toContain('p@ss')
})

test('without one, comes from npm; for a newer server there is none', async () => {
  const old = await install('older', '15.2')
  const { before } = await dumpDefinition(databases.url('dumped'), { ...options, searchPath: old })
  expect(before).toContain('customer')
  const future = dumpDefinition(databases.url('dumped'), { ...options, serverVersion: 190_000, searchPath: old })
  await expect(future).rejects.toMatchObject({ kind: 'environment', code: 'postgres.too-new' })
})

test('what pg_dump says becomes the message', async () => {
  const failing = await install('failing', '18.1', 'echo "pg_dump: error: no permission" >&2; exit 1')
  await expect(dumpDefinition(databases.url('dumped'), { ...options, searchPath: failing })).rejects.toMatchObject({
    code: 'source.undumpable',
    message: expect.stringContaining('no permission'),
  })
  await expect(dumpDefinition(databases.url('dumped'), { ...options, snapshot: 'none' })).rejects.toMatchObject({
    code: 'source.undumpable',
    message: expect.stringContaining('none'),
  })
  await expect(dumpDefinition(databases.url('absent'), options)).rejects.toMatchObject({ kind: 'environment' })
})

test('can be interrupted', async () => {
  const interruption = new AbortController()
  const dumping = dumpDefinition(databases.url('dumped'), { ...options, signal: interruption.signal })
  setTimeout(() => interruption.abort(), 50)
  await expect(dumping).rejects.toMatchObject({ code: 'interrupted' })
})
