import { calculateObjectSize, Double } from 'bson'
import { compileFilter } from '../query/filter.ts'
import { isTrue } from '../query/operators.ts'
import { notSupported, ServerError } from '../server-error.ts'
import type { Namespace } from '../storage/catalog.ts'
import type { AboutCollection } from '../storage/collection.ts'
import { describeIndex, idIndex } from '../storage/index-definition.ts'
import type { Doc, Value } from '../values/document.ts'
import { collectionName, documentField } from './arguments.ts'
import { type CommandContext, type CommandDefinition, keepsAll } from './command.ts'
import { cursorOption } from './cursors.ts'
import { indexCommands } from './index-commands.ts'

/** Options of collections that have no effect here. */
const keptOptions = [
  ...['capped', 'size', 'max', 'timeseries', 'expireAfterSeconds', 'clusteredIndex', 'validator', 'validationLevel'],
  ...['validationAction', 'collation', 'storageEngine', 'indexOptionDefaults', 'changeStreamPreAndPostImages'],
  'encryptedFields',
]

/** Commands about databases, collections and indexes. */
export const catalogCommands: Record<string, CommandDefinition> = {
  listDatabases: { fields: ['filter', 'nameOnly', 'authorizedDatabases'], run: listDatabases },
  listCollections: {
    fields: ['filter', 'nameOnly', 'authorizedCollections', 'cursor'],
    run: (command, { catalog, cursors, database }) => {
      const matches = compileFilter(documentField(command, 'filter'))
      const nameOnly = isTrue(command.nameOnly)
      const listed = catalog.collections(database).map((name) => {
        const { type, options } = catalog.find(database, name)?.about() ?? { type: 'collection', options: {} }
        return nameOnly ? { name, type } : describeCollection(name, type, options)
      })
      return cursors.open(
        `${database}.$cmd.listCollections`,
        listed.filter((entry) => matches(entry)),
        cursorOption(command.cursor),
      )
    },
  },
  create: {
    fields: ['autoIndexId', 'idIndex'],
    kept: [...keptOptions, 'viewOn', 'pipeline'],
    run: (command, { catalog, database }) => {
      const name = collectionName(command)
      if (catalog.find(database, name) !== undefined)
        throw new ServerError('NamespaceExists', `the collection ${database}.${name} exists already`)
      catalog.open(database, name, aboutOf(command))
      return {}
    },
  },
  collMod: {
    fields: [],
    kept: keptOptions,
    run: (command, { catalog, database }): Doc => {
      if (!keepsAll(command)) throw notSupported('the command collMod')
      const collection = catalog.find(database, collectionName(command))
      if (collection === undefined) throw new ServerError('NamespaceNotFound', 'ns does not exist')
      collection.setOptions({ ...collection.about().options, ...aboutOf(command).options })
      return {}
    },
  },
  renameCollection: {
    fields: ['to', 'dropTarget'],
    run: (command, { catalog, database }): Doc => {
      if (database !== 'admin') throw new ServerError('Unauthorized', 'renameCollection may only be run against admin')
      const [from, to] = [namespaceOf(collectionName(command)), namespaceOf(command.to)]
      if (catalog.find(from.database, from.collection)?.about().type === 'timeseries')
        throw new ServerError('IllegalOperation', 'a time-series collection cannot be renamed')
      catalog.rename(from, to, isTrue(command.dropTarget))
      return {}
    },
  },
  collStats: {
    fields: ['scale'],
    run: (command, { catalog, database }): Doc => {
      const name = collectionName(command)
      let size = 0
      const entries = catalog.find(database, name)?.ordered() ?? []
      for (const { raw, doc } of entries) size += raw?.length ?? calculateObjectSize(doc as Doc)
      return { ns: `${database}.${name}`, count: entries.length, size: new Double(size) }
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

function describeCollection(name: string, type: AboutCollection['type'], options: Doc): Doc {
  if (type === 'view') return { name, type, options, info: { readOnly: true } }
  return { name, type, options, info: { readOnly: false }, idIndex: describeIndex(idIndex) }
}

/** What `create` was told, as `listCollections` tells it again. */
function aboutOf(command: Doc): AboutCollection {
  const given = Object.entries(command).filter(([field]) => [...keptOptions, 'viewOn', 'pipeline'].includes(field))
  const type = command.viewOn !== undefined ? 'view' : command.timeseries !== undefined ? 'timeseries' : 'collection'
  return { type, options: Object.fromEntries(given.filter(([, value]) => value !== false)) }
}

function namespaceOf(name: Value | undefined): Namespace {
  const [, database = '', collection = ''] = /^([^.]+)\.(.+)$/s.exec(String(name)) ?? []
  if (database === '') throw new ServerError('InvalidNamespace', 'a namespace is a database and a collection')
  return { database, collection }
}

/** Commands that a real server has and this one does not. */
export const refusedCommands: Record<string, CommandDefinition> = Object.fromEntries(
  [
    ...['abortTransaction', 'bulkWrite', 'commitTransaction', 'compact', 'createRole'],
    ...['createUser', 'currentOp', 'dataSize', 'dbHash', 'dbStats', 'dropUser', 'explain', 'fsync', 'getLog'],
    ...['getParameter', 'hostInfo', 'killOp', 'mapReduce', 'profile', 'reIndex'],
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
