import type { Document, DocumentCollection, FindOptions } from '../../core/document-store.ts'
import { usageError } from '../../core/error.ts'
import { isJsonObject } from '../../core/json.ts'
import type { MongoVerb, ScenarioQuery, Scope } from '../model.ts'

type MongoQuery = Extract<ScenarioQuery, { kind: 'mongo' }>

type Operation = (collection: DocumentCollection, options: Document) => Promise<Document>

const operations = {
  find: async (collection, options) => ({
    documents: await collection.find(asDocument(options.find), findOptions(options)),
  }),
  aggregate: async (collection, options) => ({
    documents: await collection.aggregate(asDocuments(options.aggregate)),
  }),
  count: async (collection, options) => ({ count: await collection.count(asDocument(options.count)) }),
  insert: async (collection, options) => ({ changed: await collection.insert(asDocuments(options.insert)) }),
  update: async (collection, options) => {
    const { filter, change, upsert } = asDocument(options.update)
    return collection.update(asDocument(filter), asDocument(change), { upsert: upsert === true })
  },
  delete: async (collection, options) => ({ changed: await collection.delete(asDocument(options.delete)) }),
} as const satisfies Record<MongoVerb, Operation>

/** Runs one operation on a collection. */
export function askDocuments(collection: DocumentCollection, query: MongoQuery, scope: Scope): Promise<Document> {
  const options = query.options.render(scope)
  if (!isJsonObject(options)) {
    throw usageError({
      code: 'scenario.not-an-operation',
      message: `the operation "${query.operation}" on ${query.system} is not an object`,
      place: query.place,
    })
  }
  return operations[query.operation](collection, options)
}

function findOptions({ sort, limit, projection }: Document): FindOptions {
  return {
    ...(isJsonObject(sort) && { sort: sort as Record<string, 1 | -1> }),
    ...(typeof limit === 'number' && { limit }),
    ...(isJsonObject(projection) && { projection }),
  }
}

function asDocument(value: unknown): Document {
  return isJsonObject(value) ? value : {}
}

function asDocuments(value: unknown): Document[] {
  return Array.isArray(value) ? value.map(asDocument) : []
}
