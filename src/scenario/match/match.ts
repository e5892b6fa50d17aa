import { usageError } from '../../core/error.ts'
import type { Difference } from '../../core/events.ts'
import { isJsonObject, type JsonObject } from '../../core/json.ts'
import { type MatcherName, matchers } from './matchers.ts'
import { sameScalar } from './scalar.ts'
import { type Path, pathText, shown } from './shown.ts'

/**
 * Holds a value against a tree of values and matchers. An object names what is looked at, a list must have the same
 * length and match item by item, numbers and decimal texts are the same when they are the same decimal, and moments
 * when they are the same instant. Empty when everything holds. Values of people and secrets are masked.
 * Throws `scenario.matcher-operand` when a matcher is given what it cannot take.
 */
export function match(expected: unknown, actual: unknown): Difference[] {
  return compare(expected, actual, [])
}

/** Whether an object of an expectation is a matcher: every key of it is the name of one. */
export function isMatcher(expected: unknown): expected is JsonObject {
  if (!isJsonObject(expected)) return false
  const keys = Object.keys(expected)
  return keys.length > 0 && keys.every((key) => Object.hasOwn(matchers, key))
}

function compare(expected: unknown, actual: unknown, path: Path): Difference[] {
  if (isMatcher(expected)) {
    return Object.entries(expected).flatMap(([name, operand]) => ask(name as MatcherName, operand, actual, path))
  }
  if (Array.isArray(expected)) return compareLists(expected, actual, path)
  if (isJsonObject(expected) && !(expected instanceof Date)) return compareObjects(expected, actual, path)
  return actual !== undefined && sameScalar(expected, actual) ? [] : [difference(expected, actual, path)]
}

function ask(name: MatcherName, operand: unknown, actual: unknown, path: Path): Difference[] {
  const matcher = matchers[name]
  if (!matcher.accepts(operand)) {
    throw usageError({
      code: 'scenario.matcher-operand',
      message: `the matcher "${name}" at ${pathText(path)} takes ${matcher.takes}`,
      remedy: 'give it that; an object with keys of this name is compared literally below `equals`',
    })
  }
  const verdict = matcher.check(operand as never, { actual, path, compare })
  if (Array.isArray(verdict)) return verdict
  return verdict ? [] : [{ ...difference(operand, actual, path), expected: `${name} ${shown(operand, path)}` }]
}

function compareLists(expected: readonly unknown[], actual: unknown, path: Path): Difference[] {
  if (!Array.isArray(actual) || actual.length !== expected.length) return [difference(expected, actual, path)]
  return expected.flatMap((item, index) => compare(item, actual[index], [...path, index]))
}

function compareObjects(expected: JsonObject, actual: unknown, path: Path): Difference[] {
  if (!isJsonObject(actual) || actual instanceof Date) return [difference(expected, actual, path)]
  return Object.entries(expected).flatMap(([key, inner]) =>
    compare(inner, Object.hasOwn(actual, key) ? actual[key] : undefined, [...path, key]),
  )
}

function difference(expected: unknown, actual: unknown, path: Path): Difference {
  return { path: pathText(path), expected: counted(expected, path), actual: counted(actual, path) }
}

/** Lists say how long they are. */
function counted(value: unknown, path: Path): string {
  if (!Array.isArray(value) || value.length === 0) return shown(value, path)
  return `${value.length} ${value.length === 1 ? 'item' : 'items'}: ${shown(value, path)}`
}
