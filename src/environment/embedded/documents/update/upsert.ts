import { BSONRegExp, ObjectId } from 'bson'
import { isOperators } from '../query/filter.ts'
import { splitPath } from '../query/paths.ts'
import { ServerError } from '../server-error.ts'
import { type Doc, isDoc, type Value } from '../values/document.ts'
import { equalValues } from '../values/order.ts'
import { valueAt, withValue } from './paths.ts'
import type { Updater } from './update.ts'

/** The document that an upsert inserts: what the filter demands by equality, then the update. */
export function upserted(filter: Doc, update: Updater, replacing: boolean, now: number): Doc {
  const demanded = replacing ? idOnly(demandedBy(filter)) : demandedBy(filter)
  const document = update(demanded, {}, true)
  const id = document._id ?? demanded._id
  if (demanded._id !== undefined && document._id !== undefined && !equalValues(demanded._id, document._id))
    throw new ServerError('ImmutableField', "the (immutable) field '_id' was found to have been altered")
  return withId(id === undefined ? document : { ...document, _id: id }, now)
}

/** The document with its `_id` in front; a new one when it has none. Throws `InvalidIdField` for an array or a regex. */
export function withId(document: Doc, now: number): Doc {
  const { _id: id, ...rest }: Doc = document
  if (id === undefined) return { _id: new ObjectId(ObjectId.generate(Math.floor(now / 1000))), ...rest }
  if (Array.isArray(id) || id instanceof BSONRegExp)
    throw new ServerError('InvalidIdField', "the '_id' value cannot be an array or a regex")
  return Object.keys(document)[0] === '_id' ? document : { _id: id, ...rest }
}

function idOnly(document: Doc): Doc {
  return document._id === undefined ? {} : { _id: document._id }
}

function demandedBy(filter: Doc): Doc {
  let document: Doc = {}
  const demand = (path: string, value: Value): void => {
    const parts = splitPath(path)
    if (valueAt(document, parts) !== undefined)
      throw new ServerError('NotSingleValueField', `cannot infer the value of '${path}': it is matched twice`)
    document = withValue(document, parts, value) as Doc
  }
  const visit = (part: Doc): void => {
    for (const [key, condition] of Object.entries(part)) {
      const alternatives = Array.isArray(condition) ? condition : []
      if (key === '$and' || (key === '$or' && alternatives.length === 1)) {
        for (const inner of alternatives) if (isDoc(inner)) visit(inner)
      } else if (!key.startsWith('$')) {
        const value = demandedValue(condition)
        if (value !== undefined) demand(key, value)
      }
    }
  }
  visit(filter)
  return document
}

function demandedValue(condition: Value): Value | undefined {
  if (!isOperators(condition)) return condition instanceof BSONRegExp ? undefined : condition
  if (condition.$eq !== undefined) return condition.$eq
  const list = condition.$in ?? condition.$all
  const [only] = Array.isArray(list) && list.length === 1 ? list : []
  return only === undefined || only instanceof BSONRegExp || isOperators(only) ? undefined : only
}
