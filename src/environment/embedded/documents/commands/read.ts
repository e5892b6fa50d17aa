import { compilePipeline } from '../aggregate/pipeline.ts'
import { isTrue } from '../query/operators.ts'
import { splitPath, valuesAt } from '../query/paths.ts'
import { notSupported, ServerError } from '../server-error.ts'
import type { Collection } from '../storage/collection.ts'
import { originalBytes } from '../storage/entry.ts'
import { type Doc, isDoc, type Value } from '../values/document.ts'
import { identical, valueKey, wholeNumber } from '../values/order.ts'
import { rawValue } from '../values/raw-document.ts'
import { collectionName, countField, documentField } from './arguments.ts'
import type { CommandContext, CommandDefinition } from './command.ts'
import { batchSizeOf, cursorOption } from './cursors.ts'
import { projector, type Selection, select } from './select.ts'
import { selectById } from './select-by-id.ts'

/** Commands that change nothing. */
export const readCommands: Record<string, CommandDefinition> = {
  find: {
    fields: [
      'filter',
      'sort',
      'projection',
      'skip',
      'limit',
      'batchSize',
      'singleBatch',
      'hint',
      'allowDiskUse',
      'noCursorTimeout',
      'let',
    ],
    refused: [
      'collation',
      'tailable',
      'awaitData',
      'min',
      'max',
      'returnKey',
      'showRecordId',
      'allowPartialResults',
      'oplogReplay',
    ],
    run: find,
  },
  getMore: {
    fields: ['collection', 'batchSize'],
    run: (command, { cursors, database }) => {
      const [id] = Object.values(command)
      const { collection } = command
      if (typeof collection !== 'string') throw new ServerError('TypeMismatch', "'collection' must be a text")
      return cursors.more(wholeNumber(id) ?? 0, `${database}.${collection}`, batchSizeOf(command.batchSize))
    },
  },
  killCursors: {
    fields: ['cursors'],
    run: (command, { cursors, database }) => {
      const namespace = `${database}.${collectionName(command)}`
      const ids = Array.isArray(command.cursors) ? command.cursors : []
      const killed: Value[] = []
      const notFound: Value[] = []
      for (const id of ids) (cursors.kill(wholeNumber(id) ?? 0, namespace) ? killed : notFound).push(id)
      return { cursorsKilled: killed, cursorsNotFound: notFound, cursorsAlive: [], cursorsUnknown: [] }
    },
  },
  count: {
    fields: ['query', 'skip', 'limit', 'hint', 'fields'],
    refused: ['collation'],
    run: (command, context) => {
      const limit = wholeNumber(command.limit) ?? 0
      const selection = {
        filter: documentField(command, 'query'),
        skip: countField(command, 'skip'),
        limit: Math.abs(limit),
      }
      const collection = target(command, context)
      const all = Object.keys(selection.filter).length === 0 && !selection.skip && selection.limit === 0
      if (all) return { n: collection?.count() ?? 0 }
      return { n: select(collection, selection, scopeOf(command, context)).length }
    },
  },
  distinct: {
    fields: ['key', 'query', 'hint'],
    refused: ['collation'],
    run: (command, context) => {
      if (typeof command.key !== 'string') throw new ServerError('TypeMismatch', "'key' must be a text")
      const parts = splitPath(command.key)
      const distinct = new Map<string, Value>()
      const selection = { filter: documentField(command, 'query') }
      for (const { document } of select(target(command, context), selection, scopeOf(command, context))) {
        for (const value of valuesAt(document, parts)) {
          if (value !== undefined && !distinct.has(valueKey(value))) distinct.set(valueKey(value), value)
        }
      }
      return { values: [...distinct.values()] }
    },
  },
  aggregate: {
    fields: ['pipeline', 'cursor', 'allowDiskUse', 'hint', 'let', 'bypassDocumentValidation'],
    refused: ['collation', 'explain'],
    run: aggregate,
  },
}

function find(command: Doc, context: CommandContext): Doc {
  const scope = scopeOf(command, context)
  const limit = wholeNumber(command.limit) ?? 0
  if (limit < 0) throw new ServerError('Location51024', "'limit' must not be negative")
  const selection = {
    filter: documentField(command, 'filter'),
    sort: documentField(command, 'sort'),
    skip: countField(command, 'skip'),
    limit,
  }
  const fields = documentField(command, 'projection')
  const documents =
    fromIds(target(command, context), selection, fields) ??
    select(target(command, context), selection, scope).map(projector(fields, scope)).map(asItCame)
  return context.cursors.open(`${context.database}.${collectionName(command)}`, documents, {
    batchSize: batchSizeOf(command.batchSize),
    singleBatch: isTrue(command.singleBatch),
  })
}

/** The answer to a query that needs no look into documents: whole ones, or their `_id`. */
function fromIds(collection: Collection | undefined, selection: Selection, fields: Doc): Value[] | undefined {
  const [[field, wanted] = ['', null], ...others] = Object.entries(fields)
  const idOnly = field === '_id' && others.length === 0 && isTrue(wanted)
  if (field !== '' && !idOnly) return undefined
  const found = selectById(collection, selection)
  return found?.map(({ id, raw, doc }) => (idOnly ? { _id: id } : raw === undefined ? (doc as Doc) : rawValue(raw)))
}

function asItCame(document: Doc): Value {
  const bytes = originalBytes(document)
  return bytes === undefined ? document : rawValue(bytes)
}

function aggregate(command: Doc, context: CommandContext): Doc {
  const { catalog, cursors, database } = context
  const [name] = Object.values(command)
  const { pipeline = null } = command
  const run = compilePipeline(pipeline, {
    ...scopeOf(command, context),
    collection: (other) => [...(catalog.find(database, other)?.documents() ?? [])],
  })
  if (typeof name !== 'string') throw notSupported('an aggregate over a whole database')
  if (!isDoc(command.cursor ?? null)) throw new ServerError('FailedToParse', "the 'cursor' option is required")
  const collection = target(command, context)
  const documents = countsAll(pipeline)
    ? [{ _id: 1, n: collection?.count() ?? 0 }].filter(({ n }) => n > 0)
    : run([...(collection?.documents() ?? [])])
  return cursors.open(`${database}.${name}`, documents, cursorOption(command.cursor))
}

/** What drivers ask to count all documents; nobody has to look into them. */
const countAll: Value = [{ $match: {} }, { $group: { _id: 1, n: { $sum: 1 } } }]

function countsAll(pipeline: Value): boolean {
  return identical(pipeline, countAll)
}

function target(command: Doc, { catalog, database }: CommandContext): Collection | undefined {
  const collection = catalog.find(database, collectionName(command))
  if (collection?.about().type === 'view') throw notSupported('a view')
  return collection
}

function scopeOf(command: Doc, { now }: CommandContext): { now: number; variables: Doc } {
  return { now, variables: documentField(command, 'let') }
}
