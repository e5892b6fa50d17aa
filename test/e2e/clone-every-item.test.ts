import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Databases, startDatabases } from '../scenario/databases.ts'
import { documentBytes, everyType, int32 } from '../stores/mongodb/transfer/bson-bytes.ts'
import { allRaw, putRaw, startServer, type TestServer } from '../stores/mongodb/transfer/servers.ts'
import { describeDatabase, readContents } from '../stores/postgres/plain-copy.ts'
import { type Sandbox, sandbox } from './sandbox.ts'

const everyItem = readFileSync(new URL('../stores/postgres/every-item.sql', import.meta.url), 'utf8')

let databases: Databases
let documents: TestServer
let box: Sandbox

beforeAll(async () => {
  databases = await startDatabases(['every'])
  await databases.stores.every?.script(everyItem)
  documents = await startServer()
  const all = [1, 2, 3].map((id) => everyType(['_id', 0x10, int32(id)]))
  await putRaw(documents, 'types', 'things', [...all, documentBytes(['_id', 0x10, int32(4)])])
  box = sandbox()
  const stores = (use: string, suffix: string): string =>
    `version: 1\nsystems:
  every: { store: { kind: postgres, ${use}: "${databases.url(`every${suffix}`)}" } }
  types: { store: { kind: mongodb, ${use}: "${documents.url(`types${suffix}`)}" } }\n`
  writeFileSync(join(box.directory, 'standin.yaml'), stores('source', ''))
  writeFileSync(join(box.directory, 'test.yaml'), stores('target', '_copy'))
  writeFileSync(join(box.directory, 'policy.yaml'), 'version: 1\ncolumns: { "every.*": keep, "types.*": keep }\n')
})

afterAll(async () => {
  box?.[Symbol.dispose]()
  await documents?.[Symbol.asyncDispose]()
  await databases?.[Symbol.asyncDispose]()
})

test('a database with every item, and documents of every type, come through a snapshot as they were', async () => {
  for (const command of [
    'standin clone --ephemeral-key --snapshot snapshot',
    'standin seed snapshot --target test.yaml',
  ]) {
    const { code, err } = await box.run(command, { cwd: box.directory })
    expect({ code, err }).toEqual({ code: 0, err: expect.any(String) })
  }
  const [source, target] = [
    await describeDatabase(databases.url('every')),
    await describeDatabase(databases.url('every_copy')),
  ]
  expect(target.definition).toEqual(source.definition)
  const { tables } = source.schema
  expect(tables.length).toBeGreaterThan(20)
  expect(await readContents(databases.url('every_copy'), tables)).toEqual(
    await readContents(databases.url('every'), tables),
  )
  const there = await allRaw(documents, 'types', 'things')
  expect(there).toHaveLength(4)
  expect(await allRaw(documents, 'types_copy', 'things')).toEqual(there)
})
