import type { ByteSink } from './byte-sink.ts'
import type { ColumnType, Value } from './column-type.ts'
import type { RowView } from './row-view.ts'

/** What `ColumnTransform.text` left in the sink. */
export type Outcome = typeof wroteValue | typeof wroteNull
export const wroteValue = 0
export const wroteNull = 1

/**
 * How one column's values are replaced. A store uses the fastest form that fits the wire type and is there: `text` where
 * the bytes are UTF-8, `number` for integers, dates and timestamps, else `value`. All forms give the same replacement.
 * None is called for NULL unless `fillsNull`; none lets a value through that it cannot handle. They throw a
 * `StandinError` where the policy says that such a value ends the job.
 */
export interface ColumnTransform {
  /** Is called for NULL, too (with offsets of -1, or `null`). */
  readonly fillsNull?: boolean
  /** Appends the replacement of `row.bytes[row.starts[field], row.ends[field])` to the sink as UTF-8. Allocates nothing. */
  text?(row: RowView, field: number, out: ByteSink): Outcome
  /**
   * Integers within ±2^53; days since 1970-01-01 for dates; microseconds since 1970-01-01T00:00 for timestamps. Infinite
   * dates, and what a double cannot hold, go through `value`. NaN stands for NULL in the result.
   */
  number?(row: RowView, field: number, value: number): number
  /** Takes and gives the form of the column's kind; null for NULL. May allocate. */
  value(row: RowView, field: number, value: Value): Value
}

/** How the rows of one table, or the documents of one collection, are replaced. May serve several readers in turns. */
export interface TableTransform {
  /** By field; `undefined` where the value is kept as it is. */
  readonly columns: readonly (ColumnTransform | undefined)[]
  /** To be called before the first column of each row, when the offsets of all fields are there. */
  beginRow(row: RowView): void
  /**
   * Where the fields are, by field; has to be there for documents, and is not for tables. What no path covers is refused:
   * the reader throws `clone.unmapped-path`.
   */
  readonly paths?: readonly DocumentPath[]
}

/** What a transform of documents says of one of its fields. */
export interface DocumentPath {
  /**
   * `address.city`, `phones[].number`, `values.*[].data`, as `parsePath` reads it. Where several stand for one place, the
   * one that names its keys goes before the one with `*`, key by key from the front.
   */
  pattern: string
  /**
   * `all`: whatever stands here, with everything below it, is one value, unless another path goes deeper. A container is
   * kept as a block without a ColumnTransform, else given to `ColumnTransform.value` as an array or object.
   * `leaf`: only values that hold no others; a container is walked into, and refused where no path goes deeper.
   */
  covers: 'all' | 'leaf'
  /**
   * What the ColumnTransform was built for. `text` is used for strings, `number` for integers of an `integer` and dates
   * of a `timestamp`; where a document holds another type here, `value` is called: with the text of a number or an
   * ObjectId for a `text` (and what comes back is stored as the type that it was, if it can be), else with the form that
   * the found type has.
   */
  type: ColumnType
  /**
   * Others read the field of the RowView: keys of identities, columns of conditions. It is looked up before the first
   * ColumnTransform is called. Below `[]` or `*`, it is looked up, and `beginRow` called, anew for each element (key),
   * and counts for the fields below the same element; the first occurrence counts.
   */
  located?: boolean
}
