import { BSONRegExp } from 'bson'
import { notSupported, ServerError } from '../server-error.ts'
import { type Doc, fieldOf, isDoc, type Value } from '../values/document.ts'
import { elementMatch, matcherOf } from './operators.ts'
import { splitPath, visitPath } from './paths.ts'
import { fromRegex } from './regex.ts'

/** What a match found out on the way: the position that `$` stands for in updates and projections. */
export interface MatchDetails {
  position?: number
}

export type Predicate = (document: Doc, details?: MatchDetails) => boolean

/** Says whether a value at a path matches; `undefined` is a missing value. */
export interface ValueMatcher {
  test(value: Value | undefined, details?: MatchDetails): boolean
  /** The array at the end of a path is looked at as a whole, not element by element. */
  wholeArray?: boolean
  /** Matches when no value at the path passes the test. */
  negated?: boolean
}

/** What a filter needs from outside. */
export interface FilterContext {
  /** Compiles the expression of `$expr`; absent where it is not allowed. */
  expression?(expression: Value): (document: Doc) => boolean
}

/** Compiles a filter. Throws `BadValue` for what is no filter, `CommandNotSupported` for operators that are not here. */
export function compileFilter(filter: Doc, context: FilterContext = {}): Predicate {
  return conjunction(
    Object.entries(filter).map(([key, condition]) =>
      key.startsWith('$') ? compileLogical(key, condition, context) : compileField(key, condition, context),
    ),
  )
}

function compileLogical(key: string, condition: Value, context: FilterContext): Predicate {
  switch (key) {
    case '$and': {
      const all = compileList(key, condition, context)
      return (document, details) => all.every((predicate) => predicate(document, details))
    }
    case '$or': {
      const all = compileList(key, condition, context)
      return (document, details) => all.some((predicate) => predicate(document, details))
    }
    case '$nor': {
      const all = compileList(key, condition, context)
      return (document) => !all.some((predicate) => predicate(document))
    }
    case '$comment':
      return () => true
    case '$alwaysTrue':
      return () => true
    case '$alwaysFalse':
      return () => false
    case '$expr':
      if (context.expression === undefined) throw new ServerError('BadValue', '$expr is not allowed here')
      return context.expression(condition)
    case '$where':
    case '$text':
    case '$jsonSchema':
      throw notSupported(key)
    default:
      throw new ServerError('BadValue', `unknown top level operator: ${key}`)
  }
}

function compileList(key: string, condition: Value, context: FilterContext): Predicate[] {
  if (!Array.isArray(condition) || condition.length === 0)
    throw new ServerError('BadValue', `${key} must be a nonempty array`)
  return condition.map((part) => {
    if (!isDoc(part)) throw new ServerError('BadValue', `the entries of ${key} need to be full objects`)
    return compileFilter(part, context)
  })
}

function compileField(path: string, condition: Value, context: FilterContext): Predicate {
  return conjunction(compileCondition(splitPath(path), condition, context))
}

/** What stands beside a path: operators, a regular expression, or a value to be equal to. */
function compileCondition(parts: readonly string[], condition: Value, context: FilterContext): Predicate[] {
  if (condition instanceof BSONRegExp) return [atPath(parts, fromRegex(condition.pattern, condition.options))]
  if (!isOperators(condition)) return [atPath(parts, matcherOf('$eq', condition, {}))]
  return Object.entries(condition).flatMap(([operator, operand]) => {
    if (!operator.startsWith('$')) throw new ServerError('BadValue', `unknown operator: ${operator}`)
    if (operator === '$not') return [negation(parts, operand, context)]
    if (operator === '$elemMatch') return [atPath(parts, elementMatch(compileElement(operand, context)))]
    if (operator === '$all') return compileAll(parts, operand, context)
    if (operator === '$options' && '$regex' in condition) return []
    return [atPath(parts, matcherOf(operator, operand, condition))]
  })
}

/** Compiles conditions on a value itself, as `$elemMatch` and `$pull` have them. */
export function compileValueCondition(condition: Value, context: FilterContext): (value: Value) => boolean {
  const predicate = conjunction(compileCondition([], condition, context))
  return (value) => predicate(value as Doc)
}

function conjunction(predicates: readonly Predicate[]): Predicate {
  const [only] = predicates
  if (predicates.length === 1 && only !== undefined) return only
  return (document, details) => predicates.every((predicate) => predicate(document, details))
}

/** Whether a document holds operators; decided by its first field, as on the server. */
export function isOperators(value: Value): value is Doc {
  if (!isDoc(value)) return false
  const [first] = Object.keys(value)
  return first?.startsWith('$') === true && !['$ref', '$id', '$db'].includes(first)
}

function negation(parts: readonly string[], operand: Value, context: FilterContext): Predicate {
  if (!(operand instanceof BSONRegExp) && !(isOperators(operand) && Object.keys(operand).length > 0))
    throw new ServerError('BadValue', '$not needs a regex or a document of operators')
  const inner = conjunction(compileCondition(parts, operand, context))
  return (document) => !inner(document)
}

/** What `$elemMatch` asks of each element: conditions on the value, or a filter on the document. */
function compileElement(operand: Value, context: FilterContext): (element: Value) => boolean {
  if (!isDoc(operand)) throw new ServerError('BadValue', '$elemMatch needs an Object')
  const [first] = Object.keys(operand)
  if (isOperators(operand) && !['$and', '$or', '$nor', '$expr'].includes(first ?? ''))
    return compileValueCondition(operand, context)
  const predicate = compileFilter(operand)
  return (element) => (isDoc(element) || Array.isArray(element)) && predicate(element as Doc)
}

function compileAll(parts: readonly string[], operand: Value, context: FilterContext): Predicate[] {
  if (!Array.isArray(operand)) throw new ServerError('BadValue', '$all needs an array')
  if (operand.length === 0) return [() => false]
  return operand.flatMap((part) => {
    if (part instanceof BSONRegExp || (isDoc(part) && '$elemMatch' in part))
      return compileCondition(parts, part, context)
    return [atPath(parts, matcherOf('$eq', part, {}))]
  })
}

function atPath(parts: readonly string[], matcher: ValueMatcher): Predicate {
  const [field = ''] = parts
  const matches = (document: Doc, details?: MatchDetails): boolean => {
    if (parts.length === 1 && !Array.isArray(document)) {
      // Most conditions are on a field that holds no array: no way to walk, no position to note.
      const found = fieldOf(document, field)
      if (!Array.isArray(found)) return matcher.test(found)
    }
    return visitPath(document, parts, (found, index) => matchesAt(matcher, found, index, details))
  }
  return matcher.negated === true ? (document) => !matches(document) : matches
}

function matchesAt(
  matcher: ValueMatcher,
  found: Value | undefined,
  index: number | undefined,
  details: MatchDetails | undefined,
): boolean {
  if (Array.isArray(found) && matcher.wholeArray !== true) {
    const position = found.findIndex((element) => matcher.test(element))
    if (position >= 0) return note(details, index ?? position)
    return matcher.test(found) && note(details, index)
  }
  return matcher.test(found, index === undefined ? details : undefined) && note(details, index)
}

function note(details: MatchDetails | undefined, position: number | undefined): true {
  if (details !== undefined && position !== undefined) details.position = position
  return true
}
