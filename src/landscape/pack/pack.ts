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
  /** SHA-256 in hexadecimal over pack.yaml, every file that it names, and the size: the same hash, the same data. */
  hash: string
  /** For each system, its tables in the order in which they can be filled. */
  tables: Readonly<Record<string, readonly PackPart[]>>
  /** For each system, its collections. */
  collections: Readonly<Record<string, readonly PackPart[]>>
  /** The size that it is loaded in, where there are several, and its numbers. */
  size?: string
  numbers: Readonly<Record<string, number>>
  /** For each system, the file of the script that makes rows. */
  scripts: Readonly<Record<string, string>>
  /** For each system, the queries that make documents. */
  queries: Readonly<Record<string, readonly PackQuery[]>>
}

/** `wholesale:s` where there are several sizes, else the name alone. */
export function nameWithSize({ name, size }: Pack): string {
  return size === undefined ? name : `${name}:${size}`
}

/** The file of one table or collection. */
export interface PackPart {
  /** Of the table or collection. */
  name: string
  file: string
}

/** Documents that are read out of the tables of a system. */
export interface PackQuery extends PackPart {
  system: string
}
