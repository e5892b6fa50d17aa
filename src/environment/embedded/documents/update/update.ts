import type { MatchDetails } from '../query/filter.ts'
import { splitPath } from '../query/paths.ts'
import { ServerError } from '../server-error.ts'
import { type Doc, isDoc, type Value } from '../values/document.ts'
import { equalValues, identical } from '../values/order.ts'
import { type Change, needsValue, type UpdateMoment, valueOperators } from './operators.ts'
import { valueAt, withoutValue, withValue } from './paths.ts'
import { type ElementFilters, identifiersIn, resolvePositions } from './positional.ts'

/** Makes the changed document out of the old one; the same object when nothing changes. */
export type Updater = (document: Doc, details: MatchDetails, inserting: boolean) => Doc

interface Modification {
  path: string
  apply(document: Doc, paths: string[][]): Doc
  onInsertOnly: boolean
}

/** Whether an update replaces the whole document: it has no operators. */
export function isReplacement(update: Doc): boolean {
  const [first] = Object.keys(update)
  return first === undefined || !first.startsWith('$')
}

/** A replacement keeps the `_id`. Throws `ImmutableField` for another one. */
export function compileReplacement(replacement: Doc): Updater {
  for (const field of Object.keys(replacement)) {
    if (field.startsWith('$')) throw new ServerError('DollarPrefixedFieldName', `the field '${field}' cannot be stored`)
  }
  return (document) => {
    if (document._id === undefined) return replacement
    const { _id: given, ...rest } = replacement
    const replaced: Doc = { _id: given ?? document._id, ...rest }
    return sealed(document, replaced)
  }
}

/** Compiles an update with operators. Throws `FailedToParse` for an unknown one, `ConflictingUpdateOperators`. */
export function compileUpdate(update: Doc, filters: ElementFilters, moment: UpdateMoment): Updater {
  const modifications: Modification[] = []
  for (const [operator, fields] of Object.entries(update)) {
    if (!isKnown(operator)) throw new ServerError('FailedToParse', `unknown modifier: ${operator}`)
    if (!isDoc(fields)) throw new ServerError('FailedToParse', `the operand of ${operator} must be a document`)
    for (const [path, operand] of Object.entries(fields))
      modifications.push(...compile(operator, path, operand, moment))
  }
  refuseConflicts(modifications.map(({ path }) => path))
  refuseUnused(filters, update)
  modifications.sort((a, b) => comparePaths(a.path, b.path))
  return (document, details, inserting) => {
    let changed = document
    for (const { path, apply, onInsertOnly } of modifications) {
      if (onInsertOnly && !inserting) continue
      changed = apply(changed, resolvePositions(changed, path, details, filters))
    }
    return inserting ? changed : sealed(document, changed)
  }
}

/** The old object when nothing changed. Throws `ImmutableField` for a change of `_id`. */
export function sealed(before: Doc, after: Doc): Doc {
  if (identical(before, after)) return before
  if (!equalValues(before._id, after._id))
    throw new ServerError('ImmutableField', "the (immutable) field '_id' was found to have been altered")
  return after
}

function isKnown(operator: string): boolean {
  return operator === '$unset' || operator === '$rename' || Object.hasOwn(valueOperators, operator)
}

function compile(operator: string, path: string, operand: Value, moment: UpdateMoment): Modification[] {
  if (path === '' || path.split('.').includes(''))
    throw new ServerError('Location40156', 'a path cannot have an empty field name')
  const onInsertOnly = operator === '$setOnInsert'
  if (operator === '$unset') {
    const apply: Modification['apply'] = (document, paths) =>
      paths.reduce((changed, parts) => withoutValue(changed, parts) as Doc, document)
    return [{ path, apply, onInsertOnly }]
  }
  if (operator === '$rename') return rename(path, operand)
  const change = (valueOperators[operator] as (typeof valueOperators)[string]).compile(operand, moment)
  const skipsMissing = needsValue.has(operator)
  return [{ path, onInsertOnly, apply: (document, paths) => changeAll(document, paths, change, skipsMissing) }]
}

function changeAll(document: Doc, paths: string[][], change: Change, skipsMissing: boolean): Doc {
  let changed = document
  for (const parts of paths) {
    const current = valueAt(changed, parts)
    if (current === undefined && skipsMissing) continue
    const value = change(current)
    if (value !== undefined) changed = withValue(changed, parts, value) as Doc
  }
  return changed
}

function rename(from: string, to: Value): Modification[] {
  if (typeof to !== 'string') throw new ServerError('BadValue', "the 'to' field for $rename must be a string")
  if (from === to || from.includes('$') || to.includes('$'))
    throw new ServerError('BadValue', '$rename needs two different fields outside of arrays')
  const source = splitPath(from)
  const target = splitPath(to)
  const apply: Modification['apply'] = (document) => {
    const value = plainValueAt(document, source)
    if (value === undefined) return document
    plainValueAt(document, target)
    return withValue(withoutValue(document, source), target, value) as Doc
  }
  return [
    { path: from, apply, onInsertOnly: false },
    { path: to, apply: (document) => document, onInsertOnly: false },
  ]
}

/** As `valueAt`, but refuses to go through arrays. */
function plainValueAt(document: Doc, parts: readonly string[]): Value | undefined {
  for (let length = 1; length < parts.length; length++) {
    if (Array.isArray(valueAt(document, parts.slice(0, length))))
      throw new ServerError('BadValue', '$rename cannot go through an array')
  }
  return valueAt(document, parts)
}

function refuseConflicts(paths: readonly string[]): void {
  const seen = new Set<string>()
  for (const path of paths) {
    const clash = [...seen].some(
      (other) => other === path || other.startsWith(`${path}.`) || path.startsWith(`${other}.`),
    )
    if (clash)
      throw new ServerError('ConflictingUpdateOperators', `updating the path '${path}' would create a conflict`)
    seen.add(path)
  }
}

function refuseUnused(filters: ElementFilters, update: Doc): void {
  if (filters.size === 0) return
  const used = new Set(
    Object.values(update).flatMap((fields) => (isDoc(fields) ? Object.keys(fields).flatMap(identifiersIn) : [])),
  )
  for (const name of filters.keys()) {
    if (!used.has(name))
      throw new ServerError('FailedToParse', `the array filter for identifier '${name}' was not used`)
  }
}

/** Fields in the order of their names, array positions in the order of numbers. */
function comparePaths(a: string, b: string): number {
  const left = a.split('.')
  const right = b.split('.')
  for (const [index, part] of left.entries()) {
    const other = right[index]
    if (other === undefined) return 1
    if (part === other) continue
    const difference = Number(part) - Number(other)
    if (!Number.isNaN(difference) && difference !== 0) return difference
    return part < other ? -1 : 1
  }
  return left.length - right.length
}
