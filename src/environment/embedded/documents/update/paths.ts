import { isIndex } from '../query/paths.ts'
import { ServerError } from '../server-error.ts'
import { type Doc, fieldOf, isDoc, type Value } from '../values/document.ts'

const longestPadding = 1_500_000

/** The value at a plain path of field names and array positions, without looking into arrays of documents. */
export function valueAt(document: Doc, parts: readonly string[]): Value | undefined {
  let value: Value | undefined = document
  for (const part of parts) {
    if (Array.isArray(value)) value = isIndex(part) ? value[Number(part)] : undefined
    else value = isDoc(value) ? fieldOf(value, part) : undefined
  }
  return value
}

/**
 * A copy of the document with a value put at a plain path, made where it is missing. Shares everything else.
 * Throws `PathNotViable` when the path goes through a value that can have no such field.
 */
export function withValue(target: Value | undefined, parts: readonly string[], value: Value): Value {
  const [part, ...rest] = parts
  if (part === undefined) return value
  if (target === undefined) return { [part]: withValue(undefined, rest, value) }
  if (Array.isArray(target)) {
    if (!isIndex(part)) throw notViable(part)
    const position = Number(part)
    if (position - target.length > longestPadding) throw new ServerError('BadValue', 'the array would become too long')
    const copy = target.slice()
    while (copy.length < position) copy.push(null)
    copy[position] = withValue(target[position], rest, value)
    return copy
  }
  if (!isDoc(target)) throw notViable(part)
  return { ...target, [part]: withValue(fieldOf(target, part), rest, value) }
}

/** A copy without the value at a plain path; an element of an array becomes null. The same document when there is none. */
export function withoutValue(target: Value, parts: readonly string[]): Value {
  const [part, ...rest] = parts
  if (part === undefined) return target
  if (Array.isArray(target)) {
    const position = Number(part)
    const inner = isIndex(part) ? target[position] : undefined
    if (inner === undefined) return target
    return target.with(position, rest.length === 0 ? null : withoutValue(inner, rest))
  }
  const inner = isDoc(target) ? fieldOf(target, part) : undefined
  if (inner === undefined || !isDoc(target)) return target
  if (rest.length > 0) return { ...target, [part]: withoutValue(inner, rest) }
  const { [part]: _, ...others } = target
  return others
}

function notViable(part: string): ServerError {
  return new ServerError('PathNotViable', `cannot create field '${part}' in an element that cannot have it`)
}
