import { setTimeout as sleep } from 'node:timers/promises'
import type { Milliseconds } from '../../core/duration.ts'
import type { InvariantResult } from '../../core/events.ts'
import type { RunningLandscape } from '../../core/landscape.ts'
import type { ScenarioInvariant, Scope } from '../model.ts'
import type { RunRecord } from './record.ts'
import { sampleInvariant } from './sample-invariant.ts'

const pause: Milliseconds = 10

/** Watches over a scenario's invariants. The first violation of each is reported when it is seen. */
export interface InvariantWatch {
  /** Looks at each invariant once. */
  sample(scope: Scope, signal: AbortSignal): Promise<void>
  /** Looks again and again while the body runs; never twice at the same invariant at once. */
  during<T>(scope: Scope, signal: AbortSignal, body: () => Promise<T>): Promise<T>
  /** The results. One that was never evaluated has failed, or is inconclusive when the steps did not come to their end. */
  finish(stepsPassed: boolean): InvariantResult[]
}

/** What is known of one invariant so far. */
export interface Watched {
  invariant: ScenarioInvariant
  result: InvariantResult
  /** Samples that had nothing to evaluate, and why. */
  empty: { count: number; reason: string }
}

export function watchInvariants(
  invariants: readonly ScenarioInvariant[],
  landscape: RunningLandscape,
  record: RunRecord,
): InvariantWatch {
  const all = invariants.map(
    (invariant): Watched => ({
      invariant,
      result: { name: invariant.name, verdict: 'passed', samples: 0 },
      empty: { count: 0, reason: 'it was never sampled' },
    }),
  )
  let watching = false

  const sample = async (watched: Watched, scope: Scope, signal: AbortSignal): Promise<void> => {
    if (watched.result.verdict !== 'passed' || signal.aborted) return
    await sampleInvariant(watched, landscape, scope, signal)
    const { failure } = watched.result
    if (failure !== undefined) watched.result.failure = record.fail(failure)
  }

  return {
    async sample(scope, signal) {
      await Promise.all(all.map((watched) => sample(watched, scope, signal)))
    },
    async during(scope, signal, body) {
      if (watching) return body()
      watching = true
      const ended = new AbortController()
      const loops = Promise.all(
        all.map(async (watched) => {
          while (!ended.signal.aborted && !signal.aborted && watched.result.verdict === 'passed') {
            await sample(watched, scope, signal)
            await sleep(pause, undefined, { signal: ended.signal }).catch(() => undefined)
          }
        }),
      )
      // What a loop throws is thrown below, once the body has come to its end.
      loops.catch(() => undefined)
      try {
        return await body()
      } finally {
        ended.abort()
        watching = false
        await loops
      }
    },
    finish(stepsPassed) {
      for (const watched of all) judgeSilence(watched, stepsPassed, record)
      return all.map(({ result }) => result)
    },
  }
}

function judgeSilence({ invariant, result, empty }: Watched, stepsPassed: boolean, record: RunRecord): void {
  if (result.verdict !== 'passed' || result.samples > 0) return
  result.verdict = stepsPassed ? 'failed' : 'inconclusive'
  const message = `"${invariant.name}" was never evaluated: ${empty.reason}`
  result.failure = record.fail({ message, place: invariant.place })
}
