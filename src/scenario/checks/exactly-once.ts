import { usageError } from '../../core/error.ts'
import { isJsonObject, type Json } from '../../core/json.ts'
import type { ExactlyOnce } from '../model/run-checks.ts'
import { askRecords } from '../steps/query.ts'
import { toJson } from '../steps/to-json.ts'
import type { CheckContext, CheckKind } from './run-check.ts'

/**
 * Each key has one effect. Keys of a history are those of the operations that ended as ok; as many other keys may have
 * an effect as there are operations of which nobody knows what became.
 */
export const exactlyOnce: CheckKind<ExactlyOnce> = {
  async judge(check, context) {
    const counts = new Map<string, number>()
    for (const row of await askRecords(check.query, context.landscape, context.scope)) {
      const key = keyText(row[check.key] ?? null)
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
    const { keys, unknown } = wantedKeys(check, context)
    const missing = [...keys].filter((key) => !counts.has(key))
    const repeated = [...counts].filter(([, count]) => count > 1)
    const others = [...counts.keys()].filter((key) => !keys.has(key))
    return {
      looked: new Set([...keys, ...counts.keys()]).size,
      violations: [
        ...repeated.map(([key, count]) => `${check.key} ${key} has ${count} effects, expected 1`),
        ...missing.map((key) => `${check.key} ${key} has no effect, expected 1`),
        ...(others.length > unknown ? others.map((key) => uncaused(check.key, key, others.length, unknown)) : []),
      ],
    }
  },
}

function uncaused(column: string, key: string, others: number, unknown: number): string {
  const open = unknown === 0 ? '' : ` (${others} such keys, and ${unknown} of the operations ended as unknown)`
  return `${column} ${key} has an effect that nothing caused${open}`
}

function wantedKeys(check: ExactlyOnce, { scope, history }: CheckContext): { keys: Set<string>; unknown: number } {
  if (!('history' in check.for)) {
    const keys = toJson(check.for.render(scope))
    if (Array.isArray(keys)) return { keys: new Set(keys.map(keyText)), unknown: 0 }
    throw usageError({
      code: 'scenario.not-a-list',
      message: `"${check.name}" needs a list of keys`,
      place: check.for.place,
    })
  }
  const { history: step, select } = check.for
  const keys = history.answers(step).flatMap((answer) => select(searchedIn(answer)).map(keyText))
  return { keys: new Set(keys), unknown: history.summary.unknown[step] ?? 0 }
}

/** The body of an answer over HTTP. */
function searchedIn(answer: Json): Json {
  return isJsonObject(answer) && 'status' in answer && 'body' in answer ? (answer.body ?? null) : answer
}

function keyText(key: Json): string {
  return typeof key === 'string' ? key : JSON.stringify(key)
}
