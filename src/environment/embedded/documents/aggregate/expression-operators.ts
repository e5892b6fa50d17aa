import { Decimal128, ObjectId } from 'bson'
import { ServerError } from '../server-error.ts'
import { isNumeric, typeName, type Value } from '../values/document.ts'
import { calculate, type Numeric, negated } from '../values/numbers.ts'
import { compareValues, equalValues } from '../values/order.ts'
import { accumulators } from './accumulators.ts'

type Evaluate = (document: unknown, expression: unknown, options: never) => unknown
type Operator = (document: unknown, expression: unknown, options: never) => Value | undefined

/** Operators that take the place of mingo's, where MongoDB's order of values or its number types make a difference. */
export function ownOperators(evaluate: Evaluate): Record<string, Operator> {
  const operator =
    (apply: (operands: (Value | undefined)[]) => Value | undefined): Operator =>
    (document, expression, options) => {
      const operands = evaluate(document, expression, options)
      return apply((Array.isArray(operands) ? operands : [operands]) as (Value | undefined)[])
    }
  const compared = (holds: (order: number) => boolean): Operator => operator(([a, b]) => holds(compareValues(a, b)))
  const reduced = (name: string): Operator =>
    operator((operands) => {
      const [only] = operands
      const values = operands.length === 1 && Array.isArray(only) ? only : operands
      return accumulators[name]?.(values)
    })
  return {
    $eq: compared((order) => order === 0),
    $ne: compared((order) => order !== 0),
    $gt: compared((order) => order > 0),
    $gte: compared((order) => order >= 0),
    $lt: compared((order) => order < 0),
    $lte: compared((order) => order <= 0),
    $cmp: operator(([a, b]) => compareValues(a, b)),
    $in: operator(([value, list]) => {
      if (!Array.isArray(list)) throw new ServerError('Location40081', '$in requires an array as a second argument')
      return list.some((element) => equalValues(element, value))
    }),
    $add: operator((operands) => arithmetic('$add', 'add', operands)),
    $multiply: operator((operands) => arithmetic('$multiply', 'multiply', operands)),
    $subtract: operator(([a, b]) => {
      if (a instanceof Date && b instanceof Date) return a.getTime() - b.getTime()
      return arithmetic('$subtract', 'add', [a, isNumeric(b) ? negated(b) : b])
    }),
    $type: operator(([value]) => typeName(value)),
    $toDecimal: operator(([value]) => {
      if (value === undefined || value === null) return null
      if (isNumeric(value) || typeof value === 'string') return Decimal128.fromString(String(value))
      throw new ServerError('BadValue', `cannot convert ${typeName(value)} to decimal`)
    }),
    $toObjectId: operator(([value]) => {
      if (value === undefined || value === null || value instanceof ObjectId) return value ?? null
      return ObjectId.createFromHexString(String(value))
    }),
    $sum: reduced('$sum'),
    $avg: reduced('$avg'),
    $min: reduced('$min'),
    $max: reduced('$max'),
  }
}

/** Null when an operand is null or missing; a date and numbers of milliseconds give a date. */
function arithmetic(name: string, operation: 'add' | 'multiply', operands: (Value | undefined)[]): Value {
  let result: Numeric = operation === 'add' ? 0 : 1
  let date = false
  for (const operand of operands) {
    if (operand === undefined || operand === null) return null
    if (operand instanceof Date && operation === 'add' && !date) {
      date = true
      result = calculate('add', result, operand.getTime())
    } else if (isNumeric(operand)) {
      result = calculate(operation, result, operand)
    } else {
      throw new ServerError('TypeMismatch', `${name} only supports numeric types, not ${typeName(operand)}`)
    }
  }
  return date ? new Date(Number(result.toString())) : result
}
