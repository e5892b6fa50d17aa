import { type Collection, MongoClient, type MongoClientOptions, type Document as Stored } from 'mongodb'
import type { DocumentCollection, DocumentStore } from '../../core/document-store.ts'
import { StandinError } from '../../core/error.ts'
import { documentsFailed } from './documents-failed.ts'

/** How long a server may take to be found, in milliseconds, where the URL does not say it. */
const selectionTimeout = 5_000

const urlForm = 'Write mongodb://USER:PASSWORD@HOST:PORT/DATABASE, with options that the driver knows.'

/** A database of a MongoDB server, through the official driver. Connects with the first operation. Throws `documents.bad-url`. */
export function connectDocumentStore(url: string, database: string): DocumentStore {
  const patience = /[?&]serverSelectionTimeoutMS=/.test(url) ? {} : { serverSelectionTimeoutMS: selectionTimeout }
  const client = clientFor(url, patience, database)
  const db = client.db(database)
  return {
    collection: (name) => documentCollection(db.collection(name), `${database}.${name}`),
    collections: async () =>
      (await guarded(database, () => db.listCollections({}, { nameOnly: true }).toArray())).map(({ name }) => name),
    drop: async (name) => void (await guarded(`${database}.${name}`, () => db.dropCollection(name))),
    close: () => guarded(database, () => client.close()),
  }
}

function clientFor(url: string, options: MongoClientOptions, database: string): MongoClient {
  try {
    return new MongoClient(url, { ...options, appName: 'standin' })
  } catch (cause) {
    // The driver's sentence may quote the URL, and with it the password.
    const message = `${database}: the URL of the document server is not one that MongoDB's driver takes`
    throw new StandinError('usage', { code: 'documents.bad-url', message, remedy: urlForm }, { cause })
  }
}

function documentCollection(collection: Collection<Stored>, place: string): DocumentCollection {
  const run = <T>(operation: () => Promise<T>): Promise<T> => guarded(place, operation)
  return {
    find: (filter, options = {}) => run(() => collection.find(filter, { ...options }).toArray()),
    count: (filter) => run(() => collection.countDocuments(filter)),
    aggregate: (pipeline) => run(() => collection.aggregate([...pipeline]).toArray()),
    insert: async (documents) => {
      // The driver writes a new _id into what it is given: the caller's documents stay as they are.
      const [first, ...others] = documents.map((document) => ({ ...document }))
      if (first === undefined) return 0
      // Only for a single document the driver passes on which keys of an index are taken.
      if (others.length === 0) await run(() => collection.insertOne(first))
      else await run(() => collection.insertMany([first, ...others]))
      return documents.length
    },
    update: async (filter, change, options = {}) =>
      counts(await run(() => collection.updateMany(filter, change, options))),
    replace: async (filter, document, options = {}) =>
      counts(await run(() => collection.replaceOne(filter, document, options))),
    delete: async (filter) => (await run(() => collection.deleteMany(filter))).deletedCount,
    createIndex: async (keys, options = {}) => {
      await run(() => collection.createIndex(keys, options))
    },
  }
}

function counts(result: { matchedCount: number; modifiedCount: number }): { matched: number; changed: number } {
  return { matched: result.matchedCount, changed: result.modifiedCount }
}

async function guarded<T>(place: string, operation: () => Promise<T>): Promise<T> {
  try {
    return await operation()
  } catch (cause) {
    throw documentsFailed(place, cause)
  }
}
