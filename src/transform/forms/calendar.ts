/** A day of the proleptic Gregorian calendar; years before 1 are counted astronomically. */
export interface Day {
  year: number
  /** From 1. */
  month: number
  day: number
}

const daysOfEra = 146_097

/** Days since 1970-01-01. The algorithm is Howard Hinnant's `days_from_civil`. */
export function daysOf(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * daysOfEra + dayOfEra - 719_468
}

/** Writes the day so many days after 1970-01-01: Howard Hinnant's `civil_from_days`. Allocates nothing. */
export function dayOf(days: number, out: Day): void {
  const shifted = days + 719_468
  const era = Math.floor(shifted / daysOfEra)
  const dayOfEra = shifted - era * daysOfEra
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const month = Math.floor((5 * dayOfYear + 2) / 153)
  out.day = dayOfYear - Math.floor((153 * month + 2) / 5) + 1
  out.month = month < 10 ? month + 3 : month - 9
  out.year = yearOfEra + era * 400 + (out.month <= 2 ? 1 : 0)
}
