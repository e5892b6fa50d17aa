import type { Db, Document } from 'mongodb'
import type { ServerIdentity } from '../server-identity.ts'
import type { CollectionDefinition } from './collections.ts'

/** How much a collection holds, as the server counts it. */
export interface CollectionSize {
  rows: number
  bytes: number
}

/** Documents and bytes of a collection by the server's statistics; by counting where it has none. */
export async function collectionSize(db: Db, { name }: CollectionDefinition): Promise<CollectionSize> {
  try {
    const { count, size } = await db.command({ collStats: name })
    if (count !== undefined) return { rows: Number(count), bytes: Number(size ?? 0) }
  } catch {
    // Not everybody may ask for statistics, and not every server keeps them.
  }
  return { rows: await db.collection(name).countDocuments({}), bytes: 0 }
}

/**
 * The read concern that lets all readers see one moment: on replica sets and sharded clusters that keep it. `undefined`
 * on a single server, which has no such thing.
 */
export async function oneMoment(
  db: Db,
  { topology }: ServerIdentity,
  collection: string,
): Promise<Document | undefined> {
  if (topology === 'single') return undefined
  try {
    const probe = { find: collection, limit: 1, singleBatch: true, readConcern: { level: 'snapshot' } }
    const { cursor } = await db.command(probe)
    const { atClusterTime } = cursor as Document
    return atClusterTime === undefined ? undefined : { level: 'snapshot', atClusterTime }
  } catch {
    return undefined
  }
}
