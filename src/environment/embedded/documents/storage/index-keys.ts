import { isIndex, splitPath } from '../query/paths.ts'
import { ServerError } from '../server-error.ts'
import { type Doc, fieldOf, isDoc, type Value } from '../values/document.ts'
import { valueKey } from '../values/order.ts'

/** How far the way to one field of an index has been gone; `done` when it has arrived at the value that counts. */
interface Walk {
  value: Value | undefined
  rest: readonly string[]
  done: boolean
}

/** One entry of an index: the values of its fields, and whether the document has any of them. */
export interface IndexEntry {
  key: string
  values: (Value | undefined)[]
  present: boolean
}

/**
 * The entries that a document has in an index: one for each element of an array on the way to a field.
 * Throws `CannotIndexParallelArrays` when two fields lead through two arrays.
 */
export function indexEntries(document: Doc, paths: readonly string[]): IndexEntry[] {
  const entries = new Map<string, IndexEntry>()
  collect(
    paths.map((path) => ({ value: document, rest: splitPath(path), done: false })),
    entries,
  )
  return [...entries.values()]
}

function collect(walks: readonly Walk[], entries: Map<string, IndexEntry>): void {
  const moved = walks.map(advance)
  const arrays = new Set(moved.flatMap(({ value, done }) => (!done && Array.isArray(value) ? [value] : [])))
  if (arrays.size > 1) throw new ServerError('CannotIndexParallelArrays', 'cannot index parallel arrays')
  const [array] = arrays
  if (array === undefined) {
    const values = moved.map(({ value }) => value)
    const key = values.map((value) => valueKey(value === undefined ? null : value)).join()
    const present = values.some((value) => value !== undefined)
    entries.set(key, { key, values, present: present || entries.get(key)?.present === true })
    return
  }
  const elements: (Value | undefined)[] = array.length === 0 ? [undefined] : array
  for (const element of elements) {
    collect(
      moved.map((walk) => (walk.done ? walk : intoElement(walk.rest, element))),
      entries,
    )
  }
}

/** Goes on until the end of the path or an array whose elements have to be looked at one by one. */
function advance(walk: Walk): Walk {
  let { value, rest } = walk
  if (walk.done) return walk
  for (;;) {
    const [part, ...others] = rest
    if (Array.isArray(value)) {
      if (part === undefined || !isIndex(part) || Number(part) >= value.length) return { value, rest, done: false }
      value = value[Number(part)]
    } else if (part === undefined) {
      return { value, rest, done: true }
    } else {
      value = isDoc(value) ? fieldOf(value, part) : undefined
    }
    rest = others
  }
}

/** An element at the end of a path is the value itself; on the way, only documents lead on. */
function intoElement(rest: readonly string[], element: Value | undefined): Walk {
  if (rest.length === 0) return { value: element, rest, done: true }
  return isDoc(element) ? { value: element, rest, done: false } : { value: undefined, rest: [], done: true }
}
