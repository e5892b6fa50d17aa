import type { TransferSource } from '../../core/transfer/ports.ts'
import type { TableAmount } from '../../core/transfer/transfer-events.ts'
import type { Destination, SystemSummary, TableSummary, TransferSummary } from './requests.ts'

/** What is said of a table besides its amounts. */
export type TableRemarks = (system: string, table: string) => Pick<TableSummary, 'replaced' | 'unhandled'>

/** Amounts by system, with what a person has to know of them. */
export function summarize(
  destination: Destination,
  sources: ReadonlyMap<string, TransferSource>,
  amounts: readonly TableAmount[],
  duration: number,
  remarks: TableRemarks = () => ({ replaced: {}, unhandled: [] }),
): TransferSummary {
  const systems = [...sources].map(
    ([system, { schema }]): SystemSummary => ({
      system,
      tables: amounts
        .filter((amount) => amount.system === system)
        .map(({ table, rows, bytes }) => ({ table, rows, bytes, ...remarks(system, table) })),
      uncarried: schema.uncarried,
    }),
  )
  const sum = (count: (amount: TableAmount) => number): number =>
    amounts.reduce((total, amount) => total + count(amount), 0)
  return {
    target: nameOf(destination),
    duration,
    rows: sum(({ rows }) => rows),
    bytes: sum(({ bytes }) => bytes),
    systems,
  }
}

function nameOf(destination: Destination): string {
  if (destination.kind === 'snapshot') return destination.directory
  return destination.kind === 'landscape' ? destination.file : `the environment "${destination.name}"`
}
