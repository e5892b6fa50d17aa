import { ServerError } from '../server-error.ts'
import { type Doc, fieldOf, isDoc, type Value } from '../values/document.ts'

/** Splits `a.b.0`. */
export function splitPath(path: string): string[] {
  const parts = path.split('.')
  if (parts.includes('__proto__')) throw new ServerError('BadValue', 'a path cannot go through __proto__')
  return parts
}

export function isIndex(part: string): boolean {
  return /^(0|[1-9]\d*)$/.test(part)
}

/**
 * Visits every value that a path leads to, going into the documents of arrays on the way; `undefined` stands for a
 * missing one. `index` is the position in the first array that was gone into. Ends early when the visitor says true.
 */
export function visitPath(
  value: Value | undefined,
  parts: readonly string[],
  visit: (found: Value | undefined, index?: number) => boolean,
  at = 0,
  index?: number,
): boolean {
  const part = parts[at]
  if (part === undefined) return visit(value, index)
  if (Array.isArray(value)) {
    if (isIndex(part) && Number(part) < value.length) {
      if (visitPath(value[Number(part)], parts, visit, at + 1, index)) return true
    }
    return value.some((element, position) => isDoc(element) && visitPath(element, parts, visit, at, index ?? position))
  }
  return visitPath(isDoc(value) ? fieldOf(value, part) : undefined, parts, visit, at + 1, index)
}

/** The values that `sort` and `distinct` see: those at the path, and the elements of an array at its end. */
export function valuesAt(document: Doc, parts: readonly string[]): (Value | undefined)[] {
  const values: (Value | undefined)[] = []
  visitPath(document, parts, (found) => {
    if (Array.isArray(found)) values.push(...found)
    else values.push(found)
    return false
  })
  return values
}
