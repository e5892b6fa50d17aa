import { isJsonObject, type Json } from '../../core/json.ts'
import type { Message } from '../../core/message-log.ts'
import { compare } from '../expression/decimal.ts'
import { decimalOf } from '../match/decimal.ts'
import type { CheckContext } from './run-check.ts'

/** One value of a series. */
export interface Point {
  series: string
  value: Json
  partition?: number
}

/** The messages of a topic in the order of the log: those of this run, or all. */
export async function messagesOf(
  { topic, any }: { topic: string; any: boolean },
  { landscape, correlationId }: CheckContext,
): Promise<Message[]> {
  const messages = await landscape.log.read(topic)
  return messages.filter(({ headers }) => any || headers['correlation-id'] === correlationId)
}

/** A field of a value, or of something within it: `lines.0.price`. */
export function fieldOf(value: Json, path: string): Json {
  return path.split('.').reduce<Json>((inner, part) => {
    if (Array.isArray(inner)) return inner[Number(part)] ?? null
    return isJsonObject(inner) && Object.hasOwn(inner, part) ? (inner[part] ?? null) : null
  }, value)
}

/** Below zero when `a` comes before `b`. Numbers by value; anything else, such as moments in ISO 8601, as text. */
export function inOrder(a: Json, b: Json): number {
  const [one, other] = [decimalOf(a), decimalOf(b)]
  if (one !== undefined && other !== undefined) return compare(one, other)
  const [first, second] = [textOf(a), textOf(b)]
  return first < second ? -1 : first > second ? 1 : 0
}

export function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Each pair of neighbours of one series, in the order given. */
export function* neighbours(points: readonly Point[]): Generator<[Point, Point]> {
  const last = new Map<string, Point>()
  for (const point of points) {
    const before = last.get(point.series)
    if (before !== undefined) yield [before, point]
    last.set(point.series, point)
  }
}
