import type { Clock } from '../../core/clock.ts'
import type { EventSink } from '../../core/events.ts'
import type { RunningLandscape } from '../../core/landscape.ts'
import type { Random } from '../../core/random.ts'
import type { LandscapeTime } from '../steps/landscape-time.ts'
import type { InvariantWatch } from './invariants.ts'
import type { RunRecord } from './record.ts'

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
  /** The command that repeats this run. */
  replay: string
}

/** What the steps of one run share. */
export interface Run extends RunContext {
  time: LandscapeTime
  watch: InvariantWatch
  record: RunRecord
}
