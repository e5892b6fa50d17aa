import type { AnyStep, CheckedStep, MongoOperation, SqlQuery } from '../format.ts'

/** Puts data into a system. The answer is `{ inserted }`. */
export interface SeedStep extends CheckedStep {
  /** What is written. */
  seed: SeedRows | SeedPack
}

/** Exactly one of `table` and `collection`. */
export interface SeedRows {
  /** The system whose store it is. */
  system: string
  /** A table of its SQL database. */
  table?: string
  /** A collection of its document store. */
  collection?: string
  /** The rows or documents, or the file that holds them. */
  rows: Record<string, unknown>[] | CsvSource | JsonlSource
}

/** The data of a fixture pack, on top of what is there. */
export interface SeedPack {
  /** The name of a fixture pack. */
  pack: string
}

/** A CSV file whose first line names the columns; an empty field is null. */
export interface CsvSource {
  /** Path from the folder of this file. */
  csv: string
}

/** A file with one JSON object in each line. */
export interface JsonlSource {
  /** Path from the folder of this file. */
  jsonl: string
}

/** Remembers rows, to be compared later. They can be read in expressions under the snapshot's name. */
export interface SnapshotStep extends AnyStep {
  /** What is remembered. */
  snapshot: {
    /** What expressions and `diff` call it. */
    name: string
    /** By the name that messages use. */
    sources: Record<string, KeyedQuery>
  }
}

/** A query whose rows are told apart by these columns. */
export type KeyedQuery = KeyedSql | KeyedMongo

export interface KeyedSql {
  /** The columns that identify a record. @minItems 1 */
  key: string[]
  /** The query. */
  sql: SqlQuery
}

export interface KeyedMongo {
  /** The fields that identify a record. @minItems 1 */
  key: string[]
  /** The operation. */
  mongo: MongoOperation
}

/**
 * What has changed since a snapshot. The answer is `{ count, sources }`, for each source
 * `{ added, removed, changed: [{ key, before, after }] }`. Without `expect` and `assert`, nothing may have changed.
 */
export interface DiffStep extends CheckedStep {
  /** What is compared with what. */
  diff: {
    /** The name of a snapshot. */
    from: string
    /** Another snapshot; what is there now when nothing is said. */
    to?: string
    /** Columns that are not compared. */
    ignore?: string[]
    /** How far the numbers of a column may be apart. */
    tolerance?: Record<string, number | string>
  }
}
