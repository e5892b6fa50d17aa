import { ServerError } from '../server-error.ts'
import type { Collection } from '../storage/collection.ts'
import { sameKeys } from '../storage/collection.ts'
import { describeIndex, type IndexDefinition, idIndex, parseIndex } from '../storage/index-definition.ts'
import { type Doc, isDoc, type Value } from '../values/document.ts'
import { collectionName, statementsField } from './arguments.ts'
import { type CommandContext, type CommandDefinition, keepsAll } from './command.ts'
import { cursorOption } from './cursors.ts'

export const indexCommands: Record<string, CommandDefinition> = {
  createIndexes: { fields: ['indexes', 'commitQuorum', 'ignoreUnknownIndexOptions'], run: createIndexes },
  listIndexes: {
    fields: ['cursor'],
    run: (command, context) => {
      const listed = existing(command, context).indexes().map(describeIndex)
      const namespace = `${context.database}.${collectionName(command)}`
      return context.cursors.open(namespace, listed, cursorOption(command.cursor))
    },
  },
  dropIndexes: { fields: ['index'], run: dropIndexes },
  deleteIndexes: { fields: ['index'], run: dropIndexes },
}

/** All or none: when one cannot be built, those before it go again. */
function createIndexes(command: Doc, { catalog, database }: CommandContext): Doc {
  const definitions = statementsField(command, 'indexes').map((index) => parseIndex(index, keepsAll(command)))
  const name = collectionName(command)
  const created = catalog.find(database, name) === undefined
  const collection = catalog.open(database, name)
  const before = collection.indexes().length
  const added = new Set<IndexDefinition>()
  try {
    for (const definition of definitions) if (collection.createIndex(definition)) added.add(definition)
  } catch (thrown) {
    collection.dropIndexes((definition) => added.has(definition))
    if (created) catalog.drop(database, name)
    throw thrown
  }
  return {
    numIndexesBefore: before,
    numIndexesAfter: collection.indexes().length,
    createdCollectionAutomatically: created,
    ...(added.size === 0 && { note: 'all indexes already exist' }),
  }
}

function dropIndexes(command: Doc, context: CommandContext): Doc {
  const collection = existing(command, context)
  const { index = null } = command
  const nIndexesWas = collection.indexes().length
  const gone =
    index === '*'
      ? collection.indexes().filter(({ name }) => name !== idIndex.name)
      : (Array.isArray(index) ? index : [index]).map((wanted) => findIndex(collection, wanted))
  collection.dropIndexes((definition) => gone.includes(definition))
  return { nIndexesWas }
}

function findIndex(collection: Collection, wanted: Value): IndexDefinition {
  if (typeof wanted !== 'string' && !isDoc(wanted))
    throw new ServerError('TypeMismatch', "'index' must be a name, names or a key")
  const found = collection.indexes().find(({ name, key }) => (isDoc(wanted) ? sameKeys(key, wanted) : name === wanted))
  if (found === undefined) throw new ServerError('IndexNotFound', 'index not found')
  if (found.name === idIndex.name) throw new ServerError('InvalidOptions', 'cannot drop the _id index')
  return found
}

function existing(command: Doc, { catalog, database }: CommandContext): Collection {
  const name = collectionName(command)
  const collection = catalog.find(database, name)
  if (collection === undefined) throw new ServerError('NamespaceNotFound', `ns does not exist: ${database}.${name}`)
  return collection
}
