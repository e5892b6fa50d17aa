import { ServerError } from '../server-error.ts'
import type { Doc, Value } from '../values/document.ts'
import type { IndexDefinition } from './index-definition.ts'
import { indexEntries } from './index-keys.ts'

/** An index with, when it is unique, which document holds which key. */
export interface Index {
  definition: IndexDefinition
  /** From the key of an entry to the key of the document that has it. */
  owners?: Map<string, string>
}

/** Builds an index over documents. Throws `DuplicateKey` when they are not unique. */
export function buildIndex(definition: IndexDefinition, documents: Iterable<readonly [string, Doc]>): Index {
  const index: Index = { definition, ...(definition.unique && { owners: new Map() }) }
  for (const [owner, document] of documents) {
    const entries = entriesOf(index, document)
    refuseDuplicates(index, owner, entries)
    for (const { key } of entries) index.owners?.set(key, owner)
  }
  return index
}

export function copyIndex({ definition, owners }: Index): Index {
  return { definition, ...(owners && { owners: new Map(owners) }) }
}

/**
 * Moves a document in all indexes from what it was to what it becomes. Throws `DuplicateKey` before any index is
 * changed.
 */
export function moveEntries(indexes: readonly Index[], owner: string, before?: Doc, after?: Doc): void {
  const moves = indexes.map((index) => ({ index, entries: after === undefined ? [] : entriesOf(index, after) }))
  for (const { index, entries } of moves) refuseDuplicates(index, owner, entries)
  for (const { index, entries } of moves) {
    if (index.owners === undefined) continue
    if (before !== undefined) for (const { key } of entriesOf(index, before)) index.owners.delete(key)
    for (const { key } of entries) index.owners.set(key, owner)
  }
}

function entriesOf({ definition }: Index, document: Doc): ReturnType<typeof indexEntries> {
  if (definition.special || !definition.covers(document)) return []
  const entries = indexEntries(document, Object.keys(definition.key))
  return definition.sparse ? entries.filter(({ present }) => present) : entries
}

function refuseDuplicates({ definition, owners }: Index, owner: string, entries: ReturnType<typeof entriesOf>): void {
  for (const { key, values } of entries) {
    const other = owners?.get(key)
    if (other !== undefined && other !== owner) throw duplicateKey(definition, values)
  }
}

/** The message names the index; the values stand in `keyValue`, where the driver looks for them. */
export function duplicateKey(definition: IndexDefinition, values: readonly (Value | undefined)[]): ServerError {
  const fields = Object.keys(definition.key)
  return new ServerError('DuplicateKey', `E11000 duplicate key error index: ${definition.name}`, {
    keyPattern: definition.key,
    keyValue: Object.fromEntries(fields.map((field, position) => [field, values[position] ?? null])),
  })
}
