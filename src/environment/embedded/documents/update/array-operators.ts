import { BSONRegExp } from 'bson'
import { compileFilter, compileValueCondition, isOperators } from '../query/filter.ts'
import { parseSort, sorted } from '../query/sort.ts'
import { ServerError } from '../server-error.ts'
import { type Doc, isDoc, typeName, type Value } from '../values/document.ts'
import { compareValues, equalValues, valueKey, wholeNumber } from '../values/order.ts'
import type { Change } from './operators.ts'

/** `$push`, with `$each`, `$position`, `$sort` and `$slice`. */
export function push(operand: Value): Change {
  const modifiers = isDoc(operand) && '$each' in operand ? operand : { $each: [operand] }
  const { $each, $position, $slice, $sort, ...unknown } = modifiers as Record<string, Value | undefined>
  const [stranger] = Object.keys(unknown)
  if (stranger !== undefined) throw new ServerError('BadValue', `unrecognized clause in $push: ${stranger}`)
  if (!Array.isArray($each)) throw new ServerError('BadValue', 'the argument to $each in $push must be an array')
  const position = optionalWhole('$position', $position)
  const limit = optionalWhole('$slice', $slice)
  const order = $sort === undefined ? undefined : elementOrder($sort)
  return (current) => {
    const array = arrayFor('$push', current ?? [])
    let changed = array.toSpliced(position ?? array.length, 0, ...$each)
    if (order !== undefined) changed = order(changed)
    if (limit !== undefined) changed = limit < 0 ? changed.slice(limit) : changed.slice(0, limit)
    return changed
  }
}

/** `$addToSet`, with `$each`. */
export function addToSet(operand: Value): Change {
  const each = isDoc(operand) && '$each' in operand ? operand.$each : [operand]
  if (!Array.isArray(each)) throw new ServerError('TypeMismatch', 'the argument to $each in $addToSet must be an array')
  return (current) => {
    const array = arrayFor('$addToSet', current ?? [])
    const present = new Set(array.map(valueKey))
    const added = each.filter((value) => {
      const key = valueKey(value)
      return !present.has(key) && present.add(key)
    })
    return added.length === 0 && current !== undefined ? undefined : [...array, ...added]
  }
}

/** `$pull`: by equality, by a condition on the value, or by a filter on the document. */
export function pull(operand: Value): Change {
  const goes = pullTest(operand)
  return (current) => (current === undefined ? undefined : arrayFor('$pull', current).filter((value) => !goes(value)))
}

export function pullAll(operand: Value): Change {
  if (!Array.isArray(operand)) throw new ServerError('BadValue', '$pullAll requires an array')
  const gone = new Set(operand.map(valueKey))
  return (current) =>
    current === undefined ? undefined : arrayFor('$pullAll', current).filter((value) => !gone.has(valueKey(value)))
}

export function pop(operand: Value): Change {
  const end = wholeNumber(operand)
  if (end !== 1 && end !== -1) throw new ServerError('FailedToParse', '$pop expects 1 or -1')
  return (current) => {
    if (current === undefined) return undefined
    if (!Array.isArray(current)) throw new ServerError('TypeMismatch', `$pop needs an array, not ${typeName(current)}`)
    return end === 1 ? current.slice(0, -1) : current.slice(1)
  }
}

function pullTest(operand: Value): (value: Value) => boolean {
  if (isOperators(operand) || operand instanceof BSONRegExp) return compileValueCondition(operand, {})
  if (!isDoc(operand)) return (value) => equalValues(value, operand)
  const predicate = compileFilter(operand)
  return (value) => isDoc(value) && predicate(value)
}

function elementOrder(specification: Value): (array: Value[]) => Value[] {
  if (!isDoc(specification)) {
    const direction = wholeNumber(specification)
    if (direction !== 1 && direction !== -1) throw new ServerError('BadValue', '$sort in $push is 1, -1 or a document')
    return (array) => array.toSorted((a, b) => compareValues(a, b) * direction)
  }
  const fields = parseSort(specification)
  return (array) => sorted(array, fields, (element): Doc => (isDoc(element) ? element : {}))
}

function optionalWhole(name: string, value: Value | undefined): number | undefined {
  if (value === undefined) return undefined
  const whole = wholeNumber(value)
  if (whole === undefined) throw new ServerError('BadValue', `${name} in $push must be a whole number`)
  return whole
}

function arrayFor(operator: string, current: Value): Value[] {
  if (Array.isArray(current)) return current
  throw new ServerError('BadValue', `${operator} needs an array, but the field is of type ${typeName(current)}`)
}
