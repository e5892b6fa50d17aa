import type { ColumnType } from '../core/rows/column-type.ts'
import type { Treatment } from '../core/treatment/treatment.ts'

/** What a policy has to know of the strategies; the use cases say it, as they know them. */
export interface Strategies {
  /** Whether the column's distinct values stay distinct under the treatment, by construction. */
  keepsUnique(treatment: Treatment, column: ColumnType): boolean
  /** The treatment and all that are within it. */
  within(treatment: Treatment): Iterable<Treatment>
}
