import { type Collection, type Db, type Document, MongoClient } from 'mongodb'
import { afterAll, beforeAll, describe } from 'vitest'
import { aggregateContract } from './documents/aggregates.ts'
import { commandContract } from './documents/commands.ts'
import { findContract } from './documents/finds.ts'
import { indexContract } from './documents/indexes.ts'
import { originalContract } from './documents/originals.ts'
import { portContract } from './documents/port.ts'
import type { Setting } from './documents/setting.ts'
import { typeContract } from './documents/types.ts'
import { updateContract } from './documents/updates.ts'

export interface StartedDocumentStore {
  url: string
  stop(): Promise<void>
}

/**
 * What every server must do that keeps documents for standin: the behaviour of MongoDB 7 and 8 on a single server.
 * Works in databases of its own and drops them at the end.
 */
export function documentStoreContract(name: string, { start }: { start(): Promise<StartedDocumentStore> }): void {
  describe(`document store: ${name}`, () => {
    let started: StartedDocumentStore
    let client: MongoClient
    let db: Db
    let last = 0
    const database = `contract-${Date.now().toString(36)}`

    beforeAll(async () => {
      started = await start()
      client = new MongoClient(started.url, { serverSelectionTimeoutMS: 5_000 })
      db = client.db(database)
    })
    afterAll(async () => {
      await db?.dropDatabase()
      await client?.close()
      await started?.stop()
    })

    const setting: Setting = {
      client: () => client,
      db: () => db,
      async holding(...documents) {
        const collection: Collection<Document> = db.collection(`c${++last}`)
        if (documents.length > 0) await collection.insertMany(documents)
        else await db.createCollection(collection.collectionName)
        return collection
      },
    }
    findContract(setting)
    updateContract(setting)
    aggregateContract(setting)
    indexContract(setting)
    typeContract(setting)
    commandContract(setting)
    originalContract(setting)
    portContract(
      () => started.url,
      () => `${database}-port`,
    )
  })
}
