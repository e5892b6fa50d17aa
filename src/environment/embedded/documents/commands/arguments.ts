import { ServerError } from '../server-error.ts'
import { type Doc, isDoc, isNumeric, typeName, type Value } from '../values/document.ts'
import { wholeNumber } from '../values/order.ts'

/** The name of the collection that a command names under its own name. Throws `InvalidNamespace`. */
export function collectionName(command: Doc): string {
  const [name] = Object.values(command)
  if (typeof name === 'string' && name !== '') return name
  throw new ServerError('InvalidNamespace', 'the name of the collection must be a text that is not empty')
}

/** A field that holds a document; an empty one when it is missing. Throws `TypeMismatch`. */
export function documentField(command: Doc, field: string): Doc {
  const value = command[field]
  if (value === undefined || value === null) return {}
  if (isDoc(value)) return value
  throw new ServerError('TypeMismatch', `'${field}' must be an object, not ${typeName(value)}`)
}

/** A field that holds documents. Throws `TypeMismatch`, `InvalidLength` for none or too many. */
export function statementsField(command: Doc, field: string): Doc[] {
  const value = command[field]
  if (!Array.isArray(value)) throw new ServerError('TypeMismatch', `'${field}' must be an array`)
  if (value.length === 0 || value.length > 100_000)
    throw new ServerError('InvalidLength', `'${field}' must hold between 1 and 100000 entries`)
  return value.map((entry) => {
    if (isDoc(entry)) return entry
    throw new ServerError('TypeMismatch', `the entries of '${field}' must be objects`)
  })
}

/** A whole number from 0; `undefined` when it is missing. Throws `Location51024`, `TypeMismatch`. */
export function countField(command: Doc, field: string): number | undefined {
  const value: Value | undefined = command[field]
  if (value === undefined || value === null) return undefined
  if (!isNumeric(value)) throw new ServerError('TypeMismatch', `'${field}' must be a number, not ${typeName(value)}`)
  const number = wholeNumber(value)
  if (number === undefined || number < 0)
    throw new ServerError('Location51024', `'${field}' must be a whole number from 0`)
  return number
}
