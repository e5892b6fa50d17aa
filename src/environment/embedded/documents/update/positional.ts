import { compileFilter, compileValueCondition, type MatchDetails } from '../query/filter.ts'
import { splitPath } from '../query/paths.ts'
import { ServerError } from '../server-error.ts'
import { type Doc, isDoc, type Value } from '../values/document.ts'
import { valueAt } from './paths.ts'

/** Says for one identifier of `arrayFilters` which elements it means. */
export type ElementFilters = ReadonlyMap<string, (element: Value) => boolean>

/** Compiles `arrayFilters`. Throws `FailedToParse` for a filter without one clear identifier. */
export function compileArrayFilters(filters: readonly Value[]): ElementFilters {
  const compiled = new Map<string, (element: Value) => boolean>()
  for (const filter of filters) {
    const name = isDoc(filter) ? identifierOf(filter) : undefined
    if (name === undefined || !isDoc(filter) || compiled.has(name) || !/^[a-z][a-zA-Z0-9]*$/.test(name))
      throw new ServerError('FailedToParse', 'an array filter needs one identifier of its own')
    compiled.set(name, compileElementFilter(filter))
  }
  return compiled
}

function compileElementFilter(filter: Doc): (element: Value) => boolean {
  const predicate = compileFilter(filter)
  const name = identifierOf(filter) ?? ''
  const [only, ...others] = Object.keys(filter)
  const condition = filter[name]
  if (only === name && others.length === 0 && condition !== undefined) return compileValueCondition(condition, {})
  return (element) => predicate({ [name]: element })
}

function identifierOf(filter: Doc): string | undefined {
  const names = new Set<string | undefined>()
  for (const [key, condition] of Object.entries(filter)) {
    if (!key.startsWith('$')) names.add(key.split('.')[0])
    else if (Array.isArray(condition)) for (const part of condition) if (isDoc(part)) names.add(identifierOf(part))
  }
  return names.size === 1 ? [...names][0] : undefined
}

/**
 * The plain paths that a path with `$`, `$[]` and `$[name]` stands for in a document.
 * Throws `BadValue` when there is no position or no array where one is needed.
 */
export function resolvePositions(
  document: Doc,
  path: string,
  details: MatchDetails,
  filters: ElementFilters,
): string[][] {
  const parts = splitPath(path)
  if (!path.includes('$')) return [parts]
  let resolved: string[][] = [[]]
  for (const part of parts) {
    if (part === '$') {
      if (details.position === undefined)
        throw new ServerError('BadValue', 'the positional operator did not find the match needed from the query')
      const position = String(details.position)
      resolved = resolved.map((before) => [...before, position])
    } else if (/^\$\[.*\]$/.test(part)) {
      const passes = elementTest(part.slice(2, -1), filters)
      resolved = resolved.flatMap((before) => positionsIn(document, before, passes))
    } else {
      resolved = resolved.map((before) => [...before, part])
    }
  }
  return resolved
}

/** Names used in paths, to find array filters that nothing uses. */
export function identifiersIn(path: string): string[] {
  return [...path.matchAll(/\$\[([^\]]+)\]/g)].map(([, name]) => name ?? '')
}

function elementTest(name: string, filters: ElementFilters): (element: Value) => boolean {
  if (name === '') return () => true
  const filter = filters.get(name)
  if (filter === undefined) throw new ServerError('BadValue', `no array filter found for identifier '${name}'`)
  return filter
}

function positionsIn(document: Doc, before: string[], passes: (element: Value) => boolean): string[][] {
  const array = valueAt(document, before)
  if (!Array.isArray(array))
    throw new ServerError('BadValue', `the path '${before.join('.')}' must exist and be an array for array updates`)
  return array.flatMap((element, position) => (passes(element) ? [[...before, String(position)]] : []))
}
