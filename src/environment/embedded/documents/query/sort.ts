import { notSupported, ServerError } from '../server-error.ts'
import { type Doc, isDoc, type Value } from '../values/document.ts'
import { compareValues, wholeNumber } from '../values/order.ts'
import { splitPath, valuesAt } from './paths.ts'

export interface SortField {
  path: string
  direction: 1 | -1
}

/** Reads a sort specification. Throws `Location15976` and its like for what is not 1 or -1. */
export function parseSort(sort: Doc): SortField[] {
  return Object.entries(sort).map(([path, value]) => {
    if (isDoc(value)) throw notSupported('sorting by $meta')
    const direction = wholeNumber(value)
    if (direction !== 1 && direction !== -1) throw new ServerError('BadValue', 'a sort direction is 1 or -1')
    if (path === '') throw new ServerError('Location40156', 'a sort field cannot be empty')
    return { path, direction }
  })
}

/** A sorted copy. Equal documents keep their order. */
export function sorted<T>(items: readonly T[], fields: readonly SortField[], document: (item: T) => Doc): T[] {
  const paths = fields.map(({ path, direction }) => ({ parts: splitPath(path), direction }))
  const keyed = items.map((item) => ({
    item,
    keys: paths.map(({ parts, direction }) => sortKey(document(item), parts, direction)),
  }))
  keyed.sort((a, b) => {
    for (const [index, { direction }] of paths.entries()) {
      const order = compareValues(a.keys[index], b.keys[index])
      if (order !== 0) return order * direction
    }
    return 0
  })
  return keyed.map(({ item }) => item)
}

/** Of several values the smallest counts when ascending, the largest when descending; none is less than null. */
function sortKey(document: Doc, parts: readonly string[], direction: 1 | -1): Value | undefined {
  const [first, ...rest] = valuesAt(document, parts)
  if (rest.length === 0) return first === undefined && !endsInEmptyArray(document, parts) ? null : first
  let best: Value | undefined = first ?? null
  for (const value of rest) if (compareValues(value ?? null, best) * direction < 0) best = value ?? null
  return best
}

function endsInEmptyArray(document: Doc, parts: readonly string[]): boolean {
  let value: Value | undefined = document
  for (const part of parts) value = isDoc(value) && Object.hasOwn(value, part) ? value[part] : undefined
  return Array.isArray(value) && value.length === 0
}
