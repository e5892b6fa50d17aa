import type { Operation } from './operations.ts'

/*
 * FerretDB 1.24 stands in for MongoDB and is not MongoDB. Two of its deviations would spoil every sequence that they
 * occur in, so that no operation of the differential test asks for them; both are tested in the contract:
 *
 * - `$elemMatch` lets each condition be met by another element, and refuses conditions on the fields of an element.
 * - A unique index takes several documents that lack its field, which to MongoDB have the same value, null; an update
 *   that breaks one fails with 1 (InternalError), not 11000 (DuplicateKey).
 */

/**
 * Whether FerretDB 1.24 is known to answer this otherwise than MongoDB does: it counts a document as modified, to whose
 * number nothing was added. What it keeps is the same.
 */
export function isDeviation(asked: Operation): boolean {
  if (asked.kind !== 'update') return false
  return Object.values((asked.change.$inc ?? {}) as Record<string, unknown>).includes(0)
}

interface Deviation {
  because: string
  /** What each of the tests says when it fails. */
  says: RegExp
  /** By their names in the contract. */
  tests: readonly string[]
}

/** The tests of the contract that FerretDB 1.24 fails. One that passes, or that fails for another reason, is an error. */
export const deviations: readonly Deviation[] = [
  {
    because: 'it has no decimals, no smallest and largest key, no NaN and no deprecated types, and ends the connection',
    says: /connection \d+ to \S+ closed/,
    tests: [
      'filters > decimals are numbers',
      'filters > decimals keep every digit',
      'update operators > decimals are added as they are written',
      'aggregates > decimals are added without loss',
      'every type: values come back as they were',
      'documents come back as the bytes that came, with what objects cannot say',
      'what is no number comes before all numbers',
    ],
  },
  {
    because: 'it keeps no arrays within arrays',
    says: /nested arrays are not supported/,
    tests: ['filters > an array within an array is found as a value', 'update operators > $push of an array'],
  },
  {
    because: 'it says that it does not have this yet',
    says: /not implemented yet|is not supported$/,
    tests: [
      'filters > $expr, where missing equals missing',
      'filters > $expr with a calculation',
      'projections > a nested field as a document',
      'projections > $slice from the front',
      'projections > $slice from the end',
      'projections > $slice of a range',
      'projections > $elemMatch',
      'projections > a calculated field',
      'update operators > the elements that array filters mean',
      'find and modify > gives the fields that are asked for',
      'aggregates > $group',
      'aggregates > $group with sets',
      'aggregates > $avg over fields that are no numbers',
      'aggregates > $unwind that keeps what is empty',
      'aggregates > $project',
      'aggregates > $addFields',
      'aggregates > $sortByCount',
      'aggregates > $facet',
      'aggregates > $replaceRoot',
      'aggregates > conditions',
      'aggregates > $map, $filter and $reduce',
      'aggregates > dates',
      'aggregates > comparisons that do not look into arrays',
      'aggregates > $lookup joins by equality, elements of arrays included',
      'aggregates > $lookup joins by a pipeline',
      'indexes > a partial index looks at the documents of its filter only',
      'a collection takes the name of another one only when that is to be dropped',
    ],
  },
  {
    because: 'it has no positions of updates but numbers, and no updates by pipeline',
    says: /Cannot create field '\$|wrong type 'array', expected type 'object'/,
    tests: [
      'update operators > every element',
      'update operators > a field of every element',
      'update operators > the element that the filter found',
      'update operators > a pipeline can calculate from the document',
    ],
  },
  {
    because: 'its `$elemMatch` has conditions on values only, each of which may be met by another element',
    says: /unknown operator: q|expected \[\] to deeply equal \[ 1 \]/,
    tests: ['filters > $elemMatch on documents', 'filters > $all with $elemMatch'],
  },
  {
    because: 'the position that a filter found is known for values only',
    says: /positional operator '\.\$' couldn't find a matching element/,
    tests: ['projections > the document that the filter found'],
  },
  {
    because: 'to it a path into an empty array has the value null',
    says: /expected \[ 1, 2, 3, 4, 5 \] to deeply equal \[ 2, 3, 4, 5 \]/,
    tests: ['filters > null does not match a path into an empty array'],
  },
  {
    because: 'it takes `$push` without its modifiers, and `$pull` with values only',
    says: /expected \{ _id: 1, a: \[.* \] \} to deeply equal \{ _id: 1, a: \[/,
    tests: [
      'update operators > $push with $position',
      'update operators > $push with $slice',
      'update operators > $push with $sort',
      'update operators > $push with $sort by a field and $slice',
      'update operators > $pull by a condition',
      'update operators > $pull of documents',
    ],
  },
  {
    because: 'it takes an unset element out of its array',
    says: /expected \{ _id: 1, a: \[ 2 \] \} to deeply equal \{ _id: 1, a: \[ null, 2 \] \}/,
    tests: ['update operators > $unset on a position'],
  },
  {
    because: 'the name of a field, or a path, is a text to it in what is added to a document',
    says: /expected .*(copy: '\$b\.d'|customer: null)/,
    tests: ['projections > another field', 'aggregates > $addFields on a path', 'aggregates > $set from another field'],
  },
  {
    because: 'an update that breaks a unique index is an internal error to it, and so is an index over duplicates',
    says: /expected 1 to be 11000/,
    tests: [
      'indexes > a unique index refuses a second document by update',
      'indexes > a unique index refuses a second document by replacement',
      'indexes > a unique index refuses a second document by find and modify',
      'indexes > a unique index cannot be built over duplicates',
    ],
  },
  {
    because: 'its unique indexes know neither missing fields nor elements of arrays',
    says: /expected undefined to be (11000|171)/,
    tests: [
      'indexes > a missing field is indexed as null',
      'indexes > a unique index looks at each element of an array',
      'indexes > two arrays cannot be in one index',
    ],
  },
  {
    because: 'its refusal of a duplicate names neither index nor keys',
    says: /keyPattern|to contain 'one_email'/,
    tests: [
      'indexes > a refusal says which keys, and which values',
      'through the DocumentStore port > names collection, index and keys of a duplicate by an insert, and no value',
      'through the DocumentStore port > names collection, index and keys of a duplicate by an upsert, and no value',
    ],
  },
  {
    because: 'it refuses this, with a code of its own',
    says: /expected (40234|238|27|9) to be (40324|15952|40573|67|40415)/,
    tests: [
      'aggregates > an unknown stage is refused',
      'aggregates > an unknown accumulator is refused',
      'aggregates > a change stream is refused',
      'indexes > refuse a kind that is unknown',
      'what a server answers > to an unknown field',
    ],
  },
  {
    because: 'it does not see that this is to be refused',
    says: /expected undefined to be (2|31249|86|20|10334)/,
    tests: [
      'filters > an unknown operator is refused also where there are no documents',
      'projections > a field beside one within it is refused',
      'indexes > refuse another option',
      'what a server answers > to a transaction on a server that is alone',
      'what a server answers > to a document that is too large',
    ],
  },
  {
    because: 'one document is given to several who find and modify at the same time',
    // Some documents to nobody, or all of them, and some more than once.
    says: /expected \d+ to be 20|to have a length of 20 but got \d+/,
    tests: ['find and modify > takes each document once, however many ask at the same time'],
  },
  {
    because: 'it keeps a cursor of what was read to its end',
    says: /expected \d+ to be \+?0/,
    tests: ['cursors > a limit that is reached needs no cursor'],
  },
  {
    because: 'it counts the writes that inserted, not all of them',
    says: /expected \{ '0': 9 \} to deeply equal \{ '1': 9 \}/,
    tests: ['bulk writes > say which of them inserted a document'],
  },
  {
    because: 'it says how much space the table has that a collection is kept in',
    says: /expected \d+ to be 37/,
    tests: ['statistics say how large the documents are'],
  },
]
