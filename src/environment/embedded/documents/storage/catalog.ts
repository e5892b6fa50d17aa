import { ServerError } from '../server-error.ts'
import { type AboutCollection, type Collection, type CollectionState, openCollection } from './collection.ts'

/** What all databases held at one moment. */
export type CatalogSnapshot = ReadonlyMap<string, ReadonlyMap<string, CollectionState>>

export interface Namespace {
  database: string
  collection: string
}

/** The databases of a server and their collections. */
export interface Catalog {
  databases(): string[]
  /** Names in the order in which they were created. */
  collections(database: string): string[]
  find(database: string, collection: string): Collection | undefined
  /** Creates what is not there yet. Throws `InvalidNamespace` for a name that cannot be. */
  open(database: string, collection: string, about?: AboutCollection): Collection
  drop(database: string, collection: string): boolean
  /** Throws `NamespaceNotFound`, `NamespaceExists`, `InvalidNamespace`. */
  rename(from: Namespace, to: Namespace, dropTarget: boolean): void
  dropDatabase(database: string): boolean
  /** Costs nothing per document: what changes afterwards is copied first. */
  snapshot(): CatalogSnapshot
  restore(snapshot: CatalogSnapshot): void
}

export function createCatalog(): Catalog {
  let databases = new Map<string, Map<string, Collection>>()
  const drop = (database: string, collection: string): boolean => {
    const collections = databases.get(database)
    const dropped = collections?.delete(collection) ?? false
    if (collections?.size === 0) databases.delete(database)
    return dropped
  }
  return {
    databases: () => [...databases.keys()],
    collections: (database) => [...(databases.get(database)?.keys() ?? [])],
    find: (database, collection) => databases.get(database)?.get(collection),
    open(database, name, about) {
      const existing = databases.get(database)?.get(name)
      if (existing !== undefined) return existing
      checkNamespace(database, name)
      const collections = databases.get(database) ?? new Map<string, Collection>()
      const collection = openCollection(undefined, about)
      collections.set(name, collection)
      databases.set(database, collections)
      return collection
    },
    drop,
    rename(from, to, dropTarget) {
      const moved = databases.get(from.database)?.get(from.collection)
      if (moved === undefined) throw new ServerError('NamespaceNotFound', 'the collection to be renamed does not exist')
      checkNamespace(to.database, to.collection)
      const there = databases.get(to.database)?.has(to.collection) ?? false
      if (there && !dropTarget) throw new ServerError('NamespaceExists', 'a collection has the new name already')
      drop(from.database, from.collection)
      const collections = databases.get(to.database) ?? new Map<string, Collection>()
      collections.set(to.collection, moved)
      databases.set(to.database, collections)
    },
    dropDatabase: (database) => databases.delete(database),
    snapshot: () => mapValues(databases, (collections) => mapValues(collections, (collection) => collection.share())),
    restore(snapshot) {
      databases = mapValues(snapshot, (collections) => mapValues(collections, (state) => openCollection(state)))
    },
  }
}

/** Throws `InvalidNamespace`. */
function checkNamespace(database: string, collection: string): void {
  if (!/^[^/\\. "$*<>:|?\0]{1,63}$/.test(database))
    throw new ServerError('InvalidNamespace', 'the name of the database is not allowed')
  if (!/^[^.$\0][^$\0]*$/.test(collection) || collection.endsWith('.') || collection.startsWith('system.'))
    throw new ServerError('InvalidNamespace', 'the name of the collection is not allowed')
}

function mapValues<A, B>(map: ReadonlyMap<string, A>, change: (value: A) => B): Map<string, B> {
  return new Map([...map].map(([key, value]) => [key, change(value)]))
}
