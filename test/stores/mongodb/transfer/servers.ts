import { MongoClient } from 'mongodb'
import type { TableTransform } from '../../../../src/core/rows/table-transform.ts'
import type { Batch, TransferSource, TransferTarget } from '../../../../src/core/transfer/ports.ts'
import { startDocumentServer } from '../../../../src/environment/embedded/documents/document-server.ts'
import { openMongoSource } from '../../../../src/stores/mongodb/transfer/source/open-source.ts'
import { openMongoTarget } from '../../../../src/stores/mongodb/transfer/target/open-target.ts'
import { insertRaw } from '../../../../src/stores/mongodb/transfer/target/raw-insert.ts'

export const never = new AbortController().signal

export interface TestServer extends AsyncDisposable {
  client: MongoClient
  url(database: string): string
}

/** The embedded document server; `STANDIN_TEST_MONGODB` holds the tests to a real one (a URL without a database). */
export async function startServer(): Promise<TestServer> {
  const real = process.env.STANDIN_TEST_MONGODB
  const server =
    real === undefined
      ? await startDocumentServer({ user: 'tester', password: 'c0ffee', now: () => 0 })
      : { url: () => real, [Symbol.asyncDispose]: async () => undefined }
  const client = new MongoClient(server.url('admin'))
  return {
    client,
    url: (database) => server.url(database),
    async [Symbol.asyncDispose]() {
      await client.close()
      await server[Symbol.asyncDispose]()
    },
  }
}

/** A database that nobody else uses, dropped at the end. */
export async function freshDatabase({ client }: TestServer, name: string): Promise<{ name: string } & AsyncDisposable> {
  const unique = `${name}-${Math.random().toString(36).slice(2, 10)}`
  return {
    name: unique,
    async [Symbol.asyncDispose]() {
      await client.db(unique).dropDatabase()
    },
  }
}

export async function putRaw(
  { client }: TestServer,
  database: string,
  collection: string,
  documents: readonly Uint8Array[],
): Promise<void> {
  await insertRaw(client.db(database), collection, Buffer.concat(documents), { ordered: true })
}

/** All documents as bytes, in the order of `_id`. */
export async function allRaw({ client }: TestServer, database: string, collection: string): Promise<Buffer[]> {
  const found = await client
    .db(database)
    .collection(collection)
    .find({}, { raw: true, sort: { _id: 1 } })
    .toArray()
  return found.map((bytes) => Buffer.from(bytes as unknown as Uint8Array))
}

export interface CloneOptions {
  transforms?: Readonly<Record<string, TableTransform>>
  resume?: boolean
  /** Ends the run as if it was killed, before this chunk is written to its end. */
  dieAt?: string
  sample?: number
  swap?: boolean
}

export class Died extends Error {}

/** Everything that a clone does to one store. */
export async function cloneDatabase(
  server: TestServer,
  from: string,
  to: string,
  { transforms = {}, resume = false, dieAt, sample, swap = true }: CloneOptions = {},
): Promise<void> {
  await using source = await openMongoSource(server.url(from), from, { ...(sample !== undefined && { sample }) })
  await using target = await openMongoTarget(server.url(to), to)
  const definition = await source.definition()
  const { done } = await target.begin({ mark: '{"a":"1"}', definition, tables: source.schema.tables, resume })
  const rows = new Map<string, number>()
  const count = (table: string, more: number): void => void rows.set(table, (rows.get(table) ?? 0) + more)
  for (const chunk of await source.chunks()) {
    const before = done.find(({ id }) => id === chunk.id)
    if (before !== undefined) {
      count(chunk.table, before.rows)
      continue
    }
    const batches = source.read(chunk, transforms[chunk.table], never)
    if (chunk.id === dieAt) target.keep()
    const written = await target.write(chunk, chunk.id === dieAt ? dying(batches) : batches, never)
    count(chunk.table, written.rows)
  }
  await finish(target, rows, swap)
}

async function finish(target: TransferTarget, rows: ReadonlyMap<string, number>, swap: boolean): Promise<void> {
  await target.complete(() => undefined, never)
  await target.verify(rows)
  if (swap) await target.swapIn()
}

async function* dying(batches: AsyncIterable<Batch>): AsyncGenerator<Batch> {
  for await (const batch of batches) {
    yield batch
    throw new Died('killed')
  }
}

export async function columnsOf(source: TransferSource, table: string): Promise<string[]> {
  return (source.schema.tables.find(({ name }) => name === table)?.columns ?? []).map(
    ({ name, type }) => `${name}: ${type.name}`,
  )
}
