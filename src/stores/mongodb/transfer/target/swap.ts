import type { Db, Document } from 'mongodb'
import { asideName, isAside, isOfTransfer, nameBefore, replacedName } from '../aside-names.ts'
import { type CollectionDefinition, listDefinitions } from '../source/collections.ts'
import { copyCollection } from './copy-collection.ts'
import type { Ledger } from './ledger.ts'
import type { PlannedTarget, PlannedView } from './make-collections.ts'

/**
 * Puts what was written aside in the place of everything that the database held. Each collection is swapped by two
 * renames; the ledger knows how far a swap is, so that one that was cut short is undone by the next run.
 */
export async function swapCollections(
  db: Db,
  ledger: Ledger,
  targets: readonly PlannedTarget[],
  views: readonly PlannedView[],
  extra: Document,
): Promise<void> {
  const present = (await listDefinitions(db, 'target')).filter(({ name }) => !isOfTransfer(name))
  const stored = present.filter(({ type }) => type !== 'view')
  const record = {
    collections: targets.map(({ name }) => name),
    replaced: stored.map(({ name }) => name),
    views: present.filter(({ type }) => type === 'view').map(({ name, options }) => ({ name, options })),
  }
  await ledger.recordSwap({ ...record, state: 'moving' })
  for (const { name } of record.views) await db.command({ drop: name })
  for (const definition of stored) await moveCollection(db, definition, replacedName(definition.name), extra)
  await ledger.recordSwap({ ...record, state: 'filling' })
  for (const target of targets) {
    if (target.timeseries) await fillTimeSeries(db, target, extra)
    else await rename(db, asideName(target.name), target.name)
  }
  for (const { name, options } of views) await db.command({ create: name, ...options, ...extra })
  await ledger.recordSwap({ ...record, state: 'swapped' })
}

/**
 * Puts everything back to where it was before the swap: what had been swapped in stands aside again. May be cut short and
 * called again at any moment.
 */
export async function undoSwap(db: Db, ledger: Ledger, extra: Document): Promise<void> {
  const record = await ledger.swap()
  if (record === undefined) return
  const present = await listDefinitions(db, 'target')
  const names = new Set(present.map(({ name }) => name))
  for (const { name, type } of present) if (type === 'view') await db.command({ drop: name })
  if (record.state === 'moving') {
    // Where both are there, the one that was being made is not whole.
    for (const name of record.replaced)
      if (names.has(name) && names.has(replacedName(name))) await db.command({ drop: replacedName(name) })
  } else if (record.state !== 'restoring') {
    for (const name of record.collections) {
      const isNew = names.has(name) && (names.has(replacedName(name)) || !record.replaced.includes(name))
      if (isNew && names.has(asideName(name))) await db.command({ drop: name })
      else if (isNew) await rename(db, name, asideName(name))
    }
  }
  await ledger.recordSwap({ ...record, state: 'restoring' })
  const left = await listDefinitions(db, 'target')
  for (const definition of left) {
    const before = nameBefore(definition.name)
    if (before === undefined) continue
    if (left.some(({ name }) => name === before)) await db.command({ drop: before })
    await moveCollection(db, definition, before, extra)
  }
  for (const { name, options } of record.views) await db.command({ create: name, ...options, ...extra })
  await ledger.forgetSwap()
}

/** Removes what a transfer has left behind: what it replaced, or what it had written aside. */
export async function removeLeftovers(db: Db): Promise<void> {
  const listed = (await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name)
  const order = (name: string): number => (isAside(name) ? 0 : nameBefore(name) === undefined ? 2 : 1)
  const leftovers = listed.filter(isOfTransfer).sort((a, b) => order(a) - order(b))
  for (const name of leftovers) await db.command({ drop: name })
}

async function rename(db: Db, from: string, to: string): Promise<void> {
  const [renamed, into] = [`${db.databaseName}.${from}`, `${db.databaseName}.${to}`]
  await db.client.db('admin').command({ renameCollection: renamed, to: into })
}

/** A time-series collection cannot be renamed: it is made anew under the other name, and its documents are copied. */
async function moveCollection(db: Db, definition: CollectionDefinition, to: string, extra: Document): Promise<void> {
  const { name, type, options, indexes } = definition
  if (type !== 'timeseries') {
    await rename(db, name, to)
    return
  }
  await db.command({ create: to, ...options, ...extra })
  await copyCollection(db, name, to)
  if (indexes.length > 0) await db.command({ createIndexes: to, indexes, ...extra })
  await db.command({ drop: name })
}

async function fillTimeSeries(db: Db, { name, options, indexes }: PlannedTarget, extra: Document): Promise<void> {
  await db.command({ create: name, ...options, ...extra })
  await copyCollection(db, asideName(name), name)
  if (indexes.length > 0) await db.command({ createIndexes: name, indexes, ...extra })
}
