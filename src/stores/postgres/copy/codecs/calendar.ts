import { Misfit } from './codec.ts'

/*
 * Days since 1970-01-01 in the proleptic Gregorian calendar, after H. Hinnant, "chrono-compatible low-level date
 * algorithms" (days_from_civil, civil_from_days). Years are astronomical: 0 is 1 BC.
 */

function daysFromDate(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1
  return era * 146097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719468
}

export interface CalendarDate {
  year: number
  month: number
  day: number
}

export function dateFromDays(days: number): CalendarDate {
  const shifted = days + 719468
  const era = Math.floor(shifted / 146097)
  const dayOfEra = shifted - era * 146097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const part = Math.floor((5 * dayOfYear + 2) / 153)
  const month = part < 10 ? part + 3 : part - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * part + 2) / 5) + 1,
  }
}

/** `2026-02-28`, `-0043-03-15`, `12026-01-01`. */
export function formatDate({ year, month, day }: CalendarDate): string {
  return `${year < 0 ? '-' : ''}${digits(Math.abs(year), 4)}-${digits(month, 2)}-${digits(day, 2)}`
}

/** Days since 1970-01-01 of such a text. Throws `Misfit` for a day that the calendar does not have. */
export function parseDate(text: string): number {
  const parts = /^([+-]?\d{4,7})-(\d\d)-(\d\d)$/.exec(text)
  const [year, month, day] = [Number(parts?.[1]), Number(parts?.[2]), Number(parts?.[3])]
  const days = daysFromDate(year, month, day)
  const found = dateFromDays(days)
  if (parts === null || found.year !== year || found.month !== month || found.day !== day)
    throw new Misfit('a date as 2026-02-28')
  return days
}

/** `13:45:00`, `13:45:00.1234` of microseconds since midnight. */
export function formatTime(microseconds: number): string {
  const seconds = Math.floor(microseconds / 1e6)
  const fraction = microseconds - seconds * 1e6
  const clock = `${digits(Math.floor(seconds / 3600), 2)}:${digits(Math.floor(seconds / 60) % 60, 2)}:${digits(seconds % 60, 2)}`
  return fraction === 0 ? clock : `${clock}.${digits(fraction, 6).replace(/0+$/, '')}`
}

/** Microseconds since midnight; 24:00:00 is allowed. */
export function parseTime(text: string): number {
  const parts = /^(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6})\d*)?)?$/.exec(text)
  const [hours, minutes, seconds] = [Number(parts?.[1]), Number(parts?.[2]), Number(parts?.[3] ?? 0)]
  const microseconds = ((hours * 60 + minutes) * 60 + seconds) * 1e6 + Number((parts?.[4] ?? '').padEnd(6, '0'))
  if (parts === null || minutes > 59 || seconds > 59 || microseconds > 86_400e6) throw new Misfit('a time as 13:45:00')
  return microseconds
}

function digits(number: number, width: number): string {
  return String(number).padStart(width, '0')
}
