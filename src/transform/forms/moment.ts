import { type Day, dayOf, daysOf } from './calendar.ts'

/** A date, or a time of a date, and how it was written. */
export interface Moment {
  /** Since 1970-01-01. */
  days: number
  /** Whole seconds since midnight. */
  seconds: number
  /** Digits of the second's fraction as they were written; '' where there are none. */
  fraction: string
  /** What stands between date and time, and what stands behind (`Z`, `+02:00`). */
  separator: string
  zone: string
  /** How much of a time was written. */
  shows: 'date' | 'minutes' | 'seconds'
}

export const secondsOfDay = 86_400

const shape =
  /^([+-]?\d{4,6})-(\d\d)-(\d\d)(?:([T ])(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d(?::?\d\d)?)?)?$/

/** Reads ISO 8601 dates and timestamps, and the same with a space instead of `T`; `undefined` for anything else. */
export function parseMoment(text: string): Moment | undefined {
  const match = shape.exec(text)
  if (match === null) return undefined
  const [, year, month, day, separator = '', hours = '0', minutes = '0', seconds, fraction = '', zone = ''] = match
  const days = daysOf(Number(year), Number(month), Number(day))
  const back: Day = { year: 0, month: 0, day: 0 }
  dayOf(days, back)
  if (back.month !== Number(month) || back.day !== Number(day)) return undefined
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds ?? 0) > 59) return undefined
  return {
    days,
    seconds: Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds ?? 0),
    fraction,
    separator,
    zone,
    shows: separator === '' ? 'date' : seconds === undefined ? 'minutes' : 'seconds',
  }
}

/** Writes it as it was written. */
export function formatMoment(moment: Moment): string {
  const day: Day = { year: 0, month: 0, day: 0 }
  dayOf(moment.days, day)
  const year = `${day.year < 0 ? '-' : ''}${String(Math.abs(day.year)).padStart(4, '0')}`
  const date = `${year}-${two(day.month)}-${two(day.day)}`
  if (moment.shows === 'date') return date
  const time = `${two(Math.floor(moment.seconds / 3_600))}:${two(Math.floor(moment.seconds / 60) % 60)}`
  const seconds = moment.shows === 'minutes' ? '' : `:${two(moment.seconds % 60)}`
  const fraction = moment.fraction === '' ? '' : `.${moment.fraction}`
  return `${date}${moment.separator}${time}${seconds}${fraction}${moment.zone}`
}

/** Days since 1970-01-01 for dates, microseconds for timestamps; `undefined` where a double cannot hold it. */
export function numberOfMoment(kind: 'date' | 'timestamp', text: string): number | undefined {
  const moment = parseMoment(text)
  if (moment === undefined) return undefined
  if (kind === 'date') return moment.days
  const micros = Number(moment.fraction.slice(0, 6).padEnd(6, '0'))
  const number = (moment.days * secondsOfDay + moment.seconds) * 1e6 + micros
  return Number.isSafeInteger(number) ? number : undefined
}

function two(number: number): string {
  return number < 10 ? `0${number}` : String(number)
}
