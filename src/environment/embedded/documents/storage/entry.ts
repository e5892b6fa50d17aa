import { type Doc, decodeDocument, type Value } from '../values/document.ts'

/** A document as a collection keeps it: as the bytes that came, as an object, or both. */
export interface Entry {
  readonly id: Value
  readonly raw?: Uint8Array
  doc?: Doc
}

/** The bytes of documents that were read from bytes. */
const bytesOf = new WeakMap<Doc, Uint8Array>()

export function entryOf(doc: Doc): Entry {
  return { id: doc._id ?? null, doc }
}

/** The document as an object; read from its bytes the first time that somebody looks into it. */
export function documentOf(entry: Entry): Doc {
  if (entry.doc !== undefined) return entry.doc
  const doc = decodeDocument(entry.raw as Uint8Array)
  bytesOf.set(doc, entry.raw as Uint8Array)
  entry.doc = doc
  return doc
}

/** The bytes that a document was read from, so that it goes out as it came in: with keys and types that objects lose. */
export function originalBytes(doc: Doc): Uint8Array | undefined {
  return bytesOf.get(doc)
}
