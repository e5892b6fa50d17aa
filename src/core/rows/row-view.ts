import type { ByteSink } from './byte-sink.ts'
import type { Value } from './column-type.ts'

/**
 * The row, or document, that is being worked on. There is one for all rows of a reader; it says where each field's bytes
 * are, so that nothing is allocated for a value. A field is known by its number: its position in the table's list of
 * columns (or a collection's list of paths; then the offsets are those of the occurrence that is being worked on).
 */
export interface RowView {
  /** What the offsets point into; holds text as UTF-8. */
  readonly bytes: Uint8Array
  /** Where each field's content begins; -1 for one that is NULL or missing. */
  readonly starts: Int32Array
  readonly ends: Int32Array
  /**
   * Appends the field as text (`123` for an integer in whatever form, text as it is), without allocating for text,
   * integers and UUIDs. Returns false, and appends nothing, for NULL and for what is not there.
   */
  appendText(field: number, sink: ByteSink): boolean
  /** The field in JavaScript, in the form of its kind (see ColumnType); null for NULL. Allocates. */
  value(field: number): Value
}
