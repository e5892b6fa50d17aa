import { ServerError } from '../server-error.ts'
import { type Doc, isDoc, isNumeric, typeName, type Value } from '../values/document.ts'
import { calculate, divideByCount, type Numeric } from '../values/numbers.ts'
import { compareValues, valueKey } from '../values/order.ts'

/** Makes one value out of the values of a group; `undefined` stands for a missing one. */
export type Accumulator = (values: readonly (Value | undefined)[]) => Value

export const accumulators: Readonly<Record<string, Accumulator>> = {
  $sum: (values) => total(values.filter(isNumeric)),
  $avg: (values) => {
    const numbers = values.filter(isNumeric)
    return numbers.length === 0 ? null : divideByCount(total(numbers), numbers.length)
  },
  $min: (values) => extreme(values, -1),
  $max: (values) => extreme(values, 1),
  $first: (values) => values[0] ?? null,
  $last: (values) => values.at(-1) ?? null,
  $push: (values) => values.filter((value) => value !== undefined),
  $addToSet: (values) => {
    const distinct = new Map<string, Value>()
    for (const value of values) if (value !== undefined) distinct.set(valueKey(value), value)
    return [...distinct.values()]
  },
  $count: (values) => values.length,
  $mergeObjects: (values) => {
    const merged: Doc = {}
    for (const value of values) {
      if (value === undefined || value === null) continue
      if (!isDoc(value)) throw new ServerError('Location40400', `$mergeObjects needs objects, not ${typeName(value)}`)
      Object.assign(merged, value)
    }
    return merged
  },
}

function total(numbers: readonly Numeric[]): Numeric {
  return numbers.reduce<Numeric>((sum, number) => calculate('add', sum, number), 0)
}

function extreme(values: readonly (Value | undefined)[], direction: 1 | -1): Value {
  let best: Value | undefined
  for (const value of values) {
    if (value === undefined || value === null) continue
    if (best === undefined || compareValues(value, best) === direction) best = value
  }
  return best ?? null
}
