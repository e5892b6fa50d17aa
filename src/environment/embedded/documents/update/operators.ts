import { Timestamp } from 'bson'
import { notSupported, ServerError } from '../server-error.ts'
import { isDoc, isNumeric, typeName, type Value } from '../values/document.ts'
import { calculate } from '../values/numbers.ts'
import { compareValues, wholeNumber } from '../values/order.ts'
import { addToSet, pop, pull, pullAll, push } from './array-operators.ts'

/** What an operator may ask for besides the values. */
export interface UpdateMoment {
  /** Milliseconds since 1970. */
  now: number
}

/** What is put at the path; `undefined` leaves it as it is. */
export type Change = (current: Value | undefined) => Value | undefined

export interface UpdateOperator {
  /** Reads the operand once, for every document that is changed. */
  compile(operand: Value, moment: UpdateMoment): Change
}

/** The operators that put a new value where an old one was. `$unset` and `$rename` move fields and stand elsewhere. */
export const valueOperators: Readonly<Record<string, UpdateOperator>> = {
  $set: { compile: (operand) => () => operand },
  $setOnInsert: { compile: (operand) => () => operand },
  $inc: { compile: (operand) => arithmetic('$inc', 'add', operand) },
  $mul: { compile: (operand) => arithmetic('$mul', 'multiply', operand) },
  $min: { compile: (operand) => (current) => (replaces(operand, current, -1) ? operand : undefined) },
  $max: { compile: (operand) => (current) => (replaces(operand, current, 1) ? operand : undefined) },
  $currentDate: { compile: currentDate },
  $push: { compile: push },
  $addToSet: { compile: addToSet },
  $pull: { compile: pull },
  $pullAll: { compile: pullAll },
  $pop: { compile: pop },
  $bit: {
    compile: () => {
      throw notSupported('$bit')
    },
  },
}

/** Operators that do nothing where there is no value. */
export const needsValue: ReadonlySet<string> = new Set(['$pull', '$pullAll', '$pop'])

function arithmetic(name: string, operation: 'add' | 'multiply', operand: Value): Change {
  if (!isNumeric(operand)) throw new ServerError('TypeMismatch', `${name} needs a number, not ${typeName(operand)}`)
  return (current) => {
    if (current === undefined) return operation === 'add' ? operand : calculate('multiply', operand, 0)
    if (!isNumeric(current))
      throw new ServerError('TypeMismatch', `cannot apply ${name} to a value of type ${typeName(current)}`)
    return calculate(operation, current, operand)
  }
}

function replaces(operand: Value, current: Value | undefined, direction: 1 | -1): boolean {
  return current === undefined || compareValues(operand, current) === direction
}

function currentDate(operand: Value, { now }: UpdateMoment): Change {
  const type = isDoc(operand) ? operand.$type : operand
  if (type === 'timestamp') return () => new Timestamp({ t: Math.floor(now / 1000), i: 1 })
  if (typeof type === 'boolean' || type === 'date') return () => new Date(now)
  throw new ServerError(
    'BadValue',
    `$currentDate needs true or a $type, not ${wholeNumber(type) ?? typeName(type ?? null)}`,
  )
}
