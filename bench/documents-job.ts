/*
 * One copy of the collection, in a process of its own: `plain` as a driver's user would write it, `clone` by standin.
 * Prints seconds and peak memory as JSON.
 */
import { BSON, MongoClient } from 'mongodb'
import { openMongoSource } from '../src/stores/mongodb/transfer/source/open-source.ts'
import { openMongoTarget } from '../src/stores/mongodb/transfer/target/open-target.ts'
import { treatmentsOf } from './clone-treatments.ts'
import { policy } from './documents-data.ts'

const [, , job = '', url = '', from = '', to = ''] = process.argv

const started = performance.now()
if (job === 'plain') await plainCopy()
else await clone()
const seconds = (performance.now() - started) / 1000
console.log(JSON.stringify({ seconds, peakBytes: process.resourceUsage().maxRSS * 1024 }))

async function plainCopy(): Promise<void> {
  await using client = new MongoClient(url)
  const target = client.db(to).collection('customer')
  const cursor = client.db(from).collection('customer').find({}, { raw: true, batchSize: 5_000 })
  const exactly = { promoteValues: false, bsonRegExp: true } as const
  while (await cursor.hasNext()) {
    const documents = cursor.readBufferedDocuments() as unknown as Uint8Array[]
    await target.insertMany(
      documents.map((bytes) => BSON.deserialize(bytes, exactly)),
      { ordered: false },
    )
  }
}

async function clone(): Promise<void> {
  const { signal } = new AbortController()
  await using source = await openMongoSource(url, from)
  await using target = await openMongoTarget(url, to)
  const transformOf = await treatmentsOf(policy, source, signal)
  const definition = await source.definition()
  await target.begin({ mark: '{}', definition, tables: source.schema.tables, resume: false })
  let rows = 0
  for (const chunk of await source.chunks())
    rows += (await target.write(chunk, source.read(chunk, transformOf(chunk.table), signal), signal)).rows
  await target.complete(() => undefined, signal)
  await target.verify(new Map([['customer', rows]]))
  await target.swapIn()
}
