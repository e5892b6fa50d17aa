import type { Collection, Db, Document, MongoClient } from 'mongodb'

/** What each part of the contract works with. */
export interface Setting {
  client(): MongoClient
  db(): Db
  /** A new collection that holds these documents. */
  holding(...documents: Document[]): Promise<Collection<Document>>
}

/** The identifiers of what a filter finds, in natural order of the numbers that the tests use. */
export async function idsOf(collection: Collection<Document>, filter: Document): Promise<unknown[]> {
  const found = await collection.find(filter, { projection: { _id: 1 } }).toArray()
  return found.map(({ _id }) => _id as unknown).sort((a, b) => Number(a) - Number(b))
}

/** The code of the error that an operation fails with; `undefined` when it does not fail. */
export async function codeOf(operation: Promise<unknown>): Promise<unknown> {
  try {
    await operation
    return undefined
  } catch (thrown) {
    return (thrown as { code?: unknown }).code
  }
}
