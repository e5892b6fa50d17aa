import { compileFilter } from '../query/filter.ts'
import { isTrue } from '../query/operators.ts'
import { notSupported, ServerError } from '../server-error.ts'
import { describeIndex, idIndex } from '../storage/index-definition.ts'
import type { Doc, Value } from '../values/document.ts'
import { collectionName, documentField } from './arguments.ts'
import type { CommandContext, CommandDefinition } from './command.ts'
import { cursorOption } from './cursors.ts'
import { indexCommands } from './index-commands.ts'

/** Commands about databases, collections and indexes. */
export const catalogCommands: Record<string, CommandDefinition> = {
  listDatabases: { fields: ['filter', 'nameOnly', 'authorizedDatabases'], run: listDatabases },
  listCollections: {
    fields: ['filter', 'nameOnly', 'authorizedCollections', 'cursor'],
    run: (command, { catalog, cursors, database }) => {
      const matches = compileFilter(documentField(command, 'filter'))
      const nameOnly = isTrue(command.nameOnly)
      const listed = catalog.collections(database).map((name) => describeCollection(name, nameOnly))
      return cursors.open(
        `${database}.$cmd.listCollections`,
        listed.filter((entry) => matches(entry)),
        cursorOption(command.cursor),
      )
    },
  },
  create: {
    fields: ['autoIndexId', 'idIndex'],
    refused: [
      ...['capped', 'size', 'max', 'timeseries', 'expireAfterSeconds', 'clusteredIndex', 'validator', 'viewOn'],
      ...['validationLevel', 'validationAction', 'pipeline', 'collation', 'storageEngine', 'indexOptionDefaults'],
      ...['changeStreamPreAndPostImages', 'encryptedFields'],
    ],
    run: (command, { catalog, database }) => {
      const name = collectionName(command)
      if (catalog.find(database, name) !== undefined)
        throw new ServerError('NamespaceExists', `the collection ${database}.${name} exists already`)
      catalog.open(database, name)
      return {}
    },
  },
  drop: {
    fields: [],
    run: (command, { catalog, database }): Doc => {
      const name = collectionName(command)
      const collection = catalog.find(database, name)
      if (collection === undefined) return {}
      const nIndexesWas = collection.indexes().length
      catalog.drop(database, name)
      return { nIndexesWas, ns: `${database}.${name}` }
    },
  },
  dropDatabase: {
    fields: [],
    run: (_, { catalog, database }): Doc => (catalog.dropDatabase(database) ? { dropped: database } : {}),
  },
  ...indexCommands,
}

function listDatabases(command: Doc, { catalog, database }: CommandContext): Doc {
  if (database !== 'admin') throw new ServerError('Unauthorized', 'listDatabases may only be run against admin')
  const matches = compileFilter(documentField(command, 'filter'))
  const databases: Value[] = catalog
    .databases()
    .sort()
    .map((name): Doc => (isTrue(command.nameOnly) ? { name } : { name, sizeOnDisk: 1, empty: false }))
    .filter((entry) => matches(entry))
  return isTrue(command.nameOnly) ? { databases } : { databases, totalSize: databases.length, totalSizeMb: 0 }
}

function describeCollection(name: string, nameOnly: boolean): Doc {
  if (nameOnly) return { name, type: 'collection' }
  return { name, type: 'collection', options: {}, info: { readOnly: false }, idIndex: describeIndex(idIndex) }
}

/** Commands that a real server has and this one does not. */
export const refusedCommands: Record<string, CommandDefinition> = Object.fromEntries(
  [
    ...['abortTransaction', 'bulkWrite', 'collMod', 'collStats', 'commitTransaction', 'compact', 'createRole'],
    ...['createUser', 'currentOp', 'dataSize', 'dbHash', 'dbStats', 'dropUser', 'explain', 'fsync', 'getLog'],
    ...['getParameter', 'hostInfo', 'killOp', 'mapReduce', 'profile', 'reIndex', 'renameCollection'],
    ...['replSetGetStatus', 'rolesInfo', 'serverStatus', 'setParameter', 'shutdown', 'top', 'updateUser'],
    ...['usersInfo', 'validate', 'whatsmyuri', 'getCmdLineOpts', 'listCommands', 'createSearchIndexes'],
  ].map((name): [string, CommandDefinition] => [
    name,
    {
      fields: [],
      run: () => {
        throw notSupported(`the command ${name}`)
      },
    },
  ]),
)
