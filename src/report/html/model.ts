import type { Instant } from '../../core/clock.ts'
import type { Content, Parts } from '../../core/detail.ts'
import type { Milliseconds } from '../../core/duration.ts'
import type { Failure, InvariantResult, RunEvent, ScenarioResult, StepReference, Verdict } from '../../core/events.ts'

/** A run as the HTML report shows it. Everything in it has been masked and bounded before it was sent. */
export interface RunModel {
  runId?: string
  seed?: string
  startedAt?: Instant
  duration?: Milliseconds
  verdict: Verdict
  counts: Record<Verdict, number>
  versions: Readonly<Record<string, string>>
  contracts: Pick<EventOf<'contract.coverage'>, 'system' | 'contract' | 'operations' | 'unused'>[]
  scenarios: ScenarioModel[]
}

export interface ScenarioModel {
  name: string
  title: string
  file?: string
  seed: string
  correlationId?: string
  defect?: string
  vars?: Content
  pack?: string
  environmentDuration?: Milliseconds
  systems: string[]
  begun: Instant
  ended: Instant
  /** Where the landscape's clock stood at the beginning. */
  landscapeStart?: Instant
  /** Missing when the run ended before the scenario did. */
  result?: ScenarioResult
  /** Why it was not run at all. */
  leftOut?: string
  steps: StepModel[]
  arrows: Arrow[]
  marks: Mark[]
  invariants: InvariantModel[]
  details: Detail[]
}

export interface StepModel {
  step: StepReference
  verdict: Verdict | 'skipped' | 'running'
  notReached?: true
  at: Instant
  duration: Milliseconds
  attempts: number
  note?: string
  failure?: Failure
  /** Positions in `details`, in the order of time. */
  details: number[]
  /** Exchanges that are not kept: those between the first and the last tries. */
  omitted?: number
}

/** Something that went from one party to another. Several that follow each other and are alike are one. */
export interface Arrow {
  at: Instant
  kind: 'http' | 'message' | 'query'
  from: string
  to: string
  label: string
  outcome?: string
  failed?: boolean
  duration?: Milliseconds
  /** The top-level step that was under way; -1 between steps. */
  step: number
  times: number
  /** Positions in `details`. */
  details: number[]
}

/** What happened by itself or to the whole: the clock moved, a job ran, a fault struck. */
export interface Mark {
  at: Instant
  kind: 'clock' | 'job' | 'fault'
  label: string
  landscapeAt?: Instant
  /** How far the clock moved. */
  moved?: Milliseconds
  failed?: boolean
  step: number
}

export interface InvariantModel {
  name: string
  result?: InvariantResult
  /** When it was looked at, and whether it held. */
  samples: { at: Instant; holds: boolean }[]
  /** The rows whenever they were others than before. */
  changes: { at: Instant; landscapeAt: Instant; holds: boolean; rows: Content }[]
}

/** What is behind a click. */
export interface Detail {
  title: string
  kind: string
  from?: string
  to?: string
  at: Instant
  duration?: Milliseconds
  outcome?: string
  attempt?: number
  request: Parts
  response: Parts
}

export type EventOf<T extends RunEvent['type']> = Extract<RunEvent, { type: T }>
