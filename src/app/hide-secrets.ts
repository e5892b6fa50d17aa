import type { EventSink } from '../core/events.ts'
import { isJsonObject } from '../core/json.ts'
import { sinkLike } from './sink-like.ts'

const hidden = '***'

/** Replaces these texts in every event, whatever part of it they are in. */
export function hidingSecrets(sink: EventSink, secrets: readonly string[]): EventSink {
  if (secrets.length === 0) return sink
  return sinkLike(sink, (event) => sink(withoutSecrets(event, secrets)))
}

/** A copy without these texts, in keys as in values. */
export function withoutSecrets<T>(value: T, secrets: readonly string[]): T {
  const longestFirst = [...secrets].sort((a, b) => b.length - a.length)
  const text = (one: string): string => longestFirst.reduce((shown, secret) => shown.replaceAll(secret, hidden), one)
  const copy = (one: unknown): unknown => {
    if (typeof one === 'string') return text(one)
    if (Array.isArray(one)) return one.map(copy)
    if (!isJsonObject(one)) return one
    return Object.fromEntries(Object.entries(one).map(([key, inner]) => [text(key), copy(inner)]))
  }
  return (secrets.length === 0 ? value : copy(value)) as T
}
