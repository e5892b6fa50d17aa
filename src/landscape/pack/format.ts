/*
 * What pack.yaml may hold. These types are the source of schemas/pack.schema.json: after a change, run
 * `npm run schemas`. Paths are relative to pack.yaml and stay below it.
 */

/** Data that a landscape starts with. */
export interface PackFile {
  /** The version of this format. */
  version: 1
  /**
   * By convention the name of the directory.
   * @pattern ^[a-z0-9]+(-[a-z0-9]+)*$
   */
  name: string
  /** One sentence that says what is in it. */
  title: string
  /** What it is good for. */
  description?: string
  /**
   * The landscape's time at the start, in UTC: `2026-03-02T08:00:00Z`. Nothing in the data is younger.
   * @pattern ^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$
   */
  now: string
  /**
   * For each system, the CSV file of each table, those that others refer to first. The first line names the columns;
   * nothing between two commas is null, `""` is empty text.
   */
  tables?: Record<string, Record<string, string>>
  /** For each system, the file of each collection: one document a line, in MongoDB Extended JSON. */
  collections?: Record<string, Record<string, string>>
  /**
   * How large it can be: numbers by their names, for each size. The first one is meant where a pack is named without a
   * size; `NAME:SIZE` names another.
   */
  sizes?: Record<string, Record<string, number>>
  /**
   * For each system, an SQL script that makes rows, behind those of the CSV files. `current_setting('pack.NAME')` reads a
   * number of the size, as text.
   */
  scripts?: Record<string, string>
  /** For each system, the queries that its collections are made of, behind those of the files. */
  queries?: Record<string, Record<string, CollectionQuery>>
}

/** A query of one column, the document of each row as JSON. */
export interface CollectionQuery {
  /** The system whose tables are asked. */
  system: string
  /** The file that holds the query. */
  file: string
}
