import type { Concealment } from '../../core/concealment.ts'
import type { Failure } from '../../core/events.ts'
import { isJsonObject, type Json } from '../../core/json.ts'
import { masked } from '../../core/masking.ts'

const longestList = 20
const longestText = 2_000

/** Makes failures fit to be printed: the environment's own secrets and what is personal are masked, and answers are cut. */
export type Conceal = (failure: Failure) => Failure

/** Hides what is known to be a secret, wherever in a text it turns up. */
export function concealing({ text }: Concealment): Conceal {
  return ({ message, place, differences, lastAnswer }) => ({
    message: text(message),
    ...(place !== undefined && { place }),
    ...(differences !== undefined && {
      differences: differences.map(({ path, expected, actual }) => ({
        path: text(path),
        expected: text(expected),
        actual: text(actual),
      })),
    }),
    ...(lastAnswer !== undefined && { lastAnswer: cut(masked(lastAnswer), text) }),
  })
}

function cut(value: Json, text: (value: string) => string): Json {
  if (typeof value === 'string')
    return value.length > longestText ? `${text(value).slice(0, longestText)}…` : text(value)
  if (Array.isArray(value)) {
    const kept = value.slice(0, longestList).map((item) => cut(item, text))
    return value.length > longestList ? [...kept, `… ${value.length - longestList} more`] : kept
  }
  if (!isJsonObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [text(key), cut(inner, text)]))
}
