import { EJSON } from 'bson'
import type { Db, Document } from 'mongodb'
import { isOfTransfer } from '../aside-names.ts'
import { guarded } from '../transfer-failed.ts'

/** A collection, a time-series collection or a view, as the server describes it. */
export interface CollectionDefinition {
  name: string
  type: 'collection' | 'timeseries' | 'view'
  options: Document
  /** Without the one on `_id`. */
  indexes: readonly Document[]
}

/** What a definition of a MongoDB store holds: `before` and `after` of StoreDefinition, as extended JSON. */
export interface CollectionsBefore {
  collections: readonly { name: string; type: CollectionDefinition['type']; options: unknown }[]
}

export interface CollectionsAfter {
  indexes: readonly { collection: string; indexes: readonly unknown[] }[]
  views: readonly { name: string; options: unknown }[]
}

/** All of a database but the server's own, by name. Throws `source.lost`. */
export async function listDefinitions(db: Db, side: 'source' | 'target'): Promise<CollectionDefinition[]> {
  const listed = await guarded(side, db.databaseName, () => db.listCollections({}, { nameOnly: false }).toArray())
  const own = listed.filter(({ name }) => !name.startsWith('system.') && (side === 'target' || !isOfTransfer(name)))
  const definitions: CollectionDefinition[] = []
  for (const { name, type, options } of own.sort((a, b) => (a.name < b.name ? -1 : 1)) as Document[]) {
    const kind = type === 'view' || type === 'timeseries' ? type : 'collection'
    const indexes = kind === 'view' ? [] : await listIndexes(db, name, side)
    definitions.push({ name, type: kind, options: carriedOptions(options ?? {}), indexes })
  }
  return definitions
}

async function listIndexes(db: Db, name: string, side: 'source' | 'target'): Promise<Document[]> {
  const listed = await guarded(side, `${db.databaseName}.${name}`, () => db.collection(name).listIndexes().toArray())
  const own = listed.filter((index) => index.name !== '_id_').map(({ ns: _, ...index }) => index as Document)
  return own.sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** A collection's identifier is its own, and so is the index that it has by itself. */
function carriedOptions({ uuid: _, autoIndexId: __, idIndex: ___, ...options }: Document): Document {
  return options
}

export function toJson(value: unknown): unknown {
  return EJSON.serialize(value as Document, { relaxed: false })
}

export function fromJson(value: unknown): Document {
  return EJSON.deserialize(value as Document, { relaxed: false })
}

export function definitionOf(definitions: readonly CollectionDefinition[]): {
  before: CollectionsBefore
  after: CollectionsAfter
} {
  const stored = definitions.filter(({ type }) => type !== 'view')
  return {
    before: { collections: stored.map(({ name, type, options }) => ({ name, type, options: toJson(options) })) },
    after: {
      indexes: stored
        .filter(({ indexes }) => indexes.length > 0)
        .map(({ name, indexes }) => ({ collection: name, indexes: indexes.map(toJson) })),
      views: definitions
        .filter(({ type }) => type === 'view')
        .map(({ name, options }) => ({ name, options: toJson(options) })),
    },
  }
}
