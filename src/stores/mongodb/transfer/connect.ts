import { MongoClient } from 'mongodb'

/** How long a server may take to be found, in milliseconds, where the URL does not say it. */
const selectionTimeout = 5_000

/** A client for a transfer. Connects with the first operation. */
export function connectForTransfer(url: string): MongoClient {
  const patience = /[?&]serverSelectionTimeoutMS=/.test(url) ? {} : { serverSelectionTimeoutMS: selectionTimeout }
  return new MongoClient(url, { ...patience, appName: 'standin' })
}
