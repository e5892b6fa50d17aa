import type { ErpOrder } from './erp-order.ts'

/** Writes the file of one order, as the ERP's exchange reads it. */
export type WriteOrderFile = (order: ErpOrder) => Promise<string>

/** Amounts have a decimal point and no other sign. */
export const writeOrderFile: WriteOrderFile = (order) => orderFile(order, (amount) => amount)

/** A line of the file for each line of the order; what concerns the whole order stands in all of them. */
export async function orderFile(order: ErpOrder, amount: (decimal: string) => string): Promise<string> {
  const { stringify } = await import('csv-stringify/sync')
  const { DocumentLines, DocumentAdditionalExpenses: [expense] = [], AddressExtension, ...head } = order
  const records = DocumentLines.map(({ UnitPrice, LineTotal, ...line }) => ({
    ...head,
    ...AddressExtension,
    ...(expense && { Freight: amount(expense.LineTotal) }),
    ...line,
    UnitPrice: amount(UnitPrice),
    ...(LineTotal !== undefined && { LineTotal: amount(LineTotal) }),
  }))
  const columns = [...new Set(records.flatMap(Object.keys))]
  // A line feed alone ends no line of this file, but one of its readers.
  return stringify(records, {
    header: true,
    columns,
    delimiter: ';',
    record_delimiter: 'windows',
    quoted_match: /[\r\n]/,
  })
}
