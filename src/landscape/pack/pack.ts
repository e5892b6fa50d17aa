import type { Instant } from '../../core/clock.ts'

/** Data that a landscape starts with; its files are read when they are loaded. */
export interface Pack {
  name: string
  title: string
  description?: string
  /** Absolute or as it was given. */
  directory: string
  /** The landscape's time at the start. */
  now: Instant
  /** SHA-256 in hexadecimal over pack.yaml and every file that it names: the same hash, the same data. */
  hash: string
  /** For each system, its tables in the order in which they can be filled. */
  tables: Readonly<Record<string, readonly PackPart[]>>
  /** For each system, its collections. */
  collections: Readonly<Record<string, readonly PackPart[]>>
}

/** The file of one table or collection. */
export interface PackPart {
  /** Of the table or collection. */
  name: string
  file: string
}
