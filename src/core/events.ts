import type { Instant } from './clock.ts'
import type { Content, DetailEvent, Parts } from './detail.ts'
import type { Milliseconds } from './duration.ts'
import type { FaultEvent } from './fault-events.ts'
import type { Json } from './json.ts'
import type { Place } from './place.ts'

/** `inconclusive`: the scenario could not be judged. `error`: the environment or the scenario itself broke. */
export type Verdict = 'passed' | 'failed' | 'inconclusive' | 'error'

/** Why something did not pass. Values in it have been masked. */
export interface Failure {
  /** One sentence that names places and the numbers that disagree. */
  message: string
  place?: Place
  /** One entry for each part of an expectation that did not hold. */
  differences?: Difference[]
  /** The answer that did not hold; the last one of a step that was tried again or timed out. */
  lastAnswer?: Json
}

export interface Difference {
  /** Where in the answer, as a JSONPath: `$.rows[0].state`. */
  path: string
  expected: string
  actual: string
}

export interface StepReference {
  /** The steps above it, outermost first, then its own: `five more customers / buyer 3 / order`. */
  path: string[]
  /** What it does: `post`, `sql`, `parallel`, … */
  verb: string
  place: Place
}

export interface InvariantResult {
  name: string
  /** `check` and `redelivery` look at the run as a whole; `always` when nothing is said. */
  kind?: 'always' | 'never' | 'sometimes' | 'check' | 'redelivery'
  verdict: Verdict
  samples: number
  failure?: Failure
}

export interface StepResult {
  step: StepReference
  verdict: Verdict | 'skipped'
  /** It was skipped because a step before it did not pass; else because its `if` was false. */
  notReached?: true
  /** Wall time. */
  duration: Milliseconds
  /** How often it was tried; above 1 only under `eventually`. */
  attempts: number
  /** What the scenario says of it, for example what was measured. */
  note?: string
  failure?: Failure
}

export interface ScenarioResult {
  scenario: string
  title: string
  file: string
  verdict: Verdict
  /** Wall time. */
  duration: Milliseconds
  /** How far the landscape's clock moved. */
  landscapeTime: Milliseconds
  seed: string
  correlationId: string
  /** The defect that was switched on, when the scenario was being proven. */
  defect?: string
  steps: StepResult[]
  invariants: InvariantResult[]
  /** Everything that did not pass, the first cause first. */
  failures: Failure[]
  /** Repeats exactly this run. */
  replay: string
  /** It passed, but only when it was run again. */
  flaky?: boolean
  /** The first causes of earlier tries with the same seed, which did not pass. */
  earlier?: Failure[]
  /** When it was run with many seeds: how many there were to try, how many were, and which did not pass. */
  exploration?: { seeds: number; tried: number; failed: string[] }
}

/** What happens during a run. One stream of these is the source of every report. */
export type RunEvent =
  | {
      type: 'run.started'
      at: Instant
      runId: string
      seed: string
      scenarios: { name: string; title: string }[]
      /** Of standin and what it runs on, by their names. */
      versions?: Readonly<Record<string, string>>
    }
  | { type: 'environment.starting'; at: Instant }
  | {
      type: 'environment.started'
      at: Instant
      duration: Milliseconds
      systems: { name: string; url?: string }[]
      /** Where the landscape's clock stands. */
      landscapeAt?: Instant
      /** The fixture pack. */
      pack?: string
    }
  | { type: 'environment.stopped'; at: Instant; duration: Milliseconds }
  | {
      type: 'scenario.started'
      at: Instant
      scenario: string
      title: string
      seed: string
      correlationId: string
      defect?: string
      file?: string
      /** The variables of this run, masked. */
      vars?: Content
    }
  | { type: 'step.started'; at: Instant; scenario: string; step: StepReference }
  | { type: 'step.finished'; at: Instant; scenario: string; result: StepResult }
  | { type: 'invariant.finished'; at: Instant; scenario: string; result: InvariantResult }
  | { type: 'scenario.finished'; at: Instant; result: ScenarioResult }
  /** It did not pass and is run again; the steps of this try are not told of. */
  | { type: 'scenario.retried'; at: Instant; result: ScenarioResult; attempt: number }
  /** It was selected, and not run. */
  | { type: 'scenario.left-out'; at: Instant; scenario: string; title: string; reason: string }
  /** One of many seeds; only the steps of the seed that is reported are told of. */
  | { type: 'seed.finished'; at: Instant; scenario: string; seed: string; verdict: Verdict; index: number; of: number }
  | {
      type: 'http.exchange'
      at: Instant
      system: string
      method: string
      path: string
      status: number
      duration: Milliseconds
      correlationId?: string
      /** The number of its `http.received`; with it come who called and what was sent, in full detail only. */
      exchange?: number
      from?: string
      request?: Parts
      response?: Parts
    }
  | {
      type: 'message.published'
      at: Instant
      topic: string
      key: string | null
      count: number
      correlationId?: string
      /** The system that wrote them, and the messages: in full detail only. */
      from?: string
      messages?: Content
    }
  | { type: 'job.ran'; at: Instant; landscapeAt: Instant; name: string; failure?: string }
  | { type: 'clock.advanced'; at: Instant; from: Instant; to: Instant }
  | DetailEvent
  /** How much of a system's contract the steps of the run have used. */
  | { type: 'contract.coverage'; at: Instant; system: string; contract: string; operations: number; unused: string[] }
  | FaultEvent
  | {
      type: 'run.finished'
      at: Instant
      duration: Milliseconds
      counts: Record<Verdict, number>
      verdict: Verdict
      flaky?: number
    }

/**
 * Listens to events. It must not throw, and must not hold the sender up. Only a sink whose `detail` is `full` is told of
 * bodies, rows and messages: for all others nothing is masked, measured or kept.
 */
export interface EventSink {
  (event: RunEvent): void
  readonly detail?: 'full'
}
