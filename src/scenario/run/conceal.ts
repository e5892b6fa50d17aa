import type { Failure } from '../../core/events.ts'
import { isJsonObject, type Json } from '../../core/json.ts'
import type { RunningSystem } from '../../core/landscape.ts'
import { masked } from '../../core/masking.ts'

const shortestSecret = 6
const longestList = 20
const longestText = 2_000

/** Makes failures fit to be printed: the environment's own secrets and what is personal are masked, and answers are cut. */
export type Conceal = (failure: Failure) => Failure

/** Knows the secrets of the systems, wherever in a text they turn up. */
export function concealing(systems: Iterable<RunningSystem>): Conceal {
  const secrets = [...systems].flatMap(secretsOf).sort((a, b) => b.length - a.length)
  const text = (value: string): string =>
    secrets.reduce((shown, secret) => shown.replaceAll(secret, '***'), String(masked(value)))
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

/** Credentials that masking would hide, and the password of the store's URL. */
function secretsOf({ credentials, storeUrl }: RunningSystem): string[] {
  const hidden = Object.entries(credentials).filter(([key]) => isSensitive(key))
  const password = storeUrl === undefined ? '' : decodeURIComponent(URL.parse(storeUrl)?.password ?? '')
  return [...hidden.map(([, value]) => value), password].filter((secret) => secret.length >= shortestSecret)
}

function isSensitive(key: string): boolean {
  const shown = masked({ [key]: 'x' })
  return isJsonObject(shown) && shown[key] !== 'x'
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
