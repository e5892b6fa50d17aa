import { eachDocument } from '../bson/raw-reply.ts'
import { guarded } from '../transfer-failed.ts'
import { findId, idOf } from './id-of.ts'
import { bracketOf, brackets, type IdRange, rangeFilter } from './id-ranges.ts'
import type { Reading } from './read-page.ts'

const idOnly = { _id: 1 } as const

/** The brackets of types that a collection's `_id` has, in order; found without reading the collection. */
export async function bracketsOf(reading: Reading, collection: string): Promise<IdRange[]> {
  const first = await edge(reading, collection, {}, 1)
  const last = await edge(reading, collection, {}, -1)
  if (first === undefined || last === undefined) return []
  const [from, to] = [bracketOf(typeOf(first)), bracketOf(typeOf(last))]
  if (from === to) return [{}]
  const found: IdRange[] = []
  for (const { name } of brackets.slice(from, to + 1))
    if ((await edge(reading, collection, rangeFilter({ bracket: name }), 1)) !== undefined)
      found.push({ bracket: name })
  return found
}

function typeOf(cursor: Uint8Array): number {
  let type = -1
  eachDocument(cursor, (start) => {
    type = findId(cursor, start).type
  })
  return type
}

/** Every `step`th `_id` of a bracket, in order, without the first. */
export async function* idSteps(
  reading: Reading,
  collection: string,
  range: IdRange,
  step: number,
): AsyncGenerator<unknown> {
  let from: unknown
  for (;;) {
    const reached = from === undefined ? range : { ...range, from }
    const found = await edge(reading, collection, rangeFilter(reached), 1, step)
    if (found === undefined) return
    let id: unknown
    eachDocument(found, (start) => {
      id = idOf(found, start)
    })
    yield id
    from = id
  }
}

/** The reply with the one `_id` at the beginning, or end, of what a filter finds; `undefined` where there is none. */
async function edge(
  { db, readConcern }: Reading,
  collection: string,
  filter: object,
  direction: 1 | -1,
  skip = 0,
): Promise<Uint8Array | undefined> {
  const command = {
    find: collection,
    filter,
    sort: { _id: direction },
    projection: idOnly,
    skip,
    limit: 1,
    batchSize: 1,
    singleBatch: true,
    ...(readConcern && { readConcern }),
  }
  const place = `${db.databaseName}.${collection}`
  const { cursor } = await guarded('source', place, () => db.command(command, { raw: true }))
  return eachDocument(cursor as Uint8Array, () => undefined) === 0 ? undefined : (cursor as Uint8Array)
}
