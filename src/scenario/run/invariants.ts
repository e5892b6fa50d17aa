import { setTimeout as sleep } from 'node:timers/promises'
import type { Milliseconds } from '../../core/duration.ts'
import type { InvariantResult } from '../../core/events.ts'
import type { JsonObject } from '../../core/json.ts'
import type { RunningLandscape } from '../../core/landscape.ts'
import type { ScenarioInvariant, Scope } from '../model.ts'
import type { RunRecord } from './record.ts'
import { sampleInvariant } from './sample-invariant.ts'
import type { TellSample } from './tell-sample.ts'

const pause: Milliseconds = 10

/** Watches over a scenario's invariants. The first violation of each is reported when it is seen. */
export interface InvariantWatch {
  /** Looks at each invariant once, unless a body is being watched. Those of the end are looked at when it is `final`. */
  sample(scope: Scope, signal: AbortSignal, moment?: 'final'): Promise<void>
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
  /** Whether the condition was true of any row so far. */
  held: boolean
  /** What the last sample found. */
  rows?: readonly JsonObject[]
}

export function watchInvariants(
  invariants: readonly ScenarioInvariant[],
  landscape: RunningLandscape,
  record: RunRecord,
  tell?: TellSample,
): InvariantWatch {
  const all = invariants.map(
    (invariant): Watched => ({
      invariant,
      result: {
        name: invariant.name,
        ...(invariant.must !== 'always' && { kind: invariant.must }),
        verdict: 'passed',
        samples: 0,
      },
      empty: { count: 0, reason: 'it was never sampled' },
      held: false,
    }),
  )
  const continuous = all.filter(({ invariant }) => invariant.final !== true)
  let watching = false

  const sample = async (watched: Watched, scope: Scope, signal: AbortSignal): Promise<void> => {
    if (watched.result.verdict !== 'passed' || signal.aborted) return
    delete watched.rows
    await sampleInvariant(watched, landscape, scope, signal)
    const { failure } = watched.result
    if (watched.rows !== undefined) tell?.(watched.result.name, watched.rows, failure === undefined)
    if (failure !== undefined) watched.result.failure = record.fail(failure)
  }

  return {
    async sample(scope, signal, moment) {
      if (watching) return
      const meant = moment === 'final' ? all : continuous
      await Promise.all(meant.map((watched) => sample(watched, scope, signal)))
    },
    async during(scope, signal, body) {
      if (watching) return body()
      watching = true
      const ended = new AbortController()
      const loops = Promise.all(
        continuous.map(async (watched) => {
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

/** What was never evaluated, and what should have been true at some moment and was not. */
function judgeSilence({ invariant, result, empty, held }: Watched, stepsPassed: boolean, record: RunRecord): void {
  const never = result.samples === 0
  if (result.verdict !== 'passed' || (!never && (invariant.must !== 'sometimes' || held))) return
  result.verdict = stepsPassed ? 'failed' : 'inconclusive'
  const counted = `${result.samples} ${result.samples === 1 ? 'sample' : 'samples'}`
  const message = never
    ? `"${invariant.name}" was never evaluated: ${empty.reason}`
    : `"${invariant.name}" was not true in any of ${counted}: ${invariant.holds.source}`
  result.failure = record.fail({ message, place: invariant.place })
}
