/** When a price holds, as the shop has it: from an instant on, and up to one. */
export interface Validity {
  validFrom: string | null
  validTo: string | null
}

/** The validity of a condition of the ERP, which has days: the first one, and the last one where there is any. */
export type ValidityOf = (firstDay: string, lastDay: string | null) => Validity

/** A condition still holds on its last day, and ends with the beginning of the next. */
export const validityInDays: ValidityOf = (firstDay, lastDay) => ({
  validFrom: startOf(firstDay),
  validTo: lastDay === null ? null : endOf(lastDay),
})

function startOf(day: string): string {
  return `${day}T00:00:00Z`
}

/** The days that were asked for: few occur in many conditions, and the calendar is slow. */
const knownEnds = new Map<string, string>()
const mostKnown = 1_000

function endOf(day: string): string {
  const known = knownEnds.get(day)
  if (known !== undefined) return known
  const end = `${new Date(Date.parse(startOf(day)) + 86_400_000).toISOString().slice(0, 10)}T00:00:00Z`
  if (knownEnds.size < mostKnown) knownEnds.set(day, end)
  return end
}
