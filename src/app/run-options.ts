import type { Milliseconds } from '../core/duration.ts'
import type { StepReference } from '../core/events.ts'
import type { Json } from '../core/json.ts'
import type { Concurrency } from '../scenario/model/concurrency.ts'

/** Which of the scenarios that were found are meant. */
export interface Selection {
  /** A tag expression: `stock and not slow`. */
  tag?: string
  /** A regular expression that the name or the title matches. */
  grep?: string
  /** `2/5`: the second of five parts. */
  shard?: string
  /** Of tables of cases, only the rows of this name. */
  case?: string
  /** Only those that did not pass when they were run last. */
  lastFailed?: boolean
  /** Nothing selected is then fine. */
  passWithNoTests?: boolean
}

/** What a person who steps through a scenario decides before each step. */
export type StepGate = (step: StepReference, scope: () => Json, signal: AbortSignal) => Promise<'go on' | 'quit'>

/** How selected scenarios are run. */
export interface RunOptions {
  selection?: Selection
  /** Absolute path of a YAML or JSON file with values of variables; `vars` wins. */
  varFile?: string
  /** Variables whose values are shown nowhere. */
  secrets?: Readonly<Record<string, SecretValue>>
  /** Scenarios that run at the same time, each in an environment of its own; 1 when nothing is said. */
  workers?: number
  /** How often a scenario that did not pass is run again. */
  retry?: number
  failOnFlaky?: boolean
  /** Starts no further scenario once one has not passed. */
  failFast?: boolean
  /** Wall time for the steps of one scenario. */
  timeout?: Milliseconds
  /** Runs each scenario with so many seeds, up to the first that fails. */
  seeds?: number
  /** Goes on behind a seed that failed. */
  allSeeds?: boolean
  concurrency?: Concurrency
  /** An operation of a contract that no step used makes the run fail. */
  requireCoverage?: boolean
  /** Repeats what went between the systems at the end of each scenario, also where the file does not say so. */
  redeliver?: boolean
  /** Lets the landscape's clock follow the time of day, for systems that cannot follow it. */
  realTime?: boolean
  /** Asked before each step. */
  gate?: StepGate
}

export interface SecretValue {
  value: string
  /** The environment variable that it was read from. */
  from?: string
}
