import { BSONRegExp } from 'bson'
import { compileFilter, isOperators } from '../query/filter.ts'
import type { Collection } from '../storage/collection.ts'
import type { Entry } from '../storage/entry.ts'
import { type Doc, isDoc, type Value } from '../values/document.ts'
import { compareValues, wholeNumber } from '../values/order.ts'
import type { Selection } from './select.ts'

/**
 * What a query finds that asks for nothing but `_id`, without a look into the documents: in the order of `_id`, or as they
 * were inserted. `undefined` for other queries.
 */
export function selectById(
  collection: Collection | undefined,
  { filter, sort = {}, skip = 0, limit = 0 }: Selection,
): Entry[] | undefined {
  const direction = directionOf(sort)
  if (direction === undefined || !asksForId(filter)) return undefined
  if (collection === undefined) return []
  const matches = compileFilter(filter)
  const found: Entry[] = []
  let skipped = 0
  for (const entry of candidates(collection, filter, direction)) {
    if (!matches({ _id: entry.id })) continue
    if (skipped < skip) skipped++
    else if (found.push(entry) === limit) break
  }
  return found
}

/** 0 for no order. */
function directionOf(sort: Doc): -1 | 0 | 1 | undefined {
  const fields = Object.entries(sort)
  if (fields.length === 0) return 0
  const [[field, value] = ['', null]] = fields
  const direction = wholeNumber(value)
  return fields.length === 1 && field === '_id' && (direction === 1 || direction === -1) ? direction : undefined
}

function asksForId(filter: Doc): boolean {
  return Object.entries(filter).every(([key, condition]) => {
    if (key === '_id') return true
    return key === '$and' && Array.isArray(condition) && condition.every((inner) => isDoc(inner) && asksForId(inner))
  })
}

function* candidates(collection: Collection, filter: Doc, direction: -1 | 0 | 1): Generator<Entry> {
  if (direction === 0) {
    yield* collection.entries()
    return
  }
  const ordered = collection.ordered()
  const { from, to } = boundsOf(ordered, filter)
  if (direction === 1) for (let at = from; at < to; at++) yield ordered[at] as Entry
  else for (let at = to - 1; at >= from; at--) yield ordered[at] as Entry
}

/** Between which places everything lies that a filter can find. */
function boundsOf(ordered: readonly Entry[], filter: Doc): { from: number; to: number } {
  let [from, to] = [0, ordered.length]
  for (const { lowest, highest } of idConditions(filter)) {
    if (lowest !== undefined) from = Math.max(from, firstFrom(ordered, lowest))
    if (highest !== undefined) to = Math.min(to, firstBehind(ordered, highest))
  }
  return { from, to }
}

function* idConditions(filter: Doc): Generator<{ lowest?: Value | undefined; highest?: Value | undefined }> {
  for (const [key, condition] of Object.entries(filter)) {
    if (key === '$and') for (const inner of condition as Doc[]) yield* idConditions(inner)
    else if (condition instanceof BSONRegExp) yield {}
    else if (isOperators(condition))
      yield {
        lowest: condition.$gte ?? condition.$gt ?? condition.$eq,
        highest: condition.$lte ?? condition.$lt ?? condition.$eq,
      }
    else yield { lowest: condition, highest: condition }
  }
}

/** The first place whose `_id` is not below the value. */
function firstFrom(ordered: readonly Entry[], value: Value): number {
  return firstPlace(ordered, (id) => compareValues(id, value) >= 0)
}

/** The first place whose `_id` is above the value. */
function firstBehind(ordered: readonly Entry[], value: Value): number {
  return firstPlace(ordered, (id) => compareValues(id, value) > 0)
}

/** The first place of which it is true, as it is of all behind it. */
function firstPlace(ordered: readonly Entry[], isReached: (id: Value) => boolean): number {
  let [low, high] = [0, ordered.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (isReached((ordered[middle] as Entry).id)) high = middle
    else low = middle + 1
  }
  return low
}
