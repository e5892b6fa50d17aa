import type { Clock } from '../../core/clock.ts'
import type { Failure, Verdict } from '../../core/events.ts'
import type { Json, JsonObject } from '../../core/json.ts'
import type { RunningLandscape } from '../../core/landscape.ts'
import type { Random } from '../../core/random.ts'
import type { ScenarioStep, Scope } from '../model.ts'
import type { LandscapeTime } from './landscape-time.ts'

/** What a step is given to do its work. */
export interface StepContext {
  landscape: RunningLandscape
  time: LandscapeTime
  wallClock: Clock
  correlationId: string
  /** Of this step alone. */
  random: Random
  /** Aborts when the step has no time left, or the run is interrupted. */
  signal: AbortSignal
  scope: Scope
  /** Runs one line of a parallel step to its end. Its first step has begun when this returns. */
  runLine(line: Line): Promise<LineOutcome>
}

/** Steps that run one after the other, beside other lines. */
export interface Line {
  name: string
  steps: readonly ScenarioStep[]
  /** What only this line can read: the loop's item. */
  names: Scope
  /** Draws the pauses between its steps. */
  random: Random
}

export interface LineOutcome {
  verdict: Verdict
  /** The first cause. */
  failure?: Failure
  /** Answers by the names of its steps. */
  steps: JsonObject
  captures: JsonObject
}

/** What one try of a step came to. Passed when there is no failure. */
export interface Attempt {
  /** Read as `steps["NAME"]` afterwards; none when the step asks nobody. */
  answer?: Json
  /** Names that the answer gave. */
  captures?: JsonObject
  failure?: Failure
  /** When it is not `failed`. */
  verdict?: Verdict
  /** The failures of the steps within have been reported one by one. */
  reported?: boolean
}

/** Does a step once. Throws a `StandinError` when the environment or the scenario itself is broken. */
export type StepKind<S extends ScenarioStep> = (step: S, context: StepContext) => Promise<Attempt>
