import { compileFilter, type Predicate } from '../query/filter.ts'
import { isTrue } from '../query/operators.ts'
import { notSupported, ServerError } from '../server-error.ts'
import { type Doc, isDoc, isNumeric, type Value } from '../values/document.ts'
import { roughly } from '../values/numbers.ts'

/** An index as it was asked for. */
export interface IndexDefinition {
  name: string
  key: Readonly<Record<string, Value>>
  unique: boolean
  sparse: boolean
  partialFilterExpression?: Doc
  /** Options that are kept and shown, and not acted upon. */
  kept?: Doc
  /** Of a kind that is kept and shown only: text, hashed, … */
  special?: boolean
  covers: Predicate
}

const accepted = new Set([
  'v',
  'key',
  'name',
  'unique',
  'sparse',
  'partialFilterExpression',
  'background',
  'hidden',
  'ns',
])

const notHere = new Set([
  ...['expireAfterSeconds', 'collation', 'weights', 'default_language', 'language_override', 'textIndexVersion'],
  ...[
    '2dsphereIndexVersion',
    'bits',
    'min',
    'max',
    'bucketSize',
    'wildcardProjection',
    'storageEngine',
    'prepareUnique',
  ],
])

/** The index that every collection has. */
export const idIndex: IndexDefinition = {
  name: '_id_',
  key: { _id: 1 },
  unique: true,
  sparse: false,
  covers: () => true,
}

/** Reads one entry of `createIndexes`. With `keepAll`, options and kinds that are not here are kept without effect. Throws `CannotCreateIndex` for what is no index, `CommandNotSupported`. */
export function parseIndex(specification: Doc, keepAll = false): IndexDefinition {
  const { key, name, unique, sparse, partialFilterExpression: partial, hidden } = specification
  for (const option of Object.keys(specification)) {
    if (notHere.has(option) && !keepAll) throw notSupported(`the index option ${option}`)
    if (!accepted.has(option) && !notHere.has(option))
      throw new ServerError('InvalidOptions', `unknown index option ${option}`)
  }
  if (isTrue(hidden) && !keepAll) throw notSupported('a hidden index')
  if (!isDoc(key)) throw new ServerError('FailedToParse', 'an index needs a key document')
  if (typeof name !== 'string' || name === '') throw new ServerError('FailedToParse', 'an index needs a name')
  const fields = Object.entries(key)
  if (fields.length === 0) throw new ServerError('CannotCreateIndex', 'index keys cannot be an empty object')
  const special = keepAll && fields.some(([path, direction]) => path.includes('$**') || isSpecial(direction))
  if (!special) for (const [path, direction] of fields) checkField(path, direction)
  if (partial !== undefined && !isDoc(partial))
    throw new ServerError('TypeMismatch', 'partialFilterExpression must be a document')
  if (partial !== undefined && isTrue(sparse))
    throw new ServerError('CannotCreateIndex', 'cannot mix partialFilterExpression and sparse')
  const kept = Object.entries(specification).filter(([option]) => notHere.has(option) || option === 'hidden')
  return {
    name,
    key,
    ...(special && { special }),
    ...(kept.length > 0 && { kept: Object.fromEntries(kept) }),
    unique: isTrue(unique),
    sparse: isTrue(sparse),
    partialFilterExpression: partial,
    covers: partial === undefined ? () => true : compileFilter(partial),
  }
}

/** The index as `listIndexes` shows it. */
export function describeIndex(definition: IndexDefinition): Doc {
  const { key, name, unique, sparse, partialFilterExpression, kept } = definition
  return {
    v: 2,
    key: key as Doc,
    name,
    ...(unique && name !== idIndex.name && { unique }),
    ...(sparse && { sparse }),
    ...(partialFilterExpression && { partialFilterExpression }),
    ...kept,
  }
}

function checkField(path: string, direction: Value): void {
  if (path === '' || path.split('.').includes('') || path.startsWith('$'))
    throw new ServerError('CannotCreateIndex', 'an index key has no empty field names and none that begin with $')
  if (path.includes('$**')) throw notSupported('a wildcard index')
  if (typeof direction === 'string') {
    if (isSpecial(direction)) throw notSupported(`a ${direction} index`)
    throw new ServerError('CannotCreateIndex', `unknown index plugin '${direction}'`)
  }
  if (!isNumeric(direction) || roughly(direction) === 0 || Number.isNaN(roughly(direction)))
    throw new ServerError('CannotCreateIndex', 'the values of an index key are numbers other than 0')
}

function isSpecial(direction: Value): boolean {
  return typeof direction === 'string' && ['text', 'hashed', '2d', '2dsphere'].includes(direction)
}
