import type { GeneralizeSettings } from '../../core/treatment/settings.ts'
import { type Day, dayOf, daysOf } from './calendar.ts'
import type { ChangeMoment } from './moment-form.ts'

type Unit = NonNullable<GeneralizeSettings['to']>

/** Moves a moment to the first one of its hour, day, week (from Monday), month, quarter, year, decade or century. */
export function truncateMoment(unit: Unit): ChangeMoment {
  const day: Day = { year: 0, month: 0, day: 0 }
  return (moment) => {
    moment.wholeSeconds = true
    if (unit === 'hour') {
      moment.seconds -= moment.seconds % 3_600
      return
    }
    moment.seconds = 0
    if (unit === 'day') return
    if (unit === 'week') {
      // 1970-01-01 was a Thursday.
      const weekday = (((moment.days + 3) % 7) + 7) % 7
      moment.days -= weekday
      return
    }
    dayOf(moment.days, day)
    moment.days = daysOf(firstYear(day.year, unit), firstMonth(day.month, unit), 1)
  }
}

function firstYear(year: number, unit: Unit): number {
  const size = unit === 'decade' ? 10 : unit === 'century' ? 100 : 1
  return Math.floor(year / size) * size
}

function firstMonth(month: number, unit: Unit): number {
  if (unit === 'month') return month
  return unit === 'quarter' ? month - ((month - 1) % 3) : 1
}
