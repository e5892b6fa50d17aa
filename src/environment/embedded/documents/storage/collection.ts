import { ServerError } from '../server-error.ts'
import type { Doc, Value } from '../values/document.ts'
import { equalValues, identical, valueKey } from '../values/order.ts'
import { type IndexDefinition, idIndex } from './index-definition.ts'
import { buildIndex, copyIndex, duplicateKey, type Index, moveEntries } from './unique-index.ts'

/** What a collection holds at one moment; shared by collections and snapshots until one of them writes. */
export interface CollectionState {
  /** By the key of the `_id`, in the order in which they were inserted. */
  readonly documents: Map<string, Doc>
  readonly indexes: Index[]
}

export interface Collection {
  documents(): Iterable<Doc>
  count(): number
  byId(id: Value): Doc | undefined
  /** Throws `DuplicateKey`; the collection is then as before. */
  insert(document: Doc): void
  /** Puts another document in the place of one with the same `_id`. Throws `DuplicateKey`. */
  replace(document: Doc): void
  remove(document: Doc): void
  indexes(): IndexDefinition[]
  /** False when the same index is there already. Throws `IndexOptionsConflict`, `IndexKeySpecsConflict`, `DuplicateKey`. */
  createIndex(definition: IndexDefinition): boolean
  dropIndexes(goes: (definition: IndexDefinition) => boolean): void
  /** The present state; from now on this collection copies it before it writes. */
  share(): CollectionState
}

/** A collection over a state that others may hold too, or over nothing. */
export function openCollection(shared?: CollectionState): Collection {
  let state: CollectionState = shared ?? { documents: new Map(), indexes: [] }
  let owned = shared === undefined
  const own = (): CollectionState => {
    if (!owned) state = { documents: new Map(state.documents), indexes: state.indexes.map(copyIndex) }
    owned = true
    return state
  }
  return {
    documents: () => state.documents.values(),
    count: () => state.documents.size,
    byId: (id) => state.documents.get(valueKey(id)),
    insert(document) {
      const { documents, indexes } = own()
      const key = valueKey(document._id)
      if (documents.has(key)) throw duplicateKey(idIndex, [document._id])
      moveEntries(indexes, key, undefined, document)
      documents.set(key, document)
    },
    replace(document) {
      const { documents, indexes } = own()
      const key = valueKey(document._id)
      moveEntries(indexes, key, documents.get(key), document)
      documents.set(key, document)
    },
    remove(document) {
      const { documents, indexes } = own()
      const key = valueKey(document._id)
      moveEntries(indexes, key, documents.get(key), undefined)
      documents.delete(key)
    },
    indexes: () => [idIndex, ...state.indexes.map(({ definition }) => definition)],
    createIndex(definition) {
      if (alreadyThere(definition, this.indexes())) return false
      const { documents, indexes } = own()
      indexes.push(buildIndex(definition, documents))
      return true
    },
    dropIndexes(goes) {
      const { indexes } = own()
      const kept = indexes.filter(({ definition }) => !goes(definition))
      indexes.splice(0, indexes.length, ...kept)
    },
    share() {
      owned = false
      return state
    },
  }
}

function alreadyThere(wanted: IndexDefinition, present: readonly IndexDefinition[]): boolean {
  for (const index of present) {
    const sameKey = sameKeys(index.key, wanted.key)
    if (sameKey && index.name === idIndex.name) return true
    if (!sameKey && index.name !== wanted.name) continue
    const sameFilter = identical(index.partialFilterExpression, wanted.partialFilterExpression)
    if (sameKey && index.name !== wanted.name && !sameFilter) continue
    const same =
      sameKey &&
      sameFilter &&
      index.name === wanted.name &&
      index.unique === wanted.unique &&
      index.sparse === wanted.sparse
    if (same) return true
    throw sameKey && index.name !== wanted.name
      ? new ServerError('IndexOptionsConflict', `the index already exists with another name: ${index.name}`)
      : new ServerError('IndexKeySpecsConflict', `an index named ${wanted.name} exists with other keys or options`)
  }
  return false
}

/** Whether two index keys are the same: fields, their order and their directions. */
export function sameKeys(a: Readonly<Record<string, Value>>, b: Readonly<Record<string, Value>>): boolean {
  return Object.keys(a).join('\0') === Object.keys(b).join('\0') && equalValues(a as Doc, b as Doc)
}
