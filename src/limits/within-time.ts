import { type Context, createContext, Script } from 'node:vm'
import type { Milliseconds } from '../core/duration.ts'

/** How long one expression, pattern or JSONPath may compute, in wall time. */
export const longestComputation: Milliseconds = 1_000

/** The work was broken off. Whatever it held has been left as it was at that moment. */
export class OutOfTime extends Error {}

const name = 'work'
let realm: Context | undefined
let script: Script | undefined

/**
 * The result of work that computes without a pause, or `OutOfTime` when it has not come to its end by then: V8 breaks
 * off a script, the functions that it calls and their searches for patterns. Costs a tenth of a millisecond.
 */
export function withinTime<T>(work: () => T, limit: Milliseconds = longestComputation): T {
  realm ??= createContext(Object.create(null))
  script ??= new Script(`${name}()`)
  realm[name] = work
  try {
    return script.runInContext(realm, { timeout: limit }) as T
  } catch (thrown) {
    throw (thrown as { code?: unknown } | null)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT' ? new OutOfTime() : thrown
  } finally {
    realm[name] = undefined
  }
}
