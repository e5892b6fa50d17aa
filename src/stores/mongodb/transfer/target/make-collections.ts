import type { Db, Document } from 'mongodb'
import type { StoreDefinition } from '../../../../core/transfer/ports.ts'
import { asideName } from '../aside-names.ts'
import { type CollectionsAfter, type CollectionsBefore, fromJson } from '../source/collections.ts'

/** A collection that is to be made, with what is added to it when its documents are there. */
export interface PlannedTarget {
  name: string
  timeseries: boolean
  options: Document
  /** Added last: masked documents are not checked, as documents that are older than a validator are not. */
  validation: Document
  indexes: readonly Document[]
  /** Indexes that make the server delete documents; added when everything has been verified. */
  expiring: readonly Document[]
}

export interface PlannedView {
  name: string
  options: Document
}

export function plannedTargets({ before, after }: StoreDefinition): { targets: PlannedTarget[]; views: PlannedView[] } {
  const { indexes, views } = after as CollectionsAfter
  const byCollection = new Map(indexes.map(({ collection, indexes: listed }) => [collection, listed.map(fromJson)]))
  const targets = (before as CollectionsBefore).collections.map(({ name, type, options }): PlannedTarget => {
    const { validator, validationLevel, validationAction, ...others } = fromJson(options)
    const own = byCollection.get(name) ?? []
    return {
      name,
      timeseries: type === 'timeseries',
      options: others,
      validation: withoutMissing({ validator, validationLevel, validationAction }),
      indexes: own.filter(({ expireAfterSeconds }) => expireAfterSeconds === undefined),
      expiring: own.filter(({ expireAfterSeconds }) => expireAfterSeconds !== undefined),
    }
  })
  return { targets, views: views.map(({ name, options }) => ({ name, options: fromJson(options) })) }
}

/** Makes the collection anew, and empty, aside. A time-series collection is an ordinary one there: it cannot be renamed. */
export async function makeAside(db: Db, { name, timeseries, options }: PlannedTarget, extra: Document): Promise<void> {
  await db.command({ drop: asideName(name) }).catch(() => undefined)
  await db.command({ create: asideName(name), ...(timeseries ? {} : options), ...extra })
}

/** Adds indexes to a collection, all in one pass over its documents. */
export async function addIndexes(
  db: Db,
  collection: string,
  indexes: readonly Document[],
  extra: Document,
): Promise<void> {
  if (indexes.length > 0) await db.command({ createIndexes: collection, indexes, ...extra })
}

export async function addValidation(db: Db, collection: string, validation: Document, extra: Document): Promise<void> {
  if (Object.keys(validation).length > 0) await db.command({ collMod: collection, ...validation, ...extra })
}

function withoutMissing(document: Document): Document {
  return Object.fromEntries(Object.entries(document).filter(([, value]) => value !== undefined))
}
