import { ServerError } from '../server-error.ts'
import type { Doc, Value } from '../values/document.ts'
import { compareValues, equalValues, identical, valueKey } from '../values/order.ts'
import { documentOf, type Entry, entryOf } from './entry.ts'
import { type IndexDefinition, idIndex } from './index-definition.ts'
import { buildIndex, copyIndex, duplicateKey, type Index, moveEntries } from './unique-index.ts'

/** What a collection holds at one moment; shared by collections and snapshots until one of them writes. */
export interface CollectionState {
  /** By the key of the `_id`, in the order in which they were inserted. */
  readonly documents: Map<string, Entry>
  readonly indexes: Index[]
  readonly about: AboutCollection
}

/** What a collection was made with; kept and shown, not acted upon. */
export interface AboutCollection {
  type: 'collection' | 'timeseries' | 'view'
  options: Doc
}

export interface Collection {
  documents(): Iterable<Doc>
  entries(): Iterable<Entry>
  count(): number
  byId(id: Value): Doc | undefined
  /** In the order of `_id`. Takes long the first time after documents came or went. */
  ordered(): readonly Entry[]
  /** Throws `DuplicateKey`; the collection is then as before. */
  insert(document: Doc): void
  /** Inserts a document as the bytes that it is. Throws `DuplicateKey`; the collection is then as before. */
  insertRaw(raw: Uint8Array, id: Value): void
  /** Puts another document in the place of one with the same `_id`. Throws `DuplicateKey`. */
  replace(document: Doc): void
  remove(document: Doc): void
  indexes(): IndexDefinition[]
  /** False when the same index is there already. Throws `IndexOptionsConflict`, `IndexKeySpecsConflict`, `DuplicateKey`. */
  createIndex(definition: IndexDefinition): boolean
  dropIndexes(goes: (definition: IndexDefinition) => boolean): void
  about(): AboutCollection
  setOptions(options: Doc): void
  /** The present state; from now on this collection copies it before it writes. */
  share(): CollectionState
}

/** A collection over a state that others may hold too, or over nothing. */
export function openCollection(shared?: CollectionState, about: AboutCollection = plain): Collection {
  let state: CollectionState = shared ?? { documents: new Map(), indexes: [], about }
  let ordered: Entry[] | undefined
  let owned = shared === undefined
  const own = (): CollectionState => {
    if (!owned)
      state = { documents: new Map(state.documents), indexes: state.indexes.map(copyIndex), about: state.about }
    owned = true
    return state
  }
  const insert = (entry: Entry): void => {
    const { documents, indexes } = own()
    const key = valueKey(entry.id)
    if (documents.has(key)) throw duplicateKey(idIndex, [entry.id])
    if (indexes.length > 0) moveEntries(indexes, key, undefined, documentOf(entry))
    documents.set(key, entry)
    ordered = undefined
  }
  /** What stood under a key, for indexes. */
  const before = ({ documents, indexes }: CollectionState, key: string): Doc | undefined => {
    const entry = documents.get(key)
    return entry === undefined || indexes.length === 0 ? undefined : documentOf(entry)
  }
  return {
    *documents() {
      for (const entry of state.documents.values()) yield documentOf(entry)
    },
    entries: () => state.documents.values(),
    count: () => state.documents.size,
    byId(id) {
      const entry = state.documents.get(valueKey(id))
      return entry && documentOf(entry)
    },
    ordered() {
      ordered ??= [...state.documents.values()].sort((a, b) => compareValues(a.id, b.id))
      return ordered
    },
    insert: (document) => insert(entryOf(document)),
    insertRaw: (raw, id) => insert({ raw, id }),
    replace(document) {
      const held = own()
      const key = valueKey(document._id)
      moveEntries(held.indexes, key, before(held, key), document)
      held.documents.set(key, entryOf(document))
      ordered = undefined
    },
    remove(document) {
      const held = own()
      const key = valueKey(document._id)
      moveEntries(held.indexes, key, before(held, key), undefined)
      held.documents.delete(key)
      ordered = undefined
    },
    indexes: () => [idIndex, ...state.indexes.map(({ definition }) => definition)],
    createIndex(definition) {
      if (alreadyThere(definition, this.indexes())) return false
      const { documents, indexes } = own()
      indexes.push(buildIndex(definition, decoded(documents)))
      return true
    },
    dropIndexes(goes) {
      const { indexes } = own()
      const kept = indexes.filter(({ definition }) => !goes(definition))
      indexes.splice(0, indexes.length, ...kept)
    },
    about: () => state.about,
    setOptions(options) {
      state = { ...own(), about: { ...state.about, options } }
    },
    share() {
      owned = false
      return state
    },
  }
}

const plain: AboutCollection = { type: 'collection', options: {} }

function* decoded(documents: ReadonlyMap<string, Entry>): Generator<[string, Doc]> {
  for (const [key, entry] of documents) yield [key, documentOf(entry)]
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
      index.sparse === wanted.sparse &&
      identical(index.kept, wanted.kept)
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
