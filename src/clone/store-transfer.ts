import type { TableTransform } from '../core/rows/table-transform.ts'
import type { TransferSource, TransferTarget } from '../core/transfer/ports.ts'

/** One system's store on its way. Whoever opened source and target disposes of them after the transfer. */
export interface StoreTransfer {
  system: string
  source: TransferSource
  target: TransferTarget
  /** How a table's rows are replaced; `undefined` where they are kept as they are. */
  transformOf(table: string): TableTransform | undefined
}
