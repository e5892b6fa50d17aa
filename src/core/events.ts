import type { Instant } from './clock.ts'
import type { Milliseconds } from './duration.ts'
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
  verdict: Verdict
  samples: number
  failure?: Failure
}

export interface StepResult {
  step: StepReference
  verdict: Verdict | 'skipped'
  /** Wall time. */
  duration: Milliseconds
  /** How often it was tried; above 1 only under `eventually`. */
  attempts: number
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
}

/** What happens during a run. One stream of these is the source of every report. */
export type RunEvent =
  | { type: 'run.started'; at: Instant; runId: string; seed: string; scenarios: { name: string; title: string }[] }
  | { type: 'environment.starting'; at: Instant }
  | { type: 'environment.started'; at: Instant; duration: Milliseconds; systems: { name: string; url?: string }[] }
  | { type: 'environment.stopped'; at: Instant; duration: Milliseconds }
  | {
      type: 'scenario.started'
      at: Instant
      scenario: string
      title: string
      seed: string
      correlationId: string
      defect?: string
    }
  | { type: 'step.started'; at: Instant; scenario: string; step: StepReference }
  | { type: 'step.finished'; at: Instant; scenario: string; result: StepResult }
  | { type: 'invariant.finished'; at: Instant; scenario: string; result: InvariantResult }
  | { type: 'scenario.finished'; at: Instant; result: ScenarioResult }
  | {
      type: 'http.exchange'
      at: Instant
      system: string
      method: string
      path: string
      status: number
      duration: Milliseconds
      correlationId?: string
    }
  | { type: 'message.published'; at: Instant; topic: string; key: string | null; count: number; correlationId?: string }
  | { type: 'job.ran'; at: Instant; landscapeAt: Instant; name: string; failure?: string }
  | { type: 'clock.advanced'; at: Instant; from: Instant; to: Instant }
  | { type: 'run.finished'; at: Instant; duration: Milliseconds; counts: Record<Verdict, number>; verdict: Verdict }

/** Listens to events. It must not throw, and must not hold the sender up. */
export type EventSink = (event: RunEvent) => void
