import type { Json, JsonObject } from '../../core/json.ts'
import { Refusal } from '../refusal.ts'
import { listOf, type Property } from './search.ts'

const day = 86_400_000

/** What `created` and `updated` can be asked for: moments as `2026-03-02 08:00:00`, in UTC. */
export function momentProperty(now: () => number): Property {
  return {
    '=': (field, { value }) => ({ [field]: { $eq: moment(field, value) } }),
    '!=': (field, { value }) => ({ [field]: { $ne: moment(field, value) } }),
    '>': (field, { value }) => ({ [field]: { $gt: moment(field, value) } }),
    '<': (field, { value }) => ({ [field]: { $lt: moment(field, value) } }),
    BETWEEN: (field, condition) => ({ [field]: range(field, condition) }),
    'NOT BETWEEN': (field, condition) => ({ $nor: [{ [field]: range(field, condition) }] }),
    'SINCE LAST N DAYS': (field, { value }) => {
      if (typeof value !== 'number') throw new Refusal(422, '422', `Property "${field}" expects a numeric as data.`)
      return { [field]: { $gt: new Date(now() - value * day) } }
    },
  }
}

function range(field: string, condition: JsonObject): { $gte: Date; $lte: Date } {
  const [from, to] = listOf(field, condition)
  return { $gte: moment(field, from), $lte: moment(field, to) }
}

function moment(field: string, value: Json | undefined): Date {
  const text = typeof value === 'string' && /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(value) ? value : ''
  const date = new Date(`${text.replace(' ', 'T')}Z`)
  if (Number.isNaN(date.getTime()))
    throw new Refusal(422, '422', `Property "${field}" expects a string with the format "yyyy-mm-dd H:i:s".`)
  return date
}
