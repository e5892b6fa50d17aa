import type { Clock } from '../../core/clock.ts'
import type { Failure, Verdict } from '../../core/events.ts'
import type { Json, JsonObject } from '../../core/json.ts'
import type { RunningLandscape } from '../../core/landscape.ts'
import type { Random } from '../../core/random.ts'
import type { Contracts } from '../contracts/contracts.ts'
import type { Concurrency } from '../model/concurrency.ts'
import type { ScenarioStep, Scope } from '../model.ts'
import type { RunFaults } from '../run/faults.ts'
import type { Turn } from '../run/turns.ts'
import type { CookieJar } from './cookie-jar.ts'
import type { RunDirectories } from './directories.ts'
import type { HttpSession } from './http-session.ts'
import type { LandscapeTime } from './landscape-time.ts'
import type { Sweep } from './sweep.ts'
import type { Tell } from './told.ts'

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
  /** Tells reports what was asked and answered; missing when none of them wants to know. */
  tell?: Tell
  /** The cookies of this line of steps. */
  cookies: CookieJar
  /** What the HTTP steps of this run share. */
  session: HttpSession
  directories: RunDirectories
  faults: RunFaults
  /** What systems and topics promise, where something is known of it. */
  contracts?: Contracts
  /** How programs are started; missing when this run may start none. */
  programs?: Programs
  /** What can be read at this moment, where the step has left something itself since it began. */
  scopeNow(): Scope
  /** Runs steps of this step, one after the other. */
  runInside(inner: Inside): Promise<LineOutcome>
  /** Loads a pack on top of the data that is there, and gives the number of its rows; missing where it cannot. */
  seedPack?(name: string): Promise<number>
  /** Where the environment is a clone. */
  sweep?: Sweep
  /** Runs one line of a parallel step to its end. Its first step has begun when this returns. */
  runLine(line: Line): Promise<LineOutcome>
  /** A turn for each line, in their order, when the lines of this step take turns; else none. */
  takeTurns(lines: readonly Line[], concurrency: Concurrency | undefined): readonly Turn[]
}

/** What programs get that steps start. */
export interface Programs {
  /** The environment variables of the process that runs the scenario. */
  variables: Readonly<Record<string, string | undefined>>
}

/** Steps that run one after the other, beside other lines. */
export interface Line {
  name: string
  steps: readonly ScenarioStep[]
  /** What only this line can read: the loop's item. */
  names: Scope
  /** Draws the pauses between its steps. */
  random: Random
  /** Where lines take turns. */
  turn?: Turn
}

/** Steps within a step. */
export interface Inside {
  /** Put before the names of the steps in reports. */
  name?: string
  steps: readonly ScenarioStep[]
  /** What only they can read. */
  names: Scope
  /** What they leave can be read behind the step; else it stays with them. */
  shared?: boolean
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
