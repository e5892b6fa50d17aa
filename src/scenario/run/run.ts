import type { Clock } from '../../core/clock.ts'
import type { EventSink, StepReference } from '../../core/events.ts'
import type { Json } from '../../core/json.ts'
import type { RunningLandscape } from '../../core/landscape.ts'
import type { Random } from '../../core/random.ts'
import type { Contracts } from '../contracts/contracts.ts'
import type { Concurrency } from '../model/concurrency.ts'
import type { RunDirectories } from '../steps/directories.ts'
import type { HttpSession } from '../steps/http-session.ts'
import type { LandscapeTime } from '../steps/landscape-time.ts'
import type { Programs } from '../steps/step-context.ts'
import type { Sweep } from '../steps/sweep.ts'
import type { RunFaults } from './faults.ts'
import type { History } from './history.ts'
import type { InvariantWatch } from './invariants.ts'
import type { RunRecord } from './record.ts'
import type { Teller } from './tell.ts'

/** What a scenario is run with. */
export interface RunContext {
  landscape: RunningLandscape
  random: Random
  /** The text that `random` was made from. */
  seed: string
  correlationId: string
  runId: string
  sink: EventSink
  wallClock: Clock
  /** Aborts when the run is interrupted. */
  signal: AbortSignal
  /** The defect that was switched on. */
  defect?: string
  /** Where its files are. */
  directories: RunDirectories
  /** How programs are started; missing when this run may start none. */
  programs?: Programs
  /** The command that repeats this run. */
  replay: string
  /** How the lines of parallel steps run that do not say so themselves; `free` when nothing is said. */
  concurrency?: Concurrency
  /** What systems and topics promise, where something is known of it. */
  contracts?: Contracts
  /** Texts that are shown nowhere, besides the secrets of the systems. */
  secrets?: readonly string[]
  /** Loads a pack on top of the data that is there, and gives the number of its rows. */
  seedPack?(name: string): Promise<number>
  /** Where the landscape is a clone. */
  sweep?: Sweep
  /** Steps behind the last one that is meant were cut off, so that what was not looked at proves nothing. */
  partial?: boolean
  /** The landscape's clock follows the time of day, and steps wait for it. */
  realTime?: boolean
  /** Called before each step, while nothing else of its line runs. */
  beforeStep?(step: StepReference, scope: () => Json, signal: AbortSignal): Promise<void>
}

/** What the steps of one run share. */
export interface Run extends RunContext {
  time: LandscapeTime
  watch: InvariantWatch
  record: RunRecord
  history: History
  faults: RunFaults
  session: HttpSession
  /** Only there when a report wants to know what steps asked. */
  teller?: Teller
}
