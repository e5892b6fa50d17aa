import type { RowView } from '../../core/rows/row-view.ts'
import type { ColumnTransform } from '../../core/rows/table-transform.ts'
import type { BuildContext } from '../strategy.ts'
import { fallbackOf } from './fallback.ts'
import { formatMoment, type Moment, parseMoment, secondsOfDay } from './moment.ts'
import { stringTransform } from './text-form.ts'

/** What a strategy changes of a moment, in place; one object for all rows. */
export interface Changed {
  days: number
  seconds: number
  /** Set where the second's fraction is dropped. */
  wholeSeconds: boolean
}

export type ChangeMoment = (moment: Changed, row: RowView) => void

const microsOfDay = secondsOfDay * 1e6
const reason = 'it is not an ISO 8601 date'
const infinite = /^-?infinity$/

/** A transform of dates and timestamps, and of text that holds them in ISO 8601. Infinite ones stay. */
export function momentTransform(context: BuildContext, change: ChangeMoment): ColumnTransform {
  const changed: Changed = { days: 0, seconds: 0, wholeSeconds: false }
  const replace = (text: string, row: RowView): string | undefined => {
    const moment = parseMoment(text)
    if (moment === undefined) return undefined
    return formatMoment(apply(moment, row))
  }
  const apply = (moment: Moment, row: RowView): Moment => {
    changed.days = moment.days
    changed.seconds = moment.seconds
    changed.wholeSeconds = false
    change(changed, row)
    if (changed.wholeSeconds) moment.fraction = moment.fraction.replaceAll(/\d/g, '0')
    moment.days = changed.days
    moment.seconds = changed.seconds
    return moment
  }
  const { kind } = context.column
  if (kind === 'text') return stringTransform(context, replace, reason)
  const fallback = fallbackOf(context)
  return {
    value(row, _field, value) {
      if (typeof value !== 'string') return fallback.value(value, reason)
      return infinite.test(value) ? value : (replace(value, row) ?? fallback.value(value, reason))
    },
    number(row, _field, value) {
      const days = kind === 'date' ? value : Math.floor(value / microsOfDay)
      const micros = kind === 'date' ? 0 : value - days * microsOfDay
      const seconds = Math.floor(micros / 1e6)
      changed.days = days
      changed.seconds = seconds
      changed.wholeSeconds = false
      change(changed, row)
      if (kind === 'date') return changed.days
      const fraction = changed.wholeSeconds ? 0 : micros - seconds * 1e6
      return changed.days * microsOfDay + changed.seconds * 1e6 + fraction
    },
  }
}
