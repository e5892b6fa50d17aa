/** A document as the official MongoDB driver takes and gives it. */
export type Document = Record<string, unknown>

export type Filter = Record<string, unknown>

export interface FindOptions {
  projection?: Document
  sort?: Record<string, 1 | -1>
  skip?: number
  limit?: number
}

/** One collection of documents, in MongoDB's query language. Throws `documents.failed` with the server's error code. */
export interface DocumentCollection {
  find(filter: Filter, options?: FindOptions): Promise<Document[]>
  count(filter: Filter): Promise<number>
  aggregate(pipeline: readonly Document[]): Promise<Document[]>
  insert(documents: readonly Document[]): Promise<number>
  /** Changes every match; `upsert` inserts where nothing matched. */
  update(
    filter: Filter,
    change: Document,
    options?: { upsert?: boolean },
  ): Promise<{ matched: number; changed: number }>
  replace(
    filter: Filter,
    document: Document,
    options?: { upsert?: boolean },
  ): Promise<{ matched: number; changed: number }>
  delete(filter: Filter): Promise<number>
  createIndex(keys: Record<string, 1 | -1>, options?: { unique?: boolean; name?: string }): Promise<void>
}

/** A database of documents. */
export interface DocumentStore {
  collection(name: string): DocumentCollection
  /** The names of its collections, in no order. */
  collections(): Promise<string[]>
  /** Removes a collection with its indexes; does nothing where there is none. */
  drop(collection: string): Promise<void>
  close(): Promise<void>
}
