/** How many values of a column could not be handled, for one reason. */
export interface InvalidValues {
  /** `erp.business_partner.iban` */
  column: string
  /** To follow "because". */
  reason: string
  count: number
}

export interface InvalidCounter {
  /** Counts one value of the column each time that it is called. */
  counterOf(column: string): (reason: string) => void
  /** What was counted so far, by column and reason. */
  counts(): readonly InvalidValues[]
}

export function invalidCounter(): InvalidCounter {
  const columns = new Map<string, Map<string, number>>()
  return {
    counterOf(column) {
      return (reason) => {
        const reasons = columns.get(column) ?? new Map<string, number>()
        columns.set(column, reasons)
        reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
      }
    },
    counts: () =>
      [...columns].flatMap(([column, reasons]) => [...reasons].map(([reason, count]) => ({ column, reason, count }))),
  }
}
